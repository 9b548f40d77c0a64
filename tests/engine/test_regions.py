from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.regions import (
    Box,
    bounding_box,
    context_box,
    rows_in_view_first,
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


def test_an_empty_mask_has_an_empty_box():
    assert bounding_box(np.zeros((10, 10), dtype=bool)).is_empty


@pytest.mark.parametrize("viewport", [None, Box(0, 25, 10, 32), Box(100, 100, 101, 101)])
def test_rows_in_view_come_first_and_none_is_lost(viewport):
    rows = [Box(0, y, 10, y + 10) for y in range(0, 60, 10)]

    ordered = list(rows_in_view_first(rows, viewport))

    assert sorted(ordered) == sorted(rows)
    if viewport is not None and viewport.overlaps(Box(0, 0, 10, 60)):
        assert ordered[:2] == [rows[2], rows[3]]
