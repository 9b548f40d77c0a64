"""The mask of a document: strokes and commands are steps, and every step goes both ways exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.document import Document
from editor.painting.rect import EMPTY, Rect
from editor.painting.strokes import Brush, Point
from tests.editor.document.builders import open_document, stroke


def test_a_stroke_is_one_step_and_goes_both_ways(qtbot) -> None:
    document = open_document()
    with qtbot.waitSignal(document.mask_changed) as caught:
        stroke(document, (50, 60), (200, 90), (120, 250))
    painted = document.mask.copy()
    assert isinstance(caught.args[0], Rect)
    assert painted[60, 50] == 255
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Paint mask"
    document.undo_stack.undo()
    assert not document.mask.any()
    assert not document.has_mask
    document.undo_stack.redo()
    assert np.array_equal(document.mask, painted)
    assert document.has_mask


def test_a_stroke_beside_the_photo_is_no_step(qtbot) -> None:
    document = open_document()
    stroke(document, (-500, -500), (-400, -300))
    assert document.undo_stack.count() == 0
    assert not document.is_dirty


def test_the_changed_rectangle_holds_every_changed_pixel(qtbot) -> None:
    document = open_document()
    told: list[Rect] = []
    document.mask_changed.connect(told.append)
    before = document.mask.copy()
    stroke(document, (5, 5), (300, 290))
    document.undo_stack.undo()
    document.undo_stack.redo()
    differs = document.mask != before
    for rect in told:
        differs[rect.slices] = False
    assert told
    assert not differs.any()


def test_eraser_takes_away_and_undo_brings_back(qtbot) -> None:
    document = open_document()
    stroke(document, (100, 100), size=80)
    painted = document.mask.copy()
    stroke(document, (100, 100), size=40, erase=True)
    assert document.mask[100, 100] == 0
    assert document.mask[100, 130] == 255
    document.undo_stack.undo()
    assert np.array_equal(document.mask, painted)


def test_a_cancelled_stroke_leaves_no_trace(qtbot) -> None:
    document = open_document()
    stroke(document, (100, 100))
    before = document.mask.copy()
    document.begin_stroke(Brush(50))
    document.extend_stroke([Point(90, 90), Point(250, 250)])
    document.cancel_stroke()
    assert np.array_equal(document.mask, before)
    assert document.undo_stack.count() == 1
    assert document.mask_rect == Rect(85, 85, 115, 115)


def test_undo_during_a_stroke_takes_the_stroke_back_first(qtbot) -> None:
    document = open_document()
    stroke(document, (100, 100))
    document.begin_stroke(Brush(50))
    document.extend_stroke([Point(110, 110)])
    document.undo_stack.undo()
    assert not document.is_stroking
    assert not document.mask.any()
    document.undo_stack.redo()
    assert document.mask_rect == Rect(85, 85, 115, 115)


def test_clear_invert_set_and_last_mask_are_steps(qtbot) -> None:
    document = open_document(301, 517)
    stroke(document, (100, 100), (400, 200))
    painted = document.mask.copy()
    assert document.clear_mask()
    assert not document.mask.any()
    assert not document.clear_mask()
    assert document.restore_last_mask()
    assert np.array_equal(document.mask, painted)
    document.invert_mask()
    assert np.array_equal(document.mask, 255 - painted)
    other = np.zeros(document.size, np.bool_)
    other[10:20, 500:] = True
    assert document.set_mask(other)
    assert document.mask_rect == Rect(500, 10, 517, 20)
    assert not document.set_mask(other)
    document.undo_stack.setIndex(1)
    assert np.array_equal(document.mask, painted)
    document.undo_stack.setIndex(document.undo_stack.count())
    assert np.array_equal(document.mask > 127, other)


def test_last_mask_without_one(qtbot) -> None:
    assert not open_document().restore_last_mask()


def test_a_mask_of_another_size_is_refused(qtbot) -> None:
    document = open_document()
    with pytest.raises(ValueError, match="photo"):
        document.set_mask(np.ones((3, 3), np.bool_))
    assert document.undo_stack.count() == 0


def test_covers_never_misses_coverage(qtbot) -> None:
    document = open_document(600, 700)
    stroke(document, (300, 300), (450, 310), size=40)
    rng = np.random.default_rng(0)
    for _ in range(200):
        x0, x1 = sorted(rng.integers(0, 701, 2))
        y0, y1 = sorted(rng.integers(0, 601, 2))
        rect = Rect(int(x0), int(y0), int(x1), int(y1))
        assert document.covers(rect) or not document.mask[rect.slices].any()
    assert not document.covers(Rect(0, 0, 200, 200))
    document.undo_stack.undo()
    assert not document.covers(document.bounds)


def test_views_cannot_be_written_through(qtbot) -> None:
    document = open_document()
    for view in (document.mask, document.pixels, document.original(document.bounds)):
        with pytest.raises(ValueError, match="read-only"):
            view[0, 0] = 1


def test_one_pixel_photo(qtbot) -> None:
    document = open_document(1, 1)
    stroke(document, (0.5, 0.5), size=1)
    assert document.mask_rect == Rect(0, 0, 1, 1)
    document.invert_mask()
    assert document.mask_rect == EMPTY
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert not document.mask.any()


def test_without_a_photo_nothing_happens(qtbot) -> None:
    document = Document()
    stroke(document, (10, 10))
    document.invert_mask()
    assert not document.clear_mask()
    assert not document.is_open
    assert document.undo_stack.count() == 0


actions = st.lists(
    st.sampled_from(["paint", "erase", "clear", "invert", "last", "undo", "redo"]), min_size=1, max_size=12
)


@settings(deadline=None, max_examples=40)
@given(actions, st.integers(0, 1000))
def test_any_history_can_be_walked_to_both_ends(names: list[str], seed: int) -> None:
    document = open_document(270, 300)
    rng = np.random.default_rng(seed)
    for name in names:
        if name in ("paint", "erase"):
            way = [tuple(rng.uniform(-20, 320, 2)) for _ in range(3)]
            stroke(document, *way, size=float(rng.uniform(1, 80)), erase=name == "erase")
        elif name == "clear":
            document.clear_mask()
        elif name == "invert":
            document.invert_mask()
        elif name == "last":
            document.restore_last_mask()
        elif name == "undo":
            document.undo_stack.undo()
        else:
            document.undo_stack.redo()
        hole = document.mask > 127
        assert document.has_mask == bool(hole.any())
        assert document.mask[document.mask_rect.slices].any() == bool(hole.any())
    here, index = document.mask.copy(), document.undo_stack.index()
    document.undo_stack.setIndex(0)
    assert not document.mask.any()
    document.undo_stack.setIndex(document.undo_stack.count())
    document.undo_stack.setIndex(index)
    assert np.array_equal(document.mask, here)
