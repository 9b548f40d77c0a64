"""Fills from the person's side: what is asked, what is shown, what changes the document."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from editor.document.frozen import Frozen
from editor.inference.snapshot import FillChoices
from editor.painting.strokes import Brush, Point
from engine.api import Box, EngineError
from tests.editor.inference.conftest import Bench, photo

HOLE = (40, 30, 60, 50)
FAR = (120, 90, 140, 110)
GREEN = (10, 200, 30)


def inside(bench: Bench, hole: tuple[int, int, int, int]) -> np.ndarray:
    x0, y0, x1, y1 = hole
    return bench.document.pixels[y0:y1, x0:x1]


def test_a_fill_is_one_undo_step_and_changes_only_the_hole(bench: Bench) -> None:
    before = bench.document.pixels.copy()
    bench.paint(*HOLE)
    steps = bench.document.undo_stack.count()
    bench.controller.fill()
    bench.wait_idle()
    assert (inside(bench, HOLE) == GREEN).all()
    changed = (bench.document.pixels != before).any(axis=2)
    assert changed.sum() == 20 * 20
    assert bench.document.undo_stack.count() == steps + 1
    assert not bench.document.has_mask
    bench.document.undo_stack.undo()
    np.testing.assert_array_equal(bench.document.pixels, before)
    assert bench.document.has_mask
    bench.document.undo_stack.redo()
    assert (inside(bench, HOLE) == GREEN).all()


def test_rows_show_as_a_preview_and_leave_the_document_alone(bench: Bench) -> None:
    before = bench.document.pixels.copy()
    gate = bench.hold("row 2")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.qtbot.waitUntil(lambda: any(p is not None and p.done == 2 for p in bench.progress))
    shown = bench.document.shown(bench.document.bounds)
    assert (shown[30:40, 40:60] == GREEN).all()
    np.testing.assert_array_equal(shown[40:50, 40:60], before[40:50, 40:60])
    np.testing.assert_array_equal(bench.document.pixels, before)
    gate.open()
    bench.wait_idle()
    assert bench.progress[-1] is None
    assert bench.busy == [True, False]


@pytest.mark.parametrize("place", ["start", "semantics", "row 0", "row 3", "finish"])
def test_cancel_at_each_stage_clears_the_screen_at_once(bench: Bench, place: str) -> None:
    before = bench.document.pixels.copy()
    gate = bench.hold(place)
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.controller.cancel()
    # Not a word from the engine yet, and the person sees the photo again already.
    assert not bench.controller.is_busy
    assert bench.progress[-1] is None
    np.testing.assert_array_equal(bench.document.shown(bench.document.bounds), before)
    gate.open()
    bench.wait_idle()
    assert bench.terminal() == [(1, "Cancelled")]
    np.testing.assert_array_equal(bench.document.pixels, before)
    assert bench.document.has_mask
    assert bench.filled == []


def test_an_answer_that_comes_after_the_cancel_is_dropped(bench: Bench) -> None:
    before = bench.document.pixels.copy()
    bench.paint(*HOLE)
    gate = bench.hold("finish")
    bench.controller.fill()
    bench.wait_for(gate)
    # The engine runs to its end while this thread does not look; then the person cancels.
    gate.open()
    assert bench.engine.finished.wait(20)
    bench.controller.cancel()
    bench.wait_idle()
    np.testing.assert_array_equal(bench.document.pixels, before)
    assert bench.terminal() == [(1, "Finished")]
    assert bench.filled == []


def test_holes_queue_in_order(bench: Bench) -> None:
    gate = bench.hold("row 1")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.paint(*FAR)
    bench.controller.fill()
    assert bench.progress[-1] is not None
    assert bench.progress[-1].waiting == 1
    gate.open()
    bench.wait_idle()
    assert [request.id for request in bench.engine.asked][:2] == [1, 2]
    assert (inside(bench, HOLE) == GREEN).all()
    assert (inside(bench, FAR) == GREEN).all()
    assert len(bench.document.fills) == 2


def test_a_waiting_hole_is_asked_anew_when_its_neighborhood_was_filled(bench: Bench) -> None:
    gate = bench.hold("row 1")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.paint(*FAR)
    bench.controller.fill()
    gate.open()
    bench.wait_idle()
    last = bench.engine.asked[-1]
    assert (last.photo[30:50, 40:60] == GREEN).all()


def test_painting_on_at_the_edge_replaces_the_run(bench: Bench) -> None:
    gate = bench.hold("row 1")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.paint(60, 30, 70, 50)
    bench.controller.fill()
    gate.open()
    bench.wait_idle()
    assert bench.terminal() == [(1, "Cancelled"), (2, "Finished")]
    assert (bench.document.pixels[30:50, 40:70] == GREEN).all()
    assert len(bench.document.fills) == 1


def test_a_waiting_request_of_the_same_hole_never_reaches_the_engine(bench: Bench) -> None:
    gate = bench.hold("row 1")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.paint(*FAR)
    bench.controller.fill()
    bench.paint(FAR[2], FAR[1], FAR[2] + 10, FAR[3])
    bench.controller.fill()
    assert (2, "Cancelled") in bench.terminal()
    gate.open()
    bench.wait_idle()
    assert 2 not in [request.id for request in bench.engine.asked]
    assert (bench.document.pixels[90:110, 120:150] == GREEN).all()


def test_asking_twice_for_the_same_hole_asks_once(bench: Bench) -> None:
    gate = bench.hold("start")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.controller.fill()
    bench.wait_for(gate)
    gate.open()
    bench.wait_idle()
    assert len(bench.engine.asked) == 1


def test_other_sliders_replace_the_run(bench: Bench) -> None:
    gate = bench.hold("row 1")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.choices = FillChoices(detail=0.5)
    bench.controller.fill()
    gate.open()
    bench.wait_idle()
    assert [request.detail for request in bench.engine.asked] == [1.0, 0.5]
    assert len(bench.document.fills) == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (EngineError("The weights are made of cheese."), "The weights are made of cheese."),
        (ZeroDivisionError("boom"), "The fill stopped because of an error."),
        (MemoryError(), "There is not enough memory"),
    ],
)
def test_a_failure_leaves_the_document_as_it_was(bench: Bench, error: Exception, sentence: str) -> None:
    before = bench.document.pixels.copy()
    steps = bench.document.undo_stack.count()
    bench.engine.fail("row 2", error)
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_idle()
    assert len(bench.failed) == 1
    assert bench.failed[0][0].startswith(sentence)
    assert type(error).__name__ in bench.failed[0][1]
    np.testing.assert_array_equal(bench.document.shown(bench.document.bounds), before)
    assert bench.document.undo_stack.count() == steps + 1  # the paint alone
    # The engine is still there for the next one.
    bench.controller.fill()
    bench.wait_idle()
    assert (inside(bench, HOLE) == GREEN).all()


def test_a_photo_that_changed_in_the_hole_keeps_its_change(bench: Bench) -> None:
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_idle()
    gate = bench.hold("row 1", run=1)
    bench.paint(45, 35, 55, 45)
    bench.controller.fill()
    bench.wait_for(gate)
    # A run that the controller still takes for a waiting one would rightly be asked anew.
    bench.qtbot.waitUntil(lambda: bench.progress[-1] is not None and bench.progress[-1].done == 1)
    bench.document.undo_stack.undo()  # the second mask
    bench.document.undo_stack.undo()  # the first fill: the photo under the running hole changes
    before = bench.document.pixels.copy()
    gate.open()
    bench.wait_idle()
    np.testing.assert_array_equal(bench.document.pixels, before)
    assert "changed" in bench.told[-1]


def test_another_photo_ends_every_run(bench: Bench) -> None:
    gate = bench.hold("row 1")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.document.load(photo((50, 50)))
    assert not bench.controller.is_busy
    gate.open()
    bench.wait_idle()
    assert bench.terminal() == [(1, "Cancelled")]
    np.testing.assert_array_equal(bench.document.pixels, photo((50, 50)))


def test_another_try_uses_the_next_seed_and_takes_the_place_of_the_fill(bench: Bench) -> None:
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_idle()
    bench.controller.try_again()
    bench.wait_idle()
    assert [request.seed for request in bench.engine.asked] == [0, 1]
    # The second request sees the photo without the first fill.
    np.testing.assert_array_equal(bench.engine.asked[1].photo, photo())
    np.testing.assert_array_equal(bench.engine.asked[1].mask, bench.engine.asked[0].mask)
    assert (inside(bench, HOLE) == (11, 200, 30)).all()
    assert len(bench.document.fills) == 1
    bench.document.undo_stack.undo()
    assert (inside(bench, HOLE) == GREEN).all()


def test_another_try_after_undo_and_redo_sees_the_same_photo(bench: Bench) -> None:
    bench.paint(*FAR)
    bench.controller.fill()
    bench.wait_idle()
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_idle()
    bench.document.undo_stack.undo()  # the second fill: now the first one is the last
    bench.controller.try_again()
    bench.wait_idle()
    first, again = bench.engine.asked[0], bench.engine.asked[2]
    np.testing.assert_array_equal(again.photo, first.photo)
    np.testing.assert_array_equal(again.mask, first.mask)
    assert (inside(bench, FAR) == (11, 200, 30)).all()


def test_another_try_sees_a_neighbor_that_was_filled_meanwhile(bench: Bench) -> None:
    gate = bench.hold("row 1")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.paint(*FAR)
    bench.controller.fill()
    gate.open()
    bench.wait_idle()
    bench.controller.try_again()
    bench.wait_idle()
    assert (bench.engine.asked[-1].photo[30:50, 40:60] == GREEN).all()
    assert (bench.engine.asked[-1].photo[90:110, 120:140] != GREEN).any()


def test_impatient_tries_count_on(bench: Bench) -> None:
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_idle()
    gate = bench.hold("row 1", run=1)
    bench.controller.try_again()
    bench.wait_for(gate)
    for _ in range(3):
        bench.controller.try_again()
    gate.open()
    bench.wait_idle()
    # Of those that followed the running one only the last was wanted, and nothing else was computed.
    assert [request.seed for request in bench.engine.asked] == [0, 1, 4]
    assert (inside(bench, HOLE) == (14, 200, 30)).all()
    assert len(bench.document.fills) == 1


@pytest.mark.parametrize("anew", ["try_again", "refill"])
def test_what_will_not_be_the_last_fill_is_not_filled_anew(bench: Bench, anew: str) -> None:
    """Its answer would come when another fill is the last one, and be thrown away."""
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_idle()
    gate = bench.hold("row 1", run=1)
    bench.paint(*FAR)
    bench.controller.fill()
    bench.wait_for(gate)
    getattr(bench.controller, anew)()
    assert len(bench.told) == 1
    assert "being filled" in bench.told[0]
    gate.open()
    bench.wait_idle()
    assert len(bench.engine.asked) == len(bench.document.fills) == 2
    getattr(bench.controller, anew)()
    bench.wait_idle()
    assert len(bench.engine.asked) == 3
    assert len(bench.document.fills) == 2


def test_a_fill_waits_until_the_brush_is_lifted(bench: Bench) -> None:
    gate = bench.hold("finish")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.document.begin_stroke(Brush(size_px=6))
    bench.document.extend_stroke([Point(100, 20)])
    gate.open()
    bench.qtbot.waitUntil(lambda: bool(bench.terminal()))
    assert bench.document.is_stroking
    assert bench.filled == []
    bench.document.extend_stroke([Point(110, 20)])
    bench.document.end_stroke()
    bench.wait_idle()
    assert (inside(bench, HOLE) == GREEN).all()
    assert bench.document.mask[20, 110] > 127


def test_two_fills_that_waited_for_the_brush_are_both_set_in(bench: Bench) -> None:
    """The first one changes the photo around the second, whose answer is there and is not asked for anew."""
    gate = bench.hold("finish")
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_for(gate)
    bench.paint(*FAR)
    bench.controller.fill()
    bench.document.begin_stroke(Brush(size_px=6))
    bench.document.extend_stroke([Point(100, 20)])
    gate.open()
    bench.qtbot.waitUntil(lambda: len(bench.terminal()) == 2)
    assert bench.filled == []
    bench.document.end_stroke()
    bench.wait_idle()
    assert [request.id for request in bench.engine.asked] == [1, 2]
    assert (inside(bench, HOLE) == GREEN).all()
    assert (inside(bench, FAR) == GREEN).all()
    assert len(bench.document.fills) == 2
    assert bench.told == []


def test_without_a_mask_the_person_is_told_what_to_do(bench: Bench) -> None:
    bench.controller.fill()
    bench.controller.try_again()
    assert len(bench.told) == 2
    assert not bench.controller.is_busy


def test_a_request_is_a_frozen_copy_with_the_viewport_in_its_own_coordinates(bench: Bench) -> None:
    bench.document.load(photo((2000, 2600), np.uint16))
    bench.view = Box(2000, 1400, 2400, 1800)
    bench.choices = FillChoices(detail=0.25, grain=0.75)
    mask = np.zeros((2000, 2600), np.bool_)
    mask[1500:1520, 2100:2120] = True
    bench.document.set_mask(mask)
    bench.controller.fill()
    bench.wait_idle()
    request = bench.engine.asked[0]
    assert request.photo.dtype == np.uint16
    assert request.photo.shape[:2] == (1012, 1012)  # 512 around the hole, cut at the lower edge
    assert not request.photo.flags.writeable
    assert not request.mask.flags.writeable
    assert request.viewport == Box(412, 412, 812, 812)
    assert (request.detail, request.grain) == (0.25, 0.75)
    assert (bench.document.pixels[1500:1520, 2100:2120] == np.array(GREEN) * 257).all()
    assert (bench.document.difference_mask() == mask).all()


def test_pixels_of_a_request_are_copied_on_the_engines_thread(bench: Bench) -> None:
    """Enter waits for no copies of a large photo, and asks for what was there when it was pressed."""
    threads: list[int] = []
    real = Frozen.settle

    def settle(frozen: Frozen) -> object:
        threads.append(threading.get_ident())
        return real(frozen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Frozen, "settle", settle)
        gate = bench.hold("start")
        bench.paint(*HOLE)
        was, mask = bench.document.pixels.copy(), bench.document.mask > 127
        bench.controller.fill()
        bench.document.invert_mask()
        bench.wait_for(gate)
    assert threads
    assert threading.get_ident() not in threads
    (request,) = bench.engine.asked
    np.testing.assert_array_equal(request.photo, was)
    np.testing.assert_array_equal(request.mask, mask)
    assert not request.photo.flags.writeable
    assert not request.mask.flags.writeable
    gate.open()
    bench.wait_idle()
