"""The field is continuous: one set of Gaussians, any size of picture."""

from __future__ import annotations

import pytest
import torch

from engine.rasterizer import render
from tests.engine.rasterizer.conftest import random_field


@pytest.mark.parametrize("factor", [3, 5])
def test_at_odd_factors_the_middle_samples_are_the_pixels(backend: str, factor: int):
    """Pixel 3 i + 1 of the tripled picture looks where pixel i looks. Coordinates round differently by a
    last bit, so colors agree to 1e-5 and a threshold may flip."""
    field = random_field((9, 8), batch=2, per_cell=2, seed=23)
    small = render(field, backend=backend)
    large = render(field, scale=factor, backend=backend)
    assert large.shape[-2:] == (small.shape[-2] * factor, small.shape[-1] * factor)
    difference = (large[..., factor // 2 :: factor, factor // 2 :: factor] - small).abs()
    assert (difference > 1e-5).float().mean() < 1e-3
    assert difference.max() < 2 / 255


def test_axes_scale_on_their_own(backend: str):
    field = random_field((6, 7), seed=29)
    small = render(field, backend=backend)
    wide = render(field, scale=(1, 3), backend=backend)
    assert wide.shape[-2:] == (12, 42)
    assert torch.allclose(wide[..., 1::3], small, atol=1e-5)


@pytest.mark.parametrize(("scale", "size"), [(0.5, (7, 9)), (0.33, (5, 6)), (1.04, (15, 19)), (0.01, None)])
def test_the_picture_has_the_rounded_size(scale: float, size: tuple[int, int] | None):
    field = random_field((7, 9))
    if size is None:
        with pytest.raises(ValueError, match="is empty"):
            render(field, scale=scale)
    else:
        assert tuple(render(field, scale=scale).shape[-2:]) == size


def test_a_finer_picture_averages_to_the_same_colors(backend: str):
    """Nothing is lost or gained: the mean color of a smooth field does not move with the scale."""
    field = random_field((10, 10), seed=31)
    means = [render(field, scale=scale, backend=backend).mean((2, 3)) for scale in (4, 9)]
    assert torch.allclose(means[0], means[1], atol=5e-3)
