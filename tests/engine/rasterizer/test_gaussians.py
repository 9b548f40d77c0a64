"""The field's shapes and order, and the bound that keeps a Gaussian inside its window."""

from __future__ import annotations

import dataclasses
import math

import pytest
import torch

from engine.rasterizer import GaussianField, largest_sigma, render
from engine.regions import Box
from tests.engine.rasterizer.conftest import parameters, random_field


def test_size_and_means_follow_the_grid():
    field = random_field((3, 5), batch=2, per_cell=2)
    assert field.size == (6, 10)
    assert field.gaussians_per_cell == 2
    centers = field.means - field.offsets
    assert torch.allclose(centers[1, 1, :, 2, 4], torch.tensor([9.0, 5.0]))


def test_crop_keeps_the_cells_it_names():
    field = random_field((5, 6))
    part = field.crop(Box(1, 2, 4, 5))
    assert part.cells == (3, 3)
    assert torch.equal(part.colors, field.colors[..., 2:5, 1:4])
    with pytest.raises(ValueError, match="leaves a field"):
        field.crop(Box(0, 0, 7, 5))


@pytest.mark.parametrize("name", ["offsets", "cholesky", "colors", "opacities"])
def test_a_tensor_of_another_shape_type_or_device_is_refused(name: str):
    field = random_field()
    wrong = getattr(field, name)
    with pytest.raises(ValueError, match="must be"):
        dataclasses.replace(field, **{name: wrong[..., :-1]})
    with pytest.raises(ValueError, match="float32"):
        dataclasses.replace(field, **{name: wrong.half()})
    with pytest.raises(ValueError, match=" on "):
        dataclasses.replace(field, **{name: wrong.to("meta")})


def test_a_window_without_neighbors_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        dataclasses.replace(random_field(), radius=0)


def test_largest_sigma_by_hand():
    # (2 * 2 - 0.5) / sqrt(2 ln 255)
    assert largest_sigma(2, 2) == pytest.approx(3.5 / math.sqrt(2 * math.log(255)))
    assert largest_sigma(2, 2, opacity=0.5) > largest_sigma(2, 2)
    assert largest_sigma(2, 2, opacity=1 / 255) == math.inf
    with pytest.raises(ValueError, match="leave a window"):
        largest_sigma(2, 1, stray_px=2.0)


@pytest.mark.parametrize("radius", [1, 2, 3])
def test_a_gaussian_of_the_largest_sigma_is_invisible_outside_its_window(radius: int):
    """A wider window finds nothing that the narrow one missed, at any place the mean may have."""
    cells = 2 * radius + 5
    middle = cells // 2
    blank = random_field((cells, cells), radius=radius)
    for stray in ((-1.5, -1.5), (1.5, 0.3), (0.0, 1.5), (1.5, -1.5)):
        opacities = torch.zeros_like(blank.opacities)
        opacities[..., middle, middle] = 1.0
        sigma = largest_sigma(2, radius, stray_px=0.5)
        cholesky = torch.tensor([sigma, 0.0, sigma]).view(1, 1, 3, 1, 1).expand(1, 1, 3, cells, cells)
        offsets = torch.tensor(stray).view(1, 1, 2, 1, 1).expand(1, 1, 2, cells, cells)
        colors = torch.zeros_like(blank.colors)
        colors[..., middle, middle] = 1.0
        narrow = GaussianField(offsets, cholesky, colors, opacities, radius=radius)
        wide = dataclasses.replace(narrow, radius=radius + 2)
        for scale in (1, 3):
            assert torch.equal(render(narrow, scale=scale), render(wide, scale=scale))
        # The bound is tight: a tenth wider, and the window would cut it off.
        too_wide = dataclasses.replace(narrow, cholesky=cholesky * 1.1)
        cut = render(too_wide, scale=9)
        whole = render(dataclasses.replace(too_wide, radius=radius + 2), scale=9)
        if max(map(abs, stray)) == 1.5:
            assert not torch.equal(cut, whole)


def test_scaling_the_field_scales_the_picture():
    field = random_field((5, 4), per_cell=2)
    large = field.scaled(3)
    assert large.size == (30, 24)
    assert torch.allclose(render(large), render(field, scale=3), atol=1e-5)
    assert all(
        same.shape == tensor.shape for same, tensor in zip(parameters(large), parameters(field), strict=True)
    )
