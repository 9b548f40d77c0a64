"""The mask's tint steps aside for arriving rows, and is back when they are cancelled."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from tests.editor.window.conftest import Desk


def color_at(desk: Desk, x: float, y: float) -> QColor:
    canvas = desk.editor.canvas
    return canvas.grab().toImage().pixelColor(canvas.widget_point(x, y).toPoint())


def test_the_fill_is_seen_as_it_arrives(desk: Desk) -> None:
    desk.open()
    desk.stroke((60, 60), (90, 60))
    tinted = color_at(desk, 75, 60)
    gate = desk.hold("finish")
    desk.key(Qt.Key.Key_Return)
    desk.wait_for(gate)
    desk.qtbot.waitUntil(lambda: "100 %" in desk.editor.window.status.count.text())
    assert color_at(desk, 75, 60) == QColor(10, 200, 30)
    desk.key(Qt.Key.Key_Escape)
    assert color_at(desk, 75, 60) == tinted
    gate.open()
    desk.wait_idle()
