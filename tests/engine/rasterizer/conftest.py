"""Fields to render and ways to compare renderings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from engine.rasterizer import GaussianField, largest_sigma

Parameters = tuple[Tensor, Tensor, Tensor, Tensor]
FieldMaker = Callable[..., GaussianField]


def random_field(
    cells: tuple[int, int] = (6, 7),
    *,
    batch: int = 1,
    per_cell: int = 1,
    radius: int = 2,
    seed: int = 0,
    dtype: torch.dtype = torch.float32,
) -> GaussianField:
    """A field as the network's head bounds it: means at most 0.5 px outside their cell, sigma within
    `largest_sigma`; a fifth of the Gaussians is nearly opaque, a fifth invisible."""
    generator = torch.Generator().manual_seed(seed)

    def uniform(channels: int, low: float, high: float) -> Tensor:
        shape = (batch, per_cell, channels, *cells)
        return low + (high - low) * torch.rand(shape, generator=generator, dtype=torch.float64)

    cholesky = torch.cat([uniform(1, 0.2, 1.2), uniform(1, -0.8, 0.8), uniform(1, 0.2, 1.2)], dim=2)
    norm = cholesky.norm(dim=2, keepdim=True)
    cholesky = cholesky * (largest_sigma(2, radius) / norm).clamp(max=1.0)
    return GaussianField(
        offsets=uniform(2, -1.5, 1.5).to(dtype),
        cholesky=cholesky.to(dtype),
        colors=uniform(3, -0.2, 1.2).to(dtype),
        opacities=uniform(1, -0.25, 1.25).clamp(0.0, 1.0).to(dtype),
        radius=radius,
    )


def parameters(field: GaussianField) -> Parameters:
    return field.offsets, field.cholesky, field.colors, field.opacities


def rendered_with_gradients(
    field: GaussianField, render_field: Callable[[GaussianField], Tensor], seed: int = 1
):
    """The pixels, and the gradients of a random weighting of them in all four tensors."""
    leaves = [tensor.detach().clone().requires_grad_() for tensor in parameters(field)]
    pixels = render_field(GaussianField(*leaves, cell_px=field.cell_px, radius=field.radius))
    weights = torch.randn(pixels.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float32)
    (pixels * weights.to(pixels)).sum().backward()
    gradients = [leaf.grad for leaf in leaves]
    assert all(gradient is not None for gradient in gradients)
    return pixels.detach(), gradients


@pytest.fixture(params=["reference", "cpu"])
def backend(request: pytest.FixtureRequest) -> str:
    """Each backend that a machine without a GPU has."""
    return request.param
