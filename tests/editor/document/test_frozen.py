"""What is frozen stays what it was, whoever copies it and whatever is written meanwhile."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.document import Document
from editor.document.frozen import Frozen, FrozenParts, bands
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from tests.editor.document.builders import open_document

_WHOLE = Rect(0, 0, 90, 200)


def test_nothing_is_copied_before_somebody_needs_it() -> None:
    copies: list[int] = []
    source = np.ones((200, 90), np.uint8)

    def copy(part: np.ndarray, target: np.ndarray) -> None:
        copies.append(threading.get_ident())
        target[...] = part

    frozen = Frozen(source, _WHOLE, bands(_WHOLE), copy=copy)
    assert not copies
    frozen.about_to_change(Rect(0, 70, 5, 71))
    assert len(copies) == 1  # the one band that the write meets
    worker = threading.Thread(target=frozen.settle)
    worker.start()
    worker.join()
    assert frozen.is_settled
    assert set(copies[1:]) == {worker.ident}
    frozen.settle()
    assert len(copies) == len(bands(_WHOLE))


@given(st.lists(st.tuples(st.integers(0, 89), st.integers(0, 199), st.integers(1, 60)), max_size=8))
def test_writes_that_are_told_of_change_nothing(writes: list[tuple[int, int, int]]) -> None:
    source = np.arange(200 * 90, dtype=np.uint16).reshape(200, 90)
    was, rect = source.copy(), Rect(10, 20, 80, 190)
    parts = FrozenParts()
    frozen = parts.add(Frozen(source, rect, bands(rect)))
    for x, y, side in writes:
        where = Rect(x, y, x + side, y + side).intersection(_WHOLE)
        parts.about_to_change(where)
        source[where.slices] = 7
    np.testing.assert_array_equal(frozen.settle(), was[rect.slices])
    with pytest.raises(ValueError, match="read-only"):
        frozen.array[0, 0] = 1


def _painted() -> Document:
    document = open_document()
    document.begin_stroke(Brush(size_px=12, hardness=1.0))
    document.extend_stroke([Point(20, 20), Point(40, 30)])
    document.end_stroke()
    return document


def test_a_hole_stays_what_was_painted_through_everything_that_writes_the_mask(qtbot) -> None:
    document = _painted()
    was, coverage = document.mask > 127, document.mask.copy()
    steps = [
        document.invert_mask,
        document.undo_stack.undo,
        document.clear_mask,
        document.restore_last_mask,
        lambda: document.grow_mask(3),
        document.undo_stack.undo,
        lambda: document.set_mask(~was),
        document.undo_stack.undo,
    ]
    for step in steps:
        holes, areas = document.frozen_hole(document.bounds), document.frozen_areas()
        before, rect = document.mask.copy(), document.covered_rect
        step()
        np.testing.assert_array_equal(holes.settle(), before > 127)
        np.testing.assert_array_equal(areas[0].settle(), before[rect.slices])
    np.testing.assert_array_equal(document.mask, coverage)
    frozen = document.frozen_hole(document.bounds)
    document.begin_stroke(Brush(size_px=30, hardness=1.0))
    document.extend_stroke([Point(20, 40), Point(60, 10)])
    midway = document.frozen_hole(document.bounds)
    painted = document.mask > 127
    document.cancel_stroke()
    np.testing.assert_array_equal(frozen.settle(), was)
    np.testing.assert_array_equal(midway.settle(), painted)


def test_the_smallest_rectangle_of_a_mask_is_found_from_its_rims(qtbot) -> None:
    document = Document()
    document.load(np.zeros((700, 900, 3), np.uint8))
    rng = np.random.default_rng(1)
    for _ in range(20):
        mask = np.zeros((700, 900), np.bool_)
        for y, x in zip(rng.integers(0, 700, 3), rng.integers(0, 900, 3), strict=True):
            mask[y, x] = True
        document.set_mask(mask)
        rows, columns = np.nonzero(mask)
        smallest = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert tuple(document.mask_rect) == smallest
