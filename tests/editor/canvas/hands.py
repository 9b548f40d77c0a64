"""Hands for the canvas: real mouse, pen and wheel events."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.canvas.view import CanvasView

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton


def drag(view: CanvasView, *way: tuple[int, int], button: Qt.MouseButton = LEFT, keys=NONE) -> None:
    """Presses at the first widget position, moves through the others, lets go at the last."""
    QTest.mousePress(view, button, keys, QPoint(*way[0]))
    for position in way[1:]:
        QTest.mouseMove(view, QPoint(*position))
    QTest.mouseRelease(view, button, keys, QPoint(*way[-1]))


def wheel(
    view: CanvasView, at: tuple[int, int], notches: float, keys=NONE, pixels: QPoint | None = None
) -> None:
    event = QWheelEvent(
        QPointF(*at),
        view.mapToGlobal(QPointF(*at)),
        pixels or QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def pen(
    view: CanvasView, kind: QEvent.Type, at: tuple[float, float], pressure: float, is_eraser: bool = False
) -> None:
    tip = QPointingDevice.PointerType.Eraser if is_eraser else QPointingDevice.PointerType.Pen
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        tip,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        2,
        "",
        QPointingDeviceUniqueId(),
    )
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else LEFT
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else LEFT
    event = QTabletEvent(
        kind,
        device,
        QPointF(*at),
        view.mapToGlobal(QPointF(*at)),
        pressure,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        NONE,
        button,
        held,
    )
    QApplication.sendEvent(view, event)
    assert event.isAccepted()
