"""Open, paint, fill, undo, redo, compare, close: by mouse and keys, with a fake engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from editor.app import Editor
from editor.canvas.look import Compare
from editor.notices import Kind
from editor.painting.morphology import distance_outside
from editor.panels.questions import Unsaved
from editor.settings import Settings
from engine.api import EngineError, WeightsError
from tests.editor.inference.conftest import photo
from tests.editor.window.conftest import Answers, Desk
from tests.fakes import FakeLoader

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_the_way_of_a_photo(desk: Desk) -> None:
    document = desk.editor.document
    desk.open()
    np.testing.assert_array_equal(document.pixels, photo())
    desk.stroke((60, 50), (90, 60))
    assert document.mask[50, 60] > 127
    desk.key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(document.fills))
    desk.wait_idle()
    filled = document.pixels.copy()
    assert (filled[50, 60] == (10, 200, 30)).all()
    desk.key(Qt.Key.Key_Z, CTRL)
    np.testing.assert_array_equal(document.pixels, photo())
    assert document.has_mask
    desk.key(Qt.Key.Key_Z, CTRL | SHIFT)
    np.testing.assert_array_equal(document.pixels, filled)
    assert desk.editor.window.history.stack().count() == 2


def test_before_a_photo_is_open_the_window_says_how_to_open_one(desk: Desk) -> None:
    window = desk.editor.window
    assert window.welcome.isVisible()
    desk.settle()
    for name in ("export", "fill", "undo", "split"):
        assert not desk.editor.actions[name].isEnabled()
    desk.open()
    assert not window.welcome.isVisible()
    assert desk.editor.canvas.isVisible()
    assert "photo.png" in window.windowTitle()
    assert window.status.photo.text() == "160 × 120 · 8 bit · sRGB"


def test_the_sample_opens(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.actions["sample"].trigger()
    assert desk.editor.document.size == (427, 640)
    assert desk.editor.filing.recent == []


def test_a_file_dropped_on_the_window_is_opened(desk: Desk) -> None:
    path = desk.open("first.png")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, data, left, none)
    desk.editor.window.dragEnterEvent(enter)
    assert enter.isAccepted()
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.window.dropEvent(QDropEvent(QPointF(5, 5), action, data, left, none))


def test_an_unreadable_file_leaves_the_open_photo_alone(desk: Desk) -> None:
    desk.open()
    broken = desk.folder / "broken.jpg"
    broken.write_bytes(b"no photo at all")
    with desk.qtbot.waitSignal(desk.editor.files.open_failed):
        desk.editor.filing.open(broken)
    np.testing.assert_array_equal(desk.editor.document.pixels, photo())
    assert desk.notices[-1].kind is Kind.ERROR
    assert "broken.jpg" in desk.notices[-1].text
    assert desk.editor.window.notice_bar.notice is desk.notices[-1]


def test_escape_lets_go_then_stops_then_clears(desk: Desk) -> None:
    document = desk.editor.document
    desk.open()
    desk.stroke((60, 50), (90, 60))
    gate = desk.hold("row 1")
    desk.key(Qt.Key.Key_Return)
    desk.wait_for(gate)
    canvas = desk.editor.canvas
    desk.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=canvas.widget_point(20, 100).toPoint())
    desk.key(Qt.Key.Key_Escape)
    assert document.mask[100, 20] == 0
    assert desk.editor.controller.is_busy
    desk.key(Qt.Key.Key_Escape)
    assert not desk.editor.controller.is_busy
    assert document.has_mask
    gate.open()
    desk.wait_idle()
    desk.key(Qt.Key.Key_Escape)
    assert not document.has_mask


def test_filling_as_strokes_end_queues_them(desk: Desk) -> None:
    desk.open()
    desk.editor.actions["fill_on_release"].setChecked(True)
    gate = desk.hold("row 1")
    desk.stroke((30, 30), (40, 30))
    desk.wait_for(gate)
    desk.stroke((130, 100), (140, 100))
    assert desk.editor.client.under_way == {1, 2}
    gate.open()
    desk.wait_idle()
    assert len(desk.editor.document.fills) == 2
    assert not desk.editor.document.has_mask


def test_try_again_keeps_the_hole(desk: Desk) -> None:
    desk.open()
    desk.fill()
    changed = desk.editor.document.difference_mask()
    desk.key(Qt.Key.Key_Return, SHIFT)
    desk.qtbot.waitUntil(lambda: len(desk.engine.asked) == 2)
    desk.wait_idle()
    np.testing.assert_array_equal(desk.editor.document.difference_mask(), changed)
    assert (desk.editor.document.pixels[50, 60] == (11, 200, 30)).all()


def test_the_edge_moves_without_the_engine(desk: Desk) -> None:
    document, edge = desk.editor.document, desk.editor.window.edge
    desk.open()
    desk.fill()
    before = int(document.difference_mask().sum())
    steps = document.undo_stack.count()
    edge.edge_changed.emit(1, 0)
    edge.edge_changed.emit(3, 0)
    assert int(document.difference_mask().sum()) > before
    assert document.undo_stack.count() == steps + 1
    edge.edge_settled.emit()
    edge.edge_changed.emit(0, 0)
    assert int(document.difference_mask().sum()) == before
    assert len(desk.engine.asked) == 1


def test_progress_is_told_in_words_and_numbers(desk: Desk) -> None:
    status = desk.editor.window.status
    desk.open()
    desk.stroke((60, 50), (90, 60))
    gate = desk.hold("row 2")
    desk.key(Qt.Key.Key_Return)
    desk.wait_for(gate)
    desk.qtbot.waitUntil(lambda: "2 of 4 patch rows" in status.count.text())
    assert status.stage.text() == "Painting the structure…"
    assert f"{status.bar.value()} % · " in status.count.text()
    assert "left" in status.count.text()
    assert 0 < status.bar.value() < 100
    assert status.bar.isVisible()
    gate.open()
    desk.wait_idle()
    assert status.stage.text() == "Ready"
    assert not status.bar.isVisible()


def test_a_failed_fill_shows_a_sentence_and_keeps_the_details_behind_a_button(desk: Desk) -> None:
    desk.open()
    desk.engine.fail("row 1", EngineError("The fill ran out of luck."))
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(desk.notices))
    assert desk.notices[0].text == "The fill ran out of luck."
    assert "EngineError" in desk.notices[0].details
    np.testing.assert_array_equal(desk.editor.document.pixels, photo())


def test_comparisons_exclude_each_other(desk: Desk) -> None:
    desk.open()
    actions, canvas = desk.editor.actions, desk.editor.canvas
    desk.key(Qt.Key.Key_Y)
    assert canvas.compare is Compare.SPLIT
    desk.key(Qt.Key.Key_Y, SHIFT)
    assert canvas.compare is Compare.DIFFERENCE
    assert not actions["split"].isChecked()
    desk.key(Qt.Key.Key_Y, SHIFT)
    assert canvas.compare is Compare.NONE
    # The held key works wherever the focus is.
    desk.qtbot.keyPress(desk.editor.window, Qt.Key.Key_Backslash)
    assert canvas.compare is Compare.ORIGINAL
    desk.qtbot.keyRelease(desk.editor.window, Qt.Key.Key_Backslash)
    assert canvas.compare is Compare.NONE


def test_tools_follow_their_keys(desk: Desk) -> None:
    desk.open()
    actions, canvas = desk.editor.actions, desk.editor.canvas
    for key, tool in ((Qt.Key.Key_E, "eraser"), (Qt.Key.Key_B, "brush"), (Qt.Key.Key_X, "eraser")):
        desk.key(key)
        assert canvas.tool == tool
        assert actions[tool].isChecked()
    size = canvas.brush.size_px
    desk.key(Qt.Key.Key_BracketRight)
    assert canvas.brush.size_px > size


def test_closing_with_work_that_was_not_exported_asks(desk: Desk) -> None:
    window = desk.editor.window
    desk.open()
    desk.fill()
    assert not window.close()
    assert desk.answers.asked == ["unsaved photo.png"]
    assert window.isVisible()
    desk.answers.on_unsaved = Unsaved.DISCARD
    assert window.close()


def test_another_photo_asks_first(desk: Desk) -> None:
    desk.open()
    desk.fill()
    desk.editor.window.recent_chosen.emit(str(desk.folder / "photo.png"))
    assert desk.answers.asked == ["unsaved photo.png"]
    assert len(desk.editor.document.fills) == 1


@pytest.mark.parametrize("place", ["start", "row 1", "finish"])
def test_closing_during_a_run_ends_its_thread(desk: Desk, place: str) -> None:
    desk.open()
    desk.stroke((60, 50), (90, 60))
    gate = desk.hold(place)
    desk.key(Qt.Key.Key_Return)
    desk.wait_for(gate)
    gate.open()
    desk.answers.on_unsaved = Unsaved.DISCARD
    assert desk.editor.window.close()
    assert desk.editor.client._thread.isFinished()


def test_an_engine_that_cannot_be_opened_leaves_a_usable_window(qtbot: QtBot, tmp_path: Path) -> None:
    loader = FakeLoader()
    loader.fail(WeightsError("The weights are damaged."))
    editor = Editor(Settings(tmp_path / "settings.ini"), loader, Answers)
    desk = Desk(qtbot, editor, loader, tmp_path)
    editor.notices.posted.connect(desk.notices.append)
    editor.start()
    qtbot.waitUntil(lambda: bool(desk.notices))
    assert desk.notices[0].text == "The weights are damaged."
    assert editor.window.status.stage.text() == "No fill engine"
    desk.open()
    desk.fill()  # by now the weights are in place
    assert editor.window.status.stage.text() == "Ready"
    desk.answers.on_unsaved = Unsaved.DISCARD
    editor.window.close()


def test_a_click_in_the_history_goes_there(desk: Desk) -> None:
    desk.open()
    desk.fill()
    filled = desk.editor.document.pixels.copy()
    history = desk.editor.window.history
    for row, pixels in ((0, photo()), (2, filled)):
        place = history.visualRect(history.model().index(row, 0)).center()
        desk.qtbot.mouseClick(history.viewport(), Qt.MouseButton.LeftButton, pos=place)
        np.testing.assert_array_equal(desk.editor.document.pixels, pixels)


def test_asking_for_a_fill_of_nothing_is_answered(desk: Desk) -> None:
    desk.open()
    desk.key(Qt.Key.Key_Return)
    assert "Paint over" in desk.notices[-1].text
    desk.key(Qt.Key.Key_Return, SHIFT)
    assert "no fill yet" in desk.notices[-1].text


def test_a_fill_fades_within_the_ring_that_was_set_and_not_beyond(desk: Desk) -> None:
    desk.open()
    desk.editor.window.fill._ring.value_changed.emit(3)
    before = desk.editor.document.pixels.copy()
    desk.fill()
    document = desk.editor.document
    assert desk.engine.asked[-1].ring_px == 3
    record = document.last_fill
    assert record is not None
    assert (record.edge.expand_px, record.edge.feather_px) == (0, 3)
    mask = np.zeros(document.size, bool)
    for rect, hole in record.masks():
        mask[rect.slices] |= hole
    distance = distance_outside(mask)
    changed = (document.pixels != before).any(axis=2)
    assert not changed[distance > 3].any()
    assert changed[(distance > 0) & (distance <= 2)].any()
    inside, ring = int((changed & mask).sum()), int((changed & ~mask).sum())
    proof = desk.editor.window.status.proof
    assert proof.text() == "Outside: 0 px"
    desk.qtbot.waitUntil(lambda: proof.shown == proof.text())
    assert proof.toolTip() == f"{inside:,} px changed inside the mask, {ring:,} in its ring, 0 elsewhere"
