"""Pixels that can be computed by hand, in every backend."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from engine.rasterizer import GaussianField, render
from tests.engine.rasterizer.conftest import random_field

EPS = 1 / 255


def plain_field(cells: tuple[int, int], per_cell: int = 1) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Invisible black Gaussians of sigma 1 in the middle of their cells."""

    def filled(channels: int, value: float) -> Tensor:
        return torch.full((1, per_cell, channels, *cells), value)

    cholesky = torch.tensor([1.0, 0.0, 1.0]).view(1, 1, 3, 1, 1).repeat(1, per_cell, 1, *cells)
    return filled(2, 0.0), cholesky, filled(3, 0.0), filled(1, 0.0)


def test_one_gaussian(backend: str):
    """Where one Gaussian of color c is seen with alpha, the pixel is (alpha c + eps b) / (alpha + eps)."""
    offsets, cholesky, colors, opacities = plain_field((5, 5))
    opacities[..., 2, 2] = 0.7
    colors[..., 2, 2] = torch.tensor([0.2, 0.5, 0.9]).view(1, 1, 3)
    offsets[..., 2, 2] = torch.tensor([0.25, -0.5]).view(1, 1, 2)
    cholesky[..., 2, 2] = torch.tensor([0.8, 0.3, 0.6]).view(1, 1, 3)
    picture = render(GaussianField(offsets, cholesky, colors, opacities), backend=backend)

    factor = torch.tensor([[0.8, 0.0], [0.3, 0.6]], dtype=torch.float64)
    precision = torch.linalg.inv(factor @ factor.T)
    seen = 0
    for i in range(10):
        for j in range(10):
            d = torch.tensor([j + 0.5 - 5.25, i + 0.5 - 4.5], dtype=torch.float64)
            alpha = 0.7 * math.exp(-0.5 * float(d @ precision @ d))
            alpha = alpha if alpha >= 1 / 255 else 0.0
            seen += alpha > 0
            # The color's tent: 1 in the middle of its cell, 0 in the middle of the next.
            tent = max(0.0, 1 - abs(j + 0.5 - 5) / 2) * max(0.0, 1 - abs(i + 0.5 - 5) / 2)
            for c, color in enumerate((0.2, 0.5, 0.9)):
                expected = (alpha * color + EPS * tent * color) / (alpha + EPS)
                assert picture[0, c, i, j].item() == pytest.approx(expected, abs=2e-6)
    assert 5 < seen < 60


def test_two_gaussians_the_lower_index_in_front(backend: str):
    offsets, cholesky, colors, opacities = plain_field((3, 3), per_cell=2)
    opacities[0, :, 0, 1, 1] = torch.tensor([0.6, 0.9])
    colors[0, 0, :, 1, 1] = torch.tensor([1.0, 0.0, 0.0])
    colors[0, 1, :, 1, 1] = torch.tensor([0.0, 1.0, 0.0])
    picture = render(GaussianField(offsets, cholesky, colors, opacities), backend=backend, scale=1.5)
    # At scale 1.5 pixel 4 of 9 looks at 4.5 / 1.5 = 3 px: the means of both.
    blend = 0.5
    total = 0.6 + 0.4 * 0.9
    assert picture.shape == (1, 3, 9, 9)
    assert picture[0, 0, 4, 4].item() == pytest.approx((0.6 + EPS * blend) / (total + EPS), abs=1e-6)
    assert picture[0, 1, 4, 4].item() == pytest.approx((0.4 * 0.9 + EPS * blend) / (total + EPS), abs=1e-6)


