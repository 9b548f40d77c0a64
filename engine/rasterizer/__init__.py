"""The rasterizer: turns a field of image-plane Gaussians into pixels."""

from engine.rasterizer.gaussians import GaussianField, largest_sigma
from engine.rasterizer.rendering import choose_backend, render, warm_up

__all__ = ["GaussianField", "choose_backend", "largest_sigma", "render", "warm_up"]
