"""Painting with mouse and pen."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtTest import QTest

from editor.canvas.tools import PointerInput
from editor.painting.rect import Rect
from tests.editor.canvas.conftest import OpenCanvas
from tests.editor.canvas.hands import ALT, CTRL, LEFT, MIDDLE, NONE, SHIFT, drag, pen, wheel


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
