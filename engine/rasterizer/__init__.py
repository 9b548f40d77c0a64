"""The rasterizer: turns a field of image-plane Gaussians into pixels."""

from engine.rasterizer.gaussians import GaussianField, largest_sigma
from engine.rasterizer.rendering import render

__all__ = ["GaussianField", "largest_sigma", "render"]
