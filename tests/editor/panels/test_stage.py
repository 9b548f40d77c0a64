"""The middle of the window: variations get room below the photo, and give it back."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.panels.notice_bar import NoticeBar
from editor.panels.stage import Stage


class Strip(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(300, 90)


def test_a_strip_covers_nothing_and_gives_its_room_back(qtbot: QtBot) -> None:
    pages, strip = QWidget(), Strip()
    strip.hide()
    stage = Stage(pages, NoticeBar(), strip)
    qtbot.addWidget(stage)
    stage.resize(500, 400)
    stage.show()
    assert pages.height() == 400
    strip.show()
    qtbot.waitUntil(lambda: pages.height() < 400)
    assert not pages.geometry().intersects(strip.geometry())
    assert stage.rect().contains(strip.geometry())
    strip.hide()
    qtbot.waitUntil(lambda: pages.height() == 400)
