"""Brush settings, held keys, the split line, the cursor, added tools."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import (
    QFocusEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.canvas.tools import PointerInput, Tool
from editor.painting.rect import Rect
from tests.editor.canvas.conftest import OpenCanvas, screen
from tests.editor.canvas.hands import LEFT, NONE, RIGHT, drag
from tests.editor.document.builders import stroke


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
    QTest.mouseMove(view, QPoint(203, 100))
    assert view.cursor().shape() == Qt.CursorShape.SplitHCursor
    drag(view, (203, 100), (250, 100), (300, 100))
    QTest.mouseMove(view, QPoint(100, 100))
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
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


def test_the_pointer_s_shape_says_what_it_would_do(open_canvas: OpenCanvas) -> None:
    view = open_canvas(0)
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor
    view.test_document.load(np.zeros((60, 80, 3), np.uint8))
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
    QTest.keyPress(view, Qt.Key.Key_Space)
    assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    QTest.mousePress(view, LEFT, NONE, QPoint(50, 50))
    assert view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    QTest.mouseRelease(view, LEFT, NONE, QPoint(50, 50))
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
    view.test_document.close()
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_another_photo_ends_what_the_hand_was_doing(open_canvas: OpenCanvas) -> None:
    view = open_canvas()
    QTest.mousePress(view, LEFT, NONE, QPoint(100, 100))
    view.test_document.load(np.zeros((600, 800, 3), np.uint8))
    QTest.mouseMove(view, QPoint(200, 120))
    QTest.mouseRelease(view, LEFT, NONE, QPoint(200, 120))
    assert not view.is_painting
    assert view.test_document.undo_stack.count() == 0


def test_unknown_tools_are_not_taken_and_added_ones_get_the_pointer(open_canvas: OpenCanvas, qtbot) -> None:
    class Picker(Tool):
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