def test_neighbors_composite_in_the_order_of_rows_then_columns(backend: str):
    """Four Gaussians of four cells meet in one point: each leaves a fifth to the next in the order."""
    offsets, cholesky, colors, opacities = plain_field((2, 2))
    opacities[:] = 0.8
    for row in range(2):
        for column in range(2):
            offsets[0, 0, :, row, column] = torch.tensor([1.0 - 2 * column, 1.0 - 2 * row])
            colors[0, 0, :, row, column] = 1.0 + 2 * row + column
    field = GaussianField(offsets, cholesky, colors, opacities)
    pixel = render(field, backend=backend, scale=1.25)[0, 0, 2, 2]  # 2.5 / 1.25 = 2 px
    shares = [0.8, 0.16, 0.032, 0.0064]
    color = sum(share * color for share, color in zip(shares, (1, 2, 3, 4), strict=True))
    assert pixel.item() == pytest.approx((color + EPS * 2.5) / (sum(shares) + EPS), abs=1e-6)


def test_alpha_is_capped(backend: str):
    """Opacity 1 at its own mean leaves a thousandth for what lies behind."""
    offsets, cholesky, colors, opacities = plain_field((1, 1), per_cell=2)
    opacities[:] = 1.0
    opacities[0, 1] = 0.5
    colors[0, 1] = 1.0
    pixel = render(GaussianField(offsets, cholesky, colors, opacities), backend=backend, scale=0.5)[
        0, 0, 0, 0
    ]
    behind = 0.001 * 0.5
    assert pixel.item() == pytest.approx((behind + EPS * 0.5) / (0.999 + behind + EPS), rel=1e-4)


def test_compositing_stops_before_the_transmittance_would_reach_its_end(backend: str):
    offsets, cholesky, colors, opacities = plain_field((1, 1), per_cell=4)
    # T after each: 0.01, 0.008, 0.0008 * ... ; the third would leave 0.008 * 0.01 = 8e-5 and ends it.
    opacities[0, :, 0, 0, 0] = torch.tensor([0.99, 0.2, 0.99, 0.01])
    colors[0, 2:] = 1000.0
    colors[0, 1] = 1.0
    pixel = render(GaussianField(offsets, cholesky, colors, opacities), backend=backend, scale=0.5)[
        0, 0, 0, 0
    ]
    share = 0.01 * 0.2
    blend = 2001.0 / 4
    assert pixel.item() == pytest.approx((share + EPS * blend) / (0.99 + share + EPS), rel=1e-4)


def test_below_the_threshold_a_gaussian_is_skipped(backend: str):
    """Neither color nor transmittance knows of Gaussians below 1/255; the blend fills the gap."""
    offsets, cholesky, colors, opacities = plain_field((3, 4))
    opacities[:] = 0.0039
    colors[:] = 0.25
    picture = render(GaussianField(offsets, cholesky, colors, opacities), backend=backend)
    assert torch.equal(picture, torch.full_like(picture, 0.25))


@pytest.mark.parametrize("scale", [1.0, 3.0, 0.7])
def test_one_color_everywhere_gives_that_color_everywhere(backend: str, scale: float):
    field = random_field((7, 9), per_cell=2, seed=3)
    color = torch.tensor([0.3, -0.1, 1.4]).view(1, 1, 3, 1, 1)
    same = GaussianField(field.offsets, field.cholesky, color.expand_as(field.colors), field.opacities)
    picture = render(same, backend=backend, scale=scale)
    assert torch.allclose(picture, color[:, 0].expand_as(picture), atol=1e-6)


def test_no_black_holes(backend: str):
    """Where nothing is visible a pixel is the bilinear blend of the cells around it, never black."""
    offsets, cholesky, colors, opacities = plain_field((4, 4))
    columns = torch.arange(4.0)
    colors[:] = 0.5 + columns
    cholesky *= 0.05
    opacities[..., ::2] = 1.0
    picture = render(GaussianField(offsets, cholesky, colors, opacities), backend=backend)
    # Pixel centers lie 0.5 px from the cells' centers: ten sigma, out of sight. Ends are clamped.
    x = torch.arange(8) + 0.5
    expected = 0.5 + ((x / 2) - 0.5).clamp(0, 3)
    assert torch.allclose(picture, expected.expand_as(picture), atol=1e-6)
