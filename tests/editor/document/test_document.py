"""Opening, closing, previews, comparing, the dirty flag."""

from __future__ import annotations

import numpy as np
import pytest

from editor.document.document import Document
from editor.painting.rect import Rect
from tests.editor.document.builders import answer, hole_at, noise, open_document, stroke


def test_loading_starts_anew(qtbot) -> None:
    document = open_document()
    stroke(document, (100, 100))
    document.apply_fill(answer(document))
    generation = document.generation
    source = object()
    with qtbot.waitSignals([document.photo_changed, document.fills_changed]):
        document.load(noise(7, 5), b"icc", "other", source)
    assert document.size == (7, 5)
    assert document.profile == b"icc"
    assert document.name == "other"
    assert document.source is source
    assert document.generation > generation
    assert document.undo_stack.count() == 0
    assert document.fills == ()
    assert not document.has_mask
    assert document.revision == 0
    document.close()
    assert not document.is_open
    assert document.size == (0, 0)


def test_the_document_takes_the_array_over_and_copies_only_what_it_must(qtbot) -> None:
    document = Document()
    pixels = noise(40, 30)
    document.load(pixels)
    assert np.shares_memory(document.pixels, pixels)
    frozen = noise(40, 30)
    frozen.setflags(write=False)
    document.load(frozen)
    assert not np.shares_memory(document.pixels, frozen)
    document.apply_fill([hole_at(document, Rect(0, 0, 20, 20))])
    assert np.array_equal(frozen, noise(40, 30))


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((0, 4, 3), np.uint8),
        np.zeros((4, 4, 3)),
    ],
)
def test_what_is_no_photo_is_refused_and_the_old_one_stays(qtbot, pixels: np.ndarray) -> None:
    document = open_document()
    before = document.pixels.copy()
    with pytest.raises(ValueError, match="photo"):
        document.load(pixels)
    assert np.array_equal(document.pixels, before)


def test_dirty_follows_the_saved_state(qtbot) -> None:
    document = open_document()
    heard: list[bool] = []
    document.dirty_changed.connect(heard.append)
    assert not document.is_dirty
    stroke(document, (100, 100))
    document.mark_saved()
    document.undo_stack.undo()
    assert document.is_dirty
    document.undo_stack.redo()
    assert heard == [True, False, True, False]


def test_a_state_is_met_again_by_undo_and_redo_alone(qtbot) -> None:
    document = open_document()
    blank = document.state
    document.apply_fill([hole_at(document, Rect(20, 20, 90, 90))])
    filled = document.state
    document.adjust_edge(2, 0)
    moved = document.state
    document.adjust_edge(5, 0)  # the same step
    assert len({blank, filled, moved, document.state}) == 4
    dragged = document.state
    document.undo_stack.undo()
    assert document.state == filled
    document.undo_stack.redo()
    assert document.state == dragged
    document.adjust_edge(0, 0)  # and the step has come to nothing
    assert document.state == filled
    document.undo_stack.undo()
    assert document.state == blank
    stroke(document, (100, 100))  # as many steps as with the fill
    assert document.state not in (filled, dragged)
    document.load(noise(7, 5))
    assert document.state not in (blank, filled, dragged)


def test_what_was_saved_of_another_state_leaves_the_document_dirty(qtbot) -> None:
    document = open_document()
    stroke(document, (100, 100))
    written = document.state
    document.undo_stack.undo()
    stroke(document, (50, 50))
    document.mark_saved(written)
    assert document.is_dirty
    document.mark_saved(document.state)
    assert not document.is_dirty


@pytest.mark.parametrize("channels", [3, 4])
def test_a_preview_shows_and_goes_without_touching_the_document(qtbot, channels: int) -> None:
    document = open_document(300, 401, channels)
    before = document.pixels.copy()
    told: list[Rect] = []
    document.preview_changed.connect(told.append)
    row = noise(40, 300, seed=5)
    document.show_preview(Rect(90, 240, 390, 280), row)
    document.show_preview(Rect(350, 280, 650, 320), row)
    shown = document.shown(document.bounds)
    assert np.array_equal(shown[240:280, 90:390, :3], row)
    assert np.array_equal(shown[280:300, 350:401, :3], row[:20, :51])
    expected = before.copy()
    expected[240:280, 90:390, :3] = row
    expected[280:300, 350:401, :3] = row[:20, :51]
    assert np.array_equal(shown, expected)
    assert told == [Rect(90, 240, 390, 280), Rect(350, 280, 401, 300)]
    assert np.array_equal(document.pixels, before)
    assert not document.is_dirty
    document.clear_preview()
    assert np.array_equal(document.shown(document.bounds), before)
    assert all(told[2].contains(rect) for rect in told[:2])
    document.clear_preview()
    assert len(told) == 3


def test_undo_beside_a_preview_is_shown_at_once(qtbot) -> None:
    document = open_document()
    before = document.pixels.copy()
    document.apply_fill([hole_at(document, Rect(10, 10, 60, 60))])
    row = noise(20, 90, seed=5)
    document.show_preview(Rect(80, 10, 170, 30), row)
    document.undo_stack.undo()
    expected = before.copy()
    expected[10:30, 80:170] = row
    assert np.array_equal(document.shown(document.bounds), expected)


def test_a_preview_beside_the_photo_is_dropped(qtbot) -> None:
    document = open_document()
    document.show_preview(Rect(500, 0, 510, 10), noise(10, 10))
    assert not document.is_touched(document.bounds)


def test_a_fill_ends_the_preview(qtbot) -> None:
    document = open_document()
    document.show_preview(Rect(0, 0, 50, 50), noise(50, 50, seed=9))
    document.apply_fill([hole_at(document, Rect(100, 100, 150, 150))])
    assert np.array_equal(document.shown(document.bounds), document.pixels)


def test_the_original_is_there_whatever_happened(qtbot) -> None:
    document = open_document(300, 600)
    before = document.pixels.copy()
    document.apply_fill([hole_at(document, Rect(200, 200, 300, 290))])
    document.apply_fill([hole_at(document, Rect(250, 220, 400, 300), value=99)])
    document.adjust_edge(3, 3)
    assert np.array_equal(document.original_pixels, before)
    part = Rect(240, 100, 511, 299)
    assert np.array_equal(document.original(part), before[part.slices])
    expected = (document.pixels != before).any(axis=2)
    assert np.array_equal(document.difference_mask(), expected)
    assert np.array_equal(document.difference(part), expected[part.slices])
    document.undo_stack.setIndex(0)
    assert not document.difference_mask().any()
