"""Which parts of a mask are filled together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.holes import NEAR_PX, Bits, Hole, separate_holes
from engine.regions import Box, context_box, context_side

CONTEXT, LEAST_PX = 2.0, 64


def dust(count: int, size: tuple[int, int], seed: int, speck_px: int = 4) -> Bits:
    rng = np.random.default_rng(seed)
    mask = np.zeros(size, np.bool_)
    for _ in range(count):
        y, x = rng.integers(size[0] - speck_px), rng.integers(size[1] - speck_px)
        mask[y : y + speck_px, x : x + speck_px] = True
    return mask


def in_photo(holes: Sequence[Hole], size: tuple[int, int]) -> np.ndarray:
    """(H, W), in how many holes every pixel is."""
    counted = np.zeros(size, int)
    for hole in holes:
        counted[hole.box.slices] += hole.mask
    return counted


@st.composite
def masks(draw: st.DrawFn) -> Bits:
    """Dust, strokes and boxes, in photos that they fill or are lost in."""
    size = (draw(st.integers(40, 700)), draw(st.integers(40, 900)))
    mask = dust(draw(st.integers(1, 150)), size, draw(st.integers(0, 1000)), draw(st.integers(1, 5)))
    drawn = mask.astype(np.uint8)
    point = st.tuples(st.integers(0, size[1] - 1), st.integers(0, size[0] - 1))
    for _ in range(draw(st.integers(0, 3))):
        cv2.line(drawn, draw(point), draw(point), 1, draw(st.integers(1, 9)))
    for _ in range(draw(st.integers(0, 1))):
        cv2.rectangle(drawn, draw(point), draw(point), 1, -1)
    return drawn > 0


@settings(max_examples=60, deadline=None)
@given(masks())
def test_every_pixel_of_a_mask_is_in_exactly_one_hole(mask: Bits) -> None:
    holes = separate_holes(mask, CONTEXT, LEAST_PX)

    np.testing.assert_array_equal(in_photo(holes, mask.shape), mask.astype(int))
    for hole in holes:
        assert hole.mask.shape == (hole.box.height, hole.box.width)
        assert all(hole.mask.any(axis=axis)[[0, -1]].all() for axis in (0, 1))


@settings(max_examples=60, deadline=None)
@given(masks())
def test_parts_that_are_near_one_another_are_in_one_hole(mask: Bits) -> None:
    owners = np.zeros(mask.shape, int)
    for number, hole in enumerate(separate_holes(mask, CONTEXT, LEAST_PX), start=1):
        owners[hole.box.slices][hole.mask] = number

    for y, x in np.argwhere(mask)[::7]:
        around = owners[max(0, y - NEAR_PX) : y + NEAR_PX + 1, max(0, x - NEAR_PX) : x + NEAR_PX + 1]
        assert set(np.unique(around)) <= {0, owners[y, x]}


@settings(max_examples=20, deadline=None)
@given(st.integers(20, 600), st.integers(0, 1000))
def test_specks_are_seen_close_by_however_many_there_are(count: int, seed: int) -> None:
    size = (1500, 2000)
    mask = dust(count, size, seed)
    labels = cv2.dilate(mask.astype(np.uint8), np.ones((NEAR_PX + 1, NEAR_PX + 1), np.uint8))
    stats = cv2.connectedComponentsWithStats(labels)[2][1:]
    widest_part = int(stats[:, 2:4].max())  # Specks in a chain are one part.

    for hole in separate_holes(mask, CONTEXT, LEAST_PX):
        assert context_side(hole.box, CONTEXT, LEAST_PX) <= 3 * max(LEAST_PX, CONTEXT * widest_part)


def test_dust_around_an_object_leaves_it_and_itself_their_own_crops() -> None:
    size = (3000, 4000)
    mask = dust(300, size, 1)
    mask[1300:1700, 1800:2300] = True

    holes = separate_holes(mask, CONTEXT, 256)

    largest = max(holes, key=lambda hole: hole.mask.sum())
    assert largest.mask.sum() >= 400 * 500
    assert context_side(largest.box, CONTEXT, 256) <= 1.5 * CONTEXT * 500
    others = [context_box(hole.box, size, CONTEXT, 256) for hole in holes if hole is not largest]
    assert max(box.width for box in others) <= 1.5 * 256


def test_long_scratches_side_by_side_are_holes_of_their_own_though_their_boxes_overlap() -> None:
    size, starts = (3000, 3000), range(300, 2300, 350)
    drawn = np.zeros(size, np.uint8)
    for x in starts:
        cv2.line(drawn, (x, 300), (x + 600, 900), 1, 3)

    holes = separate_holes(drawn > 0, CONTEXT, LEAST_PX)

    assert len(holes) == len(starts)
    assert all(one.box.overlaps(other.box) for one, other in pairwise(holes))
    np.testing.assert_array_equal(in_photo(holes, size), drawn)


@settings(max_examples=50, deadline=None)
@given(data=st.data(), count=st.integers(1, 6))
def test_a_few_strokes_are_holes_whose_surroundings_do_not_meet(data: st.DataObject, count: int) -> None:
    size = (300, 500)
    mask = np.zeros(size, dtype=bool)
    for _ in range(count):
        x, y = data.draw(st.integers(0, 450)), data.draw(st.integers(0, 250))
        mask[y : y + 50, x : x + 50] = True

    boxes = [hole.box for hole in separate_holes(mask, CONTEXT, 256)]

    for box in boxes:
        around = context_box(box, size, CONTEXT, 256)
        assert all(not around.overlaps(other) for other in boxes if other != box)


def test_far_holes_are_separate_and_near_ones_are_one() -> None:
    mask = np.zeros((400, 1000), dtype=bool)
    mask[100:110, 100:110] = True
    mask[100:110, 130:140] = True
    mask[300:320, 900:930] = True

    boxes = [hole.box for hole in separate_holes(mask, CONTEXT, LEAST_PX)]

    assert boxes == [Box(100, 100, 140, 110), Box(900, 300, 930, 320)]


@pytest.mark.parametrize("shift", [(0, 0), (0, 170), (-40, 120), (200, 200)])
def test_two_objects_are_one_hole_exactly_if_one_shows_in_the_surroundings_of_the_other(
    shift: tuple[int, int],
) -> None:
    size = (1000, 1400)
    mask = np.zeros(size, dtype=bool)
    one = Box(400, 400, 520, 500)
    other = one.shifted(shift[1] + 120, shift[0])
    mask[one.slices] = mask[other.slices] = True
    meet = context_box(one, size, CONTEXT, LEAST_PX).overlaps(other)

    boxes = [hole.box for hole in separate_holes(mask, CONTEXT, LEAST_PX)]

    assert sorted(boxes) == ([one.union(other)] if meet else [one, other])


def test_an_empty_mask_has_no_holes() -> None:
    assert separate_holes(np.zeros((10, 10), dtype=bool), CONTEXT, LEAST_PX) == []
