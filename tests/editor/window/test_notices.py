"""Errors stay until they are closed, or until what they are about is another."""

from __future__ import annotations

from PySide6.QtCore import Qt

from engine.api import EngineError
from tests.editor.window.conftest import Desk


def shown(desk: Desk) -> str:
    notice = desk.editor.window.notice_bar.notice
    return notice.text if notice else ""


def refuse_a_photo(desk: Desk, name: str) -> None:
    broken = desk.folder / name
    broken.write_bytes(b"no photo at all")
    with desk.qtbot.waitSignal(desk.editor.files.open_failed):
        desk.editor.window.photo_dropped.emit(broken)


def fail_a_fill(desk: Desk) -> None:
    desk.engine.fail("row 1", EngineError("The fill ran out of luck."), run=len(desk.engine.asked))
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: "out of luck" in shown(desk))
    desk.wait_idle()


def test_what_was_said_of_photos_is_gone_when_another_is_open(desk: Desk) -> None:
    desk.open("first.png")
    refuse_a_photo(desk, "broken.jpg")
    refuse_a_photo(desk, "also broken.jpg")
    assert "also broken.jpg" in shown(desk)
    desk.open("second.png")
    assert shown(desk) == ""


def test_what_is_wrong_with_the_program_stays(desk: Desk) -> None:
    desk.editor.notices.program_error("Something went wrong.")
    desk.open()
    desk.fill()
    assert shown(desk) == "Something went wrong."


def test_a_failed_fill_is_forgotten_when_the_mask_is_another(desk: Desk) -> None:
    desk.open()
    fail_a_fill(desk)
    assert "out of luck" in shown(desk)
    desk.stroke((20, 100), (30, 100))
    assert shown(desk) == ""


def test_a_failed_fill_is_forgotten_when_it_is_tried_again(desk: Desk) -> None:
    desk.open()
    fail_a_fill(desk)
    gate = desk.hold("row 1", run=len(desk.engine.asked))
    desk.key(Qt.Key.Key_Return)
    desk.wait_for(gate)
    assert shown(desk) == ""
    gate.open()
    desk.qtbot.waitUntil(lambda: bool(desk.editor.document.fills))
    desk.wait_idle()
    assert shown(desk) == ""
