"""Zooming and panning with wheel, fingers, buttons and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QNativeGestureEvent,
    QPointingDevice,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.painting.rect import Rect
from tests.editor.canvas.conftest import OpenCanvas, over
from tests.editor.canvas.hands import CTRL, LEFT, MIDDLE, SHIFT, drag, wheel


@pytest.mark.parametrize("notches", [1, 5, -2])
def test_ctrl_wheel_zooms_around_the_pointer(open_canvas: OpenCanvas, qtbot, notches: int) -> None:
    view = open_canvas(3000, 4000)
    view.zoom_to(0.5)
    before = view.photo_point(QPointF(130, 210))
    with qtbot.waitSignal(view.zoom_changed) as caught:
        wheel(view, (130, 210), notches, CTRL)
    assert caught.args == [pytest.approx(0.5 * 1.25**notches)]
    after = over(view, *before)
    assert (after.x(), after.y()) == pytest.approx((130, 210), abs=0.51)


def test_the_wheel_scrolls(open_canvas: OpenCanvas, qtbot) -> None:
    view = open_canvas(3000, 4000)
    view.zoom_to(1.0)
    box = view.visible_box()
    with qtbot.waitSignal(view.view_changed):
        wheel(view, (100, 100), -1)
    assert view.visible_box() == box.shifted(0, 80)
    wheel(view, (100, 100), -1, SHIFT)
    assert view.visible_box() == box.shifted(80, 80)
    wheel(view, (100, 100), 0, pixels=QPoint(5, -7))
    assert view.visible_box() == box.shifted(75, 87)


def test_pinching_zooms(open_canvas: OpenCanvas) -> None:
    view = open_canvas(3000, 4000)
    view.zoom_to(1.0)
    at = QPointF(100, 100)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        view.mapToGlobal(at),
        0.1,
        QPointF(),
    )
    QApplication.sendEvent(view, event)
    assert view.zoom == pytest.approx(1.1)


@pytest.mark.parametrize("way", ["middle", "space", "hand"])
def test_three_ways_to_pan(open_canvas: OpenCanvas, way: str) -> None:
    view = open_canvas(3000, 4000)
    view.zoom_to(2.0)
    x, y = view.photo_point(QPointF(100, 100))
    if way == "hand":
        view.set_tool("hand")
    if way == "space":
        QTest.keyPress(view, Qt.Key.Key_Space)
    drag(view, (100, 100), (140, 120), (90, 70), button=MIDDLE if way == "middle" else LEFT)
    assert view.photo_point(QPointF(90, 70)) == pytest.approx((x, y))
    assert not view.test_document.mask.any()
    if way == "space":
        QTest.keyRelease(view, Qt.Key.Key_Space)
        drag(view, (100, 100), (120, 120))
        assert view.test_document.has_mask


def test_zoom_stops_fit_and_limits(open_canvas: OpenCanvas) -> None:
    view = open_canvas(3000, 4000)
    assert view.zoom == pytest.approx(0.1)
    assert view.visible_box() == Rect(0, 0, 4000, 3000)
    seen = []
    for _ in range(30):
        view.zoom_in()
        seen.append(view.zoom)
    assert 1.0 in seen
    assert 2.0 in seen
    assert view.zoom == 32.0
    view.zoom_to(999)
    assert view.zoom == 32.0
    for _ in range(30):
        view.zoom_out()
    assert view.zoom == pytest.approx(0.1)
    view.zoom_to(1.0)
    view.zoom_fit()
    view.resize(800, 600)
    assert view.zoom == pytest.approx(0.2)


def test_center_on(open_canvas: OpenCanvas) -> None:
    view = open_canvas(3000, 4000)
    view.zoom_to(1.0)
    view.center_on(1000, 700)
    assert view.photo_point(QPointF(200, 150)) == pytest.approx((1000, 700), abs=0.51)
