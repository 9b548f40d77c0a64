"""Patches are the unit of work, not of looks: a pixel's bits depend on its Gaussians alone."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rasterizer import GaussianField, render
from engine.regions import Box
from tests.engine.rasterizer.conftest import parameters, random_field

SCALES = st.sampled_from([1.0, 2.0, 3.0, 0.5, 1.37, (0.8, 2.3)])


@st.composite
def fields_and_boxes(draw: st.DrawFn):
    rows, columns = draw(st.integers(1, 14)), draw(st.integers(1, 14))
    field = random_field(
        (rows, columns),
        batch=draw(st.integers(1, 2)),
        per_cell=draw(st.integers(1, 2)),
        radius=draw(st.integers(1, 3)),
        seed=draw(st.integers(0, 1000)),
    )
    scale = draw(SCALES)
    height, width = render(field, scale=scale).shape[-2:]
    y0, x0 = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
    box = Box(x0, y0, draw(st.integers(x0 + 1, width)), draw(st.integers(y0 + 1, height)))
    return field, scale, box


@pytest.mark.parametrize("name", ["reference", "cpu"])
@settings(max_examples=60, deadline=None)
@given(case=fields_and_boxes())
def test_any_box_shows_the_bits_of_the_whole_picture(name: str, case: tuple):
    field, scale, box = case
    whole = render(field, scale=scale, backend=name)
    assert torch.equal(render(field, box=box, scale=scale, backend=name), whole[..., *box.slices])


@pytest.mark.parametrize("patch_px", [1, 5, 16, 64])
def test_any_patch_grid_in_any_order_gives_the_same_picture(backend: str, patch_px: int):
    if patch_px == 1:  # every pixel alone
        field = random_field((4, 5), per_cell=2, seed=5)
    else:
        field = random_field((21, 27), per_cell=2, seed=5)
    whole = render(field, backend=backend)
    height, width = field.size
    patches = [
        Box(x, y, min(x + patch_px, width), min(y + patch_px, height))
        for y in range(0, height, patch_px)
        for x in range(0, width, patch_px)
    ]
    order = torch.randperm(len(patches), generator=torch.Generator().manual_seed(1)).tolist()
    assembled = torch.full_like(whole, torch.nan)
    for n in order:
        assembled[..., *patches[n].slices] = render(field, box=patches[n], backend=backend)
    assert torch.equal(assembled, whole)


def test_only_the_cells_that_reach_a_box_are_touched(backend: str):
    field = random_field((12, 12), seed=2)
    box = Box(10, 10, 12, 12)  # cell 5: the window is cells 3 to 7
    spoiled = [tensor.clone() for tensor in parameters(field)]
    for tensor in spoiled:
        near = tensor[..., 3:8, 3:8].clone()
        tensor.fill_(torch.nan)
        tensor[..., 3:8, 3:8] = near
    pixels = render(GaussianField(*spoiled), box=box, backend=backend)
    assert torch.equal(pixels, render(field, box=box, backend=backend))


def test_the_number_of_threads_changes_no_bit(backend: str):
    field = random_field((30, 31), per_cell=2, seed=8)
    threads = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        alone = render(field, backend=backend)
        torch.set_num_threads(max(2, threads))
        together = render(field, backend=backend)
    finally:
        torch.set_num_threads(threads)
    assert torch.equal(alone, together)


def test_far_from_the_origin_nothing_is_lost(backend: str):
    """Means are relative to their cell: 12,000 px from the origin they are as fine as at it."""
    near = random_field((3, 8), seed=4)
    far = GaussianField(
        *(
            torch.cat([tensor[..., :1].expand(*tensor.shape[:-1], 6000), tensor], -1)
            for tensor in parameters(near)
        )
    )
    box = Box(4, 0, 16, 6)
    there = render(far, box=box.shifted(12000, 0), backend=backend)
    assert torch.equal(there, render(near, box=box, backend=backend))


@pytest.mark.parametrize("box", [Box(0, 0, 0, 4), Box(-1, 0, 4, 4), Box(0, 0, 15, 4), Box(3, 3, 2, 5)])
def test_a_box_outside_the_picture_is_refused(box: Box):
    with pytest.raises(ValueError, match="leaves a picture"):
        render(random_field((6, 7)), box=box)
