"""Fills: one step each, exact outside, stale ones refused, edges moved without the engine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.document import Document
from editor.painting.composite import Edge
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from tests.editor.document.builders import Hole, answer, hole_at, noise, open_document, stroke


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [3, 4])
def test_a_fill_is_one_step_exact_outside_and_undo_shows_the_mask_again(qtbot, dtype, channels) -> None:
    document = open_document(301, 405, channels, dtype)
    before = document.pixels.copy()
    stroke(document, (100, 100), (300, 200))
    mask = document.mask.copy()
    hole = mask > 127
    record = document.apply_fill(answer(document), seed=3, revision=document.revision)
    assert record is not None
    assert document.last_fill is record
    assert record.seed == 3
    assert sum(part.sum() for _, part in record.masks()) == hole.sum()
    (stored,) = record.holes
    assert stored.rect == record.rect
    assert (stored.confidence.read() == 128).all()
    filled = document.pixels.copy()
    assert (filled[hole][:, :3] == 7).all()
    assert np.array_equal(filled[~hole], before[~hole])
    if channels == 4:
        assert np.array_equal(filled[..., 3], before[..., 3])
    assert not document.mask.any()
    assert document.undo_stack.undoText() == "Fill"
    document.undo_stack.undo()
    assert np.array_equal(document.pixels, before)
    assert np.array_equal(document.mask, mask)
    assert document.fills == ()
    document.undo_stack.redo()
    assert np.array_equal(document.pixels, filled)
    assert not document.mask.any()
    assert document.fills == (record,)


def test_the_filled_mask_can_be_had_again(qtbot) -> None:
    document = open_document()
    stroke(document, (100, 100))
    mask = document.mask.copy()
    document.apply_fill(answer(document))
    assert document.restore_last_mask()
    assert np.array_equal(document.mask, mask)


def test_keep_mask(qtbot) -> None:
    document = open_document()
    stroke(document, (100, 100))
    mask = document.mask.copy()
    document.apply_fill(answer(document), keep_mask=True)
    assert np.array_equal(document.mask, mask)


def test_a_mask_painted_meanwhile_stays(qtbot) -> None:
    document = open_document()
    stroke(document, (60, 60))
    holes = answer(document)
    stroke(document, (250, 200))
    document.apply_fill(holes)
    assert document.mask_rect == Rect(235, 185, 265, 215)


def test_the_soft_rim_of_a_filled_hole_goes_with_it(qtbot) -> None:
    document = open_document()
    document.begin_stroke(Brush(150, 0.0))
    document.extend_stroke([Point(150, 150)])
    document.end_stroke()
    document.apply_fill(answer(document, reach=8))
    assert not document.mask.any()


def test_a_stale_fill_is_refused_and_changes_nothing(qtbot) -> None:
    document = open_document()
    revision = document.revision
    late = hole_at(document, Rect(100, 100, 150, 150), value=9)
    beside = hole_at(document, Rect(200, 200, 250, 250), value=9)
    document.apply_fill([hole_at(document, Rect(120, 120, 180, 180))], revision=revision)
    before, steps = document.pixels.copy(), document.undo_stack.count()
    assert document.revision_of(late.box) > revision
    assert document.apply_fill([late], revision=revision) is None
    assert np.array_equal(document.pixels, before)
    assert document.undo_stack.count() == steps
    assert document.apply_fill([beside], revision=revision) is not None


def test_undo_makes_an_answer_stale_too(qtbot) -> None:
    document = open_document()
    first = hole_at(document, Rect(100, 100, 150, 150))
    document.apply_fill([first])
    revision = document.revision
    document.undo_stack.undo()
    assert document.apply_fill([first], revision=revision) is None


def test_what_lies_between_two_holes_of_a_fill_is_not_stale(qtbot) -> None:
    document = open_document()
    revision = document.revision
    corners = [hole_at(document, Rect(0, 0, 30, 30)), hole_at(document, Rect(350, 250, 400, 300))]
    document.apply_fill(corners, revision=revision)
    middle = hole_at(document, Rect(150, 120, 200, 170))
    assert document.apply_fill([middle], revision=revision) is not None


@pytest.mark.parametrize("fault", ["outside", "size", "type"])
def test_an_answer_that_does_not_fit_is_refused_whole(qtbot, fault: str) -> None:
    document = open_document()
    before = document.pixels.copy()
    good = hole_at(document, Rect(10, 10, 40, 40))
    bad = {
        "outside": hole_at(document, Rect(390, 10, 420, 40)),
        "size": Hole(Rect(0, 0, 9, 9), good.pixels, good.mask, good.valid, good.confidence),
        "type": Hole(good.box, good.pixels.astype(np.uint16), good.mask, good.valid, good.confidence),
    }[fault]
    with pytest.raises(ValueError, match="fill"):
        document.apply_fill([good, bad])
    assert np.array_equal(document.pixels, before)
    assert document.undo_stack.count() == 0


def test_the_edge_moves_from_the_uncomposited_fill_and_a_drag_is_one_step(qtbot) -> None:
    document = open_document()
    before = document.pixels.copy()
    stroke(document, (150, 150), size=60)
    hole = document.mask > 127
    document.apply_fill(answer(document, reach=20))
    filled = document.pixels.copy()
    for width in range(1, 8):
        document.adjust_edge(width, 0)
    assert document.undo_stack.count() == 3
    changed = (document.pixels != before).any(axis=2)
    assert changed.sum() > hole.sum()
    assert (changed >= hole).all()
    document.adjust_edge(0, 6)
    soft = document.pixels.copy()
    assert (soft[hole] == 7).all()
    document.undo_stack.undo()
    assert np.array_equal(document.pixels, filled)
    document.undo_stack.redo()
    assert np.array_equal(document.pixels, soft)
    document.adjust_edge(-5, 0)
    assert (document.pixels != before).any(axis=2).sum() < hole.sum()
    document.adjust_edge(0, 0)
    assert np.array_equal(document.pixels, filled)
    assert document.undo_stack.count() == 2
    document.undo_stack.setIndex(0)
    assert np.array_equal(document.pixels, before)


def test_a_new_drag_of_the_edge_is_a_new_step(qtbot) -> None:
    document = open_document()
    stroke(document, (150, 150), size=60)
    document.apply_fill(answer(document))
    document.adjust_edge(2, 0, is_live=False)
    document.adjust_edge(3, 0)
    document.adjust_edge(5, 0, is_live=False)
    assert document.undo_stack.count() == 4
    document.undo_stack.undo()
    assert document.last_fill is not None
    assert document.last_fill.edge.expand_px == 3


def test_after_undo_of_the_last_fill_the_one_before_can_be_adjusted(qtbot) -> None:
    document = open_document()
    first = document.apply_fill([hole_at(document, Rect(50, 50, 100, 100))])
    once = document.pixels.copy()
    document.apply_fill([hole_at(document, Rect(80, 80, 140, 140), value=200)])
    document.undo_stack.undo()
    assert document.last_fill is first
    document.adjust_edge(3, 0)
    document.undo_stack.undo()
    assert np.array_equal(document.pixels, once)


def test_answers_that_overlap_are_refused_whole(qtbot) -> None:
    document = open_document()
    before = document.pixels.copy()
    holes = [hole_at(document, Rect(50, 50, 120, 120)), hole_at(document, Rect(100, 90, 170, 160), value=99)]
    with pytest.raises(ValueError, match="overlap"):
        document.apply_fill(holes)
    assert np.array_equal(document.pixels, before)
    assert not document.fills


def test_neighbors_that_share_tiles_are_taken_back_exactly(qtbot) -> None:
    document = open_document()
    before = document.pixels.copy()
    holes = [hole_at(document, Rect(50, 50, 120, 120)), hole_at(document, Rect(120, 90, 270, 160), value=99)]
    document.apply_fill(holes)
    document.adjust_edge(4, 3)
    assert (document.pixels[100, 200] == 99).all()
    assert (document.pixels[100, 80] == 7).all()
    document.undo_stack.setIndex(0)
    assert np.array_equal(document.pixels, before)


def test_another_try_replaces_the_last_fill_and_both_are_steps(qtbot) -> None:
    document = open_document()
    before = document.pixels.copy()
    stroke(document, (150, 150), size=60)
    hole = document.mask > 127
    first = document.apply_fill(answer(document, value=7), seed=0)
    assert first is not None
    document.adjust_edge(4, 0)
    adjusted = document.pixels.copy()
    asked, mask = document.before_fill(first)
    assert np.array_equal(asked, before)
    assert np.array_equal(mask, hole)
    part = Rect(130, 140, 171, 163)
    asked_part, mask_part = document.before_fill(first, part)
    assert np.array_equal(asked_part, before[part.slices])
    assert np.array_equal(mask_part, hole[part.slices])
    rect = first.rects[0]
    again = Hole(
        rect,
        np.full((rect.height, rect.width, 3), 90, np.uint8),
        mask[rect.slices],
        np.ones((rect.height, rect.width), np.bool_),
        np.ones((rect.height, rect.width), np.float32),
    )
    second = document.apply_fill([again], seed=1, revision=document.revision, replaces=first)
    assert document.fills == (second,)
    assert (document.pixels[hole] == 90).all()
    assert np.array_equal(document.pixels[~hole], before[~hole])
    retried = document.pixels.copy()
    document.undo_stack.undo()
    assert np.array_equal(document.pixels, adjusted)
    assert document.fills == (first,)
    document.undo_stack.redo()
    assert np.array_equal(document.pixels, retried)
    assert document.apply_fill([again], replaces=first) is None
    document.undo_stack.setIndex(0)
    assert np.array_equal(document.pixels, before)


def test_a_fill_that_arrives_during_a_stroke_does_not_break_it(qtbot) -> None:
    document = open_document()
    stroke(document, (60, 60))
    holes = answer(document)
    document.begin_stroke(Brush(20, 1.0))
    document.extend_stroke([Point(200, 200)])
    document.apply_fill(holes)
    document.extend_stroke([Point(300, 200)])
    assert document.end_stroke()
    assert document.mask[200, 205] == 255
    assert document.mask[200, 295] == 255
    everything = document.mask.copy()
    document.undo_stack.setIndex(0)
    assert not document.mask.any()
    document.undo_stack.setIndex(document.undo_stack.count())
    assert np.array_equal(document.mask, everything)


def test_the_arrays_of_an_answer_may_be_reused_afterwards(qtbot) -> None:
    document = open_document()
    hole = hole_at(document, Rect(50, 50, 100, 100))
    document.apply_fill([hole])
    filled = document.pixels.copy()
    document.undo_stack.undo()
    hole.pixels[:] = 0
    hole.mask[:] = False
    document.undo_stack.redo()
    assert np.array_equal(document.pixels, filled)


def test_proof_counts_changes_inside_and_beyond_the_mask(qtbot) -> None:
    document = Document()
    photo = noise(200, 200)
    photo[photo == 7] = 8
    document.load(photo)
    stroke(document, (100, 100), size=40)
    hole_px = int((document.mask > 127).sum())
    document.apply_fill(answer(document, reach=20))
    proof = document.proof()()
    assert (proof.changed_px, proof.beyond_mask_px, proof.outside_px) == (hole_px, 0, 0)
    document.adjust_edge(3, 2)
    proof = document.proof()()
    assert proof.beyond_mask_px > 0
    assert proof.outside_px == 0
    assert proof.changed_px == int(document.difference_mask().sum())
    document.undo_stack.setIndex(0)
    assert document.proof()().changed_px == 0


def test_proof_finds_what_should_not_have_changed(qtbot) -> None:
    document = open_document()
    document.apply_fill([hole_at(document, Rect(50, 50, 100, 100))])
    document._photo.pixels[60:63, 105] ^= 1
    assert document.proof()().outside_px == 3


@given(st.integers(-5, 8), st.integers(0, 9), st.integers(0, 200), st.integers(0, 150))
def test_the_shares_of_a_part_are_those_of_the_whole(expand: int, feather: int, x: int, y: int) -> None:
    document = open_document()
    y_, x_ = np.mgrid[-1:1:160j, -1:1:220j]
    distance = y_**2 + x_**2
    blank = np.zeros((160, 220, 3), np.uint8)
    hole = Hole(Rect(60, 70, 280, 230), blank, distance < 0.6, distance < 0.8, distance.astype(np.float32))
    record = document.apply_fill([hole])
    assert record is not None
    stored, edge = record.holes[0], Edge(expand, feather)
    part = Rect(60 + x, 70 + y, 60 + x + 20, 70 + y + 10)
    np.testing.assert_array_equal(stored.weights(edge, part), stored.weights(edge)[stored.inside(part)])
