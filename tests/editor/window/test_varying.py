"""Variations through the real window: made, watched, stepped through, mixed, cancelled, failed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from editor.inference.variations import COUNT
from editor.notices import Kind
from engine.api import EngineError
from tests.editor.window.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def vary(desk: Desk) -> None:
    """Paints, presses V and waits for all variations."""
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_V)
    desk.qtbot.waitUntil(lambda: len(desk.editor.variations.entries) == COUNT)
    wait_settled(desk)


def wait_settled(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: not desk.editor.varied.is_busy)
    desk.wait_idle()


def red(desk: Desk) -> int:
    """The fake engine's seed, plus ten, in the middle of the hole."""
    return int(desk.editor.document.pixels[55, 75, 0])


def test_one_key_fills_the_hole_in_several_ways(desk: Desk) -> None:
    desk.open()
    vary(desk)
    document, variations, strip = desk.editor.document, desk.editor.variations, desk.editor.window.strip
    assert [request.seed for request in desk.engine.asked] == [0, 1, 2, 3]
    assert [entry.name for entry in variations.entries] == [f"Variation {n}" for n in range(1, COUNT + 1)]
    assert strip.isVisible()
    assert red(desk) == 10
    assert len(document.fills) == 1
    for _, request in zip(range(3), desk.engine.asked[1:], strict=False):
        # Each is asked about the photo without the first one's answer.
        assert not (request.photo[request.mask] == (10, 200, 30)).all(axis=-1).any()


def test_comma_and_period_step_and_undo_goes_back(desk: Desk) -> None:
    desk.open()
    vary(desk)
    desk.key(Qt.Key.Key_Period)
    assert red(desk) == 11
    desk.key(Qt.Key.Key_Comma)
    desk.key(Qt.Key.Key_Comma)
    assert red(desk) == 13
    desk.key(Qt.Key.Key_Z, CTRL)
    assert red(desk) == 10
    assert desk.editor.variations.current == 0
    desk.key(Qt.Key.Key_Z, CTRL)
    assert red(desk) == 11


def test_a_thumbnail_is_clicked_and_framed(desk: Desk) -> None:
    desk.open()
    vary(desk)
    cells = desk.editor.window.strip._cells
    assert [cell.picture.isChecked() for cell in cells] == [True, False, False, False]
    cells[2].picture.click()
    assert red(desk) == 12
    assert [cell.picture.isChecked() for cell in cells] == [False, False, True, False]
    cells[2].picture.click()
    assert cells[2].picture.isChecked()


def test_they_arrive_one_after_the_other_and_are_seen_arriving(desk: Desk) -> None:
    desk.open()
    gate = desk.hold("row 2", run=1)
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_V)
    desk.wait_for(gate)
    strip = desk.editor.window.strip
    desk.qtbot.waitUntil(lambda: strip._waiting.isVisible())
    desk.qtbot.waitUntil(lambda: "2 of 4" in desk.editor.window.status.count.text())
    assert "variation 1 of 3" in desk.editor.window.status.stage.text()
    assert red(desk) == 10
    gate.open()
    wait_settled(desk)
    assert not strip._waiting.isVisible()
    assert len(desk.editor.variations.entries) == COUNT


def test_esc_stops_them_and_keeps_what_has_arrived(desk: Desk) -> None:
    desk.open()
    gate = desk.hold("row 1", run=2)
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_V)
    desk.wait_for(gate)
    desk.qtbot.waitUntil(lambda: len(desk.editor.variations.entries) == 2)
    desk.key(Qt.Key.Key_Escape)
    gate.open()
    wait_settled(desk)
    assert len(desk.editor.variations.entries) == 2
    assert len(desk.engine.asked) == 3
    assert red(desk) == 10


def test_a_fill_of_something_else_comes_first(desk: Desk) -> None:
    desk.open()
    gate = desk.hold("row 1", run=1)
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_V)
    desk.wait_for(gate)
    desk.stroke((130, 100), (140, 105))
    desk.key(Qt.Key.Key_Return)
    gate.open()
    desk.qtbot.waitUntil(lambda: len(desk.editor.document.fills) == 2)
    wait_settled(desk)
    assert not desk.editor.window.strip.isVisible()
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.editor.window.strip.isVisible()


def test_once_more_asks_for_more(desk: Desk) -> None:
    desk.open()
    vary(desk)
    desk.editor.window.strip._more.click()
    desk.qtbot.waitUntil(lambda: len(desk.editor.variations.entries) == 2 * COUNT)
    wait_settled(desk)
    assert [entry.record.seed for entry in desk.editor.variations.entries] == list(range(2 * COUNT))


