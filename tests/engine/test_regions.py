from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.regions import (
    Box,
    bounding_box,
    context_box,
    rows_in_view_first,
    separate_holes,
)

sizes = st.tuples(st.integers(1, 400), st.integers(1, 400))


@st.composite
def boxes_in(draw, size):
    height, width = size
    x0, y0 = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    return Box(x0, y0, draw(st.integers(x0 + 1, width)), draw(st.integers(y0 + 1, height)))


@given(data=st.data(), size=sizes, context=st.floats(1, 4), least=st.integers(1, 300))
def test_a_context_holds_its_hole_and_lies_in_the_photo(data, size, context, least):
    hole = data.draw(boxes_in(size))

    box = context_box(hole, size, context, least)

    assert box.contains(hole)
    assert Box.whole(size).contains(box)
    assert box.width >= min(size[1], least)
    assert box.height >= min(size[0], least)


@settings(max_examples=50, deadline=None)
@given(data=st.data(), count=st.integers(1, 6))
def test_separate_holes_cover_the_mask_and_do_not_see_each_other(data, count):
    size = (300, 500)
    mask = np.zeros(size, dtype=bool)
    for _ in range(count):
        x, y = data.draw(st.integers(0, 490)), data.draw(st.integers(0, 290))
        mask[y : y + 8, x : x + 8] = True

    boxes = separate_holes(mask, context=2.0, least_px=64)

    covered = np.zeros(size, dtype=bool)
    for box in boxes:
        covered[box.slices] = True
        around = context_box(box, size, 2.0, 64)
        assert all(not around.overlaps(other) for other in boxes if other != box)
    assert not (mask & ~covered).any()


def test_far_holes_are_separate_and_near_ones_are_one():
    mask = np.zeros((400, 1000), dtype=bool)
    mask[100:110, 100:110] = True
    mask[100:110, 130:140] = True
    mask[300:320, 900:930] = True

    assert separate_holes(mask, least_px=64) == [Box(100, 100, 140, 110), Box(900, 300, 930, 320)]


def test_an_empty_mask_has_no_holes():
    assert separate_holes(np.zeros((10, 10), dtype=bool)) == []
    assert bounding_box(np.zeros((10, 10), dtype=bool)).is_empty


@pytest.mark.parametrize("viewport", [None, Box(0, 25, 10, 32), Box(100, 100, 101, 101)])
def test_rows_in_view_come_first_and_none_is_lost(viewport):
    rows = [Box(0, y, 10, y + 10) for y in range(0, 60, 10)]

    ordered = list(rows_in_view_first(rows, viewport))

    assert sorted(ordered) == sorted(rows)
    if viewport is not None and viewport.overlaps(Box(0, 0, 10, 60)):
        assert ordered[:2] == [rows[2], rows[3]]
