"""Hands on the canvas: real mouse, pen, wheel and key events."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QInputDevice,
    QNativeGestureEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.canvas.tools import PointerInput
from editor.canvas.view import CanvasView
from editor.painting.rect import Rect
from tests.editor.canvas.conftest import OpenCanvas, over, screen
from tests.editor.document.builders import stroke

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


# ---- painting ----------------------------------------------------------------------------------------


def test_dragging_paints_where_the_pointer_went(open_canvas: OpenCanvas, qtbot) -> None:
    view = open_canvas()
    view.zoom_to(1.0)
    x, y = view.photo_point(QPointF(100, 80))
    with qtbot.waitSignal(view.stroke_committed):
        drag(view, (100, 80), (200, 80))
    document = view.test_document
    assert document.undo_stack.count() == 1
    assert document.mask_rect == Rect(int(x) - 15, int(y) - 15, int(x) + 115, int(y) + 15)


def test_a_click_paints_one_dab(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.zoom_to(4.0)
    view.set_brush_size(1)
    QTest.mouseClick(view, LEFT, NONE, QPoint(123, 77))
    x, y = (math.floor(v) for v in view.photo_point(QPointF(123, 77)))
    assert view.test_document.mask_rect == Rect(x, y, x + 1, y + 1)


def test_nothing_painted_commits_nothing(open_canvas: OpenCanvas, qtbot) -> None:
    view = open_canvas()
    view.set_tool("eraser")
    with qtbot.assertNotEmitted(view.stroke_committed):
        drag(view, (100, 100), (130, 130))
    assert view.test_document.undo_stack.count() == 0


def test_without_a_photo_the_hand_does_nothing(open_canvas: OpenCanvas, qtbot) -> None:
    view = open_canvas(0)
    with qtbot.assertNotEmitted(view.stroke_committed):
        drag(view, (50, 50), (90, 90))
        drag(view, (50, 50), (90, 90), button=MIDDLE)
        wheel(view, (50, 50), 1, CTRL)
    assert view.test_document.undo_stack.count() == 0


def test_alt_subtracts_and_x_swaps(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.zoom_to(1.0)
    document = view.test_document
    document.invert_mask()
    drag(view, (100, 100), (150, 100), keys=ALT)
    x, y = (int(v) for v in view.photo_point(QPointF(120, 100)))
    assert document.mask[y, x] == 0
    view.swap_mode()
    assert view.tool == "eraser"
    drag(view, (100, 200), (150, 200))
    assert document.mask[y + 100, x] == 0
    drag(view, (100, 100), (150, 100), keys=ALT)
    assert document.mask[y, x] == 255
    view.swap_mode()
    assert view.tool == "brush"
    drag(view, (100, 200), (150, 200))
    assert document.mask[y + 100, x] == 255


def test_shift_click_draws_a_straight_line_from_the_last_end(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.zoom_to(1.0)
    QTest.mouseClick(view, LEFT, NONE, QPoint(50, 50))
    QTest.mouseClick(view, LEFT, SHIFT, QPoint(250, 150))
    x, y = (int(v) for v in view.photo_point(QPointF(150, 100)))
    assert view.test_document.mask[y, x] == 255
    assert view.test_document.undo_stack.count() == 2
    view.test_document.undo_stack.undo()
    assert view.test_document.mask[y, x] == 0


def test_shift_held_while_dragging_keeps_to_one_axis(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.zoom_to(1.0)
    tool = view._brush
    x, y = view.photo_point(QPointF(100, 100))
    tool.press(PointerInput(x, y))
    tool.move(PointerInput(x + 40, y + 9, is_straight=True))
    tool.move(PointerInput(x + 150, y + 60, is_straight=True))
    tool.release(PointerInput(x + 150, y + 60))
    rect = view.test_document.mask_rect
    assert rect.height == 30
    assert rect.width == 180


def test_a_line_does_not_start_in_the_photo_before(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    QTest.mouseClick(view, LEFT, NONE, QPoint(50, 50))
    view.test_document.load(np.zeros((600, 800, 3), np.uint8))
    QTest.mouseClick(view, LEFT, SHIFT, QPoint(250, 150))
    assert view.test_document.mask_rect.width <= 30


def test_cancel_drag_takes_the_stroke_back(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    QTest.mousePress(view, LEFT, NONE, QPoint(100, 100))
    QTest.mouseMove(view, QPoint(150, 120))
    assert view.is_painting
    assert view.cancel_drag()
    assert not view.test_document.mask.any()
    QTest.mouseMove(view, QPoint(200, 120))
    QTest.mouseRelease(view, LEFT, NONE, QPoint(200, 120))
    assert not view.test_document.mask.any()
    assert not view.cancel_drag()


def test_another_button_during_a_stroke_changes_nothing(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.zoom_to(1.0)
    QTest.mousePress(view, LEFT, NONE, QPoint(100, 100))
    QTest.mousePress(view, MIDDLE, NONE, QPoint(100, 100))
    QTest.mouseRelease(view, MIDDLE, NONE, QPoint(100, 100))
    assert view.is_painting
    QTest.mouseRelease(view, LEFT, NONE, QPoint(100, 100))
    assert not view.is_painting
    assert view.test_document.undo_stack.count() == 1


# ---- the pen -----------------------------------------------------------------------------------------


def test_pen_pressure_sets_the_width(open_canvas: OpenCanvas, qtbot) -> None:
    view = open_canvas()
    view.zoom_to(1.0)
    view.set_brush_size(60)
    pen(view, QEvent.Type.TabletPress, (100.5, 100.5), 0.2)
    pen(view, QEvent.Type.TabletMove, (300.5, 100.5), 1.0)
    with qtbot.waitSignal(view.stroke_committed):
        pen(view, QEvent.Type.TabletRelease, (300.5, 100.5), 0.0)
    hole = view.test_document.mask > 127
    x = int(view.photo_point(QPointF(100, 100))[0])
    assert hole[:, x].sum() == pytest.approx(12, abs=1)
    assert hole[:, x + 200].sum() == pytest.approx(60, abs=1)


def test_the_pen_s_other_end_erases_and_pressure_can_be_switched_off(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.zoom_to(1.0)
    view.set_pressure_sized(False)
    view.test_document.invert_mask()
    pen(view, QEvent.Type.TabletPress, (100.5, 100.5), 0.1, is_eraser=True)
    pen(view, QEvent.Type.TabletRelease, (100.5, 100.5), 0.0, is_eraser=True)
    known = view.test_document.mask <= 127
    assert known.any(axis=0).sum() == pytest.approx(30, abs=1)


def test_a_hovering_pen_moves_the_cursor_only(open_canvas: OpenCanvas, qtbot) -> None:
    view = open_canvas()
    with qtbot.waitSignal(view.cursor_moved) as caught:
        pen(view, QEvent.Type.TabletMove, (120.25, 90.5), 0.0)
    assert tuple(caught.args) == pytest.approx(view.photo_point(QPointF(120.25, 90.5)))
    assert not view.test_document.mask.any()


# ---- zoom and pan ------------------------------------------------------------------------------------


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


# ---- brush, keys, cursor -----------------------------------------------------------------------------


def test_sizes_by_steps_keep_to_their_limits_and_every_step_counts(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    told: list[float] = []
    view.brush_size_changed.connect(told.append)
    view.set_brush_size(1)
    for _ in range(100):
        view.step_brush_size(1)
    assert view.brush.size_px == 2000
    assert told[0] == 1
    assert told == sorted(set(told))
    for _ in range(100):
        view.step_brush_size(-1)
    assert view.brush.size_px == 1


def test_hardness_by_steps(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    told: list[float] = []
    view.brush_hardness_changed.connect(told.append)
    view.step_brush_hardness(-3)
    view.step_brush_hardness(20)
    view.step_brush_hardness(1)
    assert told == [0.7, 1.0]


def test_the_right_button_drags_size_and_hardness(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.zoom_to(2.0)
    drag(view, (100, 100), (120, 140), button=RIGHT)
    assert view.brush.size_px == 30 + 20
    assert view.brush.hardness == pytest.approx(0.8)
    QTest.mousePress(view, RIGHT, NONE, QPoint(100, 100))
    QTest.mouseMove(view, QPoint(180, 20))
    view.cancel_drag()
    assert (view.brush.size_px, view.brush.hardness) == (50, pytest.approx(0.8))
    assert not view.test_document.mask.any()


def test_backslash_shows_the_original_while_held(open_canvas: OpenCanvas, qtbot) -> None:
    view = open_canvas()
    told: list[str] = []
    view.compare_changed.connect(told.append)
    QTest.keyPress(view, Qt.Key.Key_Backslash)
    QTest.keyRelease(view, Qt.Key.Key_Backslash)
    assert told == ["original", "none"]


def test_a_held_key_is_let_go_when_the_focus_goes(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    QTest.keyPress(view, Qt.Key.Key_Backslash)
    QTest.keyPress(view, Qt.Key.Key_Space)
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut))
    assert view.compare == "none"
    drag(view, (100, 100), (140, 120))
    assert view.test_document.has_mask


def test_the_split_line_is_dragged_and_the_photo_beside_it_painted(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.set_split(True)
    drag(view, (203, 100), (250, 100), (300, 100))
    assert view.split == pytest.approx(0.75)
    assert not view.test_document.mask.any()
    drag(view, (100, 100), (130, 100))
    assert view.test_document.has_mask
    view.set_split_position(7)
    assert view.split == 1.0


def test_the_cursor_s_circle_follows_and_leaves_nothing_behind(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    view.test_document.load(np.full((600, 800, 3), 120, np.uint8))
    view.zoom_to(1.0)
    view.set_brush_size(60)
    for x in (100, 160, 230):
        QTest.mouseMove(view, QPoint(x, 150))
    shown = screen(view)
    assert shown[150, 259:262].min() == 0
    assert shown[150, 258:261].max() == 255
    drawn = (shown != 120).any(axis=2)
    distance = np.hypot(*np.meshgrid(np.arange(400) - 230, np.arange(300) - 150))
    assert (np.abs(distance[drawn] - 30) < 3).all()
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert (screen(view) == 120).all()


def test_unknown_tools_are_not_taken_and_added_ones_get_the_pointer(open_canvas: OpenCanvas, qtbot) -> None:
    class Picker:
        cursor_px = 0.0

        def __init__(self) -> None:
            self.heard: list[str] = []

        def press(self, pointer: PointerInput) -> None:
            self.heard.append("press")

        def move(self, pointer: PointerInput) -> None:
            self.heard.append("move")

        def release(self, pointer: PointerInput) -> bool:
            self.heard.append("release")
            return False

        def cancel(self) -> None:
            self.heard.append("cancel")

    view = open_canvas()
    picker = Picker()
    view.set_tool("picker")
    assert view.tool == "brush"
    view.add_tool("picker", picker)
    with qtbot.waitSignal(view.tool_changed):
        view.set_tool("picker")
    drag(view, (50, 50), (60, 60))
    assert picker.heard == ["press", "move", "release"]
    assert not view.test_document.mask.any()


def test_the_canvas_is_named_for_accessibility(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    assert view.accessibleName()
    assert view.accessibleDescription()
    assert view.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_painting_repaints_only_around_the_dab(open_canvas: OpenCanvas, qtbot) -> None:
    view = open_canvas(3000, 4000)
    view.zoom_to(1.0)
    screen(view)
    spoiled: list[Rect] = []
    raster = view._layers.mask.raster
    plain = raster.spoil
    raster.spoil = lambda rect=None: (spoiled.append(rect), plain(rect))[1]
    stroke(view.test_document, (2000, 1500), size=30)
    assert len(spoiled) == 1
    assert spoiled[0].width <= 30 + 8
    assert view._layers.photo.raster.dirty == []