def test_try_again_joins_the_strip(desk: Desk) -> None:
    desk.open()
    vary(desk)
    desk.editor.actions["again"].trigger()
    desk.qtbot.waitUntil(lambda: len(desk.editor.variations.entries) == COUNT + 1)
    wait_settled(desk)
    assert desk.editor.variations.current == COUNT
    assert desk.editor.window.strip.isVisible()


def test_parts_of_one_are_brushed_over_another(desk: Desk) -> None:
    desk.open()
    vary(desk)
    strip, document = desk.editor.window.strip, desk.editor.document
    strip._cells[3].brush.click()
    assert desk.editor.canvas.tool == "blend"
    desk.editor.canvas.set_brush_size(8)
    desk.editor.canvas.set_brush_hardness(1.0)
    before = document.pixels.copy()
    steps = document.undo_stack.count()
    desk.stroke((75, 40), (75, 70))
    assert red(desk) == 13
    assert document.pixels[55, 65, 0] == 10
    assert document.undo_stack.count() == steps + 1
    assert document.proof()().outside_px == 0
    assert desk.editor.variations.entries[-1].name == "Mixed"
    desk.stroke((66, 40), (66, 70))
    assert document.pixels[55, 66, 0] == 13
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.key(Qt.Key.Key_Z, CTRL)
    np.testing.assert_array_equal(document.pixels, before)


def test_brushing_with_nothing_to_brush_from_says_what_is_missing(desk: Desk) -> None:
    desk.open()
    vary(desk)
    desk.key(Qt.Key.Key_C)
    desk.editor.variations.brush_from(0)
    desk.stroke((70, 50), (75, 55))
    assert desk.notices[-1].kind is Kind.INFO
    assert red(desk) == 10


def test_closing_the_strip_keeps_the_choice(desk: Desk) -> None:
    desk.open()
    vary(desk)
    desk.key(Qt.Key.Key_Period)
    desk.editor.window.strip._close.click()
    assert not desk.editor.window.strip.isVisible()
    assert red(desk) == 11
    desk.settle()
    assert not desk.editor.actions["next_variation"].isEnabled()


def test_an_engine_that_fails_says_so_and_keeps_the_rest(desk: Desk) -> None:
    desk.open()
    desk.engine.fail("row 1", EngineError("Out of paint."), run=2)
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_V)
    desk.qtbot.waitUntil(lambda: any(notice.text == "Out of paint." for notice in desk.notices))
    wait_settled(desk)
    assert len(desk.editor.variations.entries) == 2
    assert desk.editor.window.strip.isVisible()


def test_without_mask_and_fill_it_says_what_is_missing(desk: Desk) -> None:
    desk.open()
    desk.key(Qt.Key.Key_V)
    assert desk.notices[-1].kind is Kind.INFO
    assert not desk.engine.asked
    assert not desk.editor.varied.is_busy


def test_a_last_fill_is_varied_without_being_filled_again(desk: Desk) -> None:
    desk.open()
    desk.fill()
    desk.key(Qt.Key.Key_V)
    desk.qtbot.waitUntil(lambda: len(desk.editor.variations.entries) == COUNT)
    wait_settled(desk)
    assert [request.seed for request in desk.engine.asked] == [0, 1, 2, 3]
    np.testing.assert_array_equal(desk.engine.asked[0].photo, desk.engine.asked[1].photo)


def test_closing_the_window_while_they_are_made_ends_cleanly(desk: Desk) -> None:
    desk.open()
    gate = desk.hold("row 1", run=1)
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_V)
    desk.wait_for(gate)
    gate.open()


def test_a_kept_mask_is_varied_and_another_one_is_filled_first(desk: Desk) -> None:
    desk.open()
    desk.editor.actions["keep_mask"].trigger()
    desk.fill()
    desk.key(Qt.Key.Key_V)
    desk.qtbot.waitUntil(lambda: len(desk.editor.variations.entries) == COUNT)
    wait_settled(desk)
    assert len(desk.editor.document.fills) == 1
    desk.editor.document.clear_mask()
    desk.stroke((130, 100), (140, 105))
    desk.key(Qt.Key.Key_V)
    desk.qtbot.waitUntil(lambda: len(desk.editor.document.fills) == 2)
    wait_settled(desk)
    assert [entry.record.seed for entry in desk.editor.variations.entries] == [0, 1, 2, 3]


def test_saving_tells_that_only_the_shown_one_is_kept(desk: Desk) -> None:
    desk.open()
    hint, saved = desk.editor.window.status.hint, desk.editor.projects.saved
    desk.answers.project = (desk.folder / "work.lacuna", False)
    desk.fill()
    before = hint.text()
    with desk.qtbot.waitSignal(saved):
        desk.editor.actions["save_project"].trigger()
    assert hint.text() == before
    vary(desk)
    with desk.qtbot.waitSignal(saved):
        desk.editor.actions["save_project"].trigger()
    assert "others are not saved" in hint.text()
