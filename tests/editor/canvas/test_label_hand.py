"""Labels on the canvas: what is drawn, and what the hand does with the label brush."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from editor.canvas.label_tool import LabelMode, LabelTool
from editor.canvas.look import LabelLook
from editor.canvas.tools import ToolName
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.document.label_map import LabelMap
from editor.painting.labels import UNKNOWN
from editor.painting.rect import Rect
from tests.editor.canvas.conftest import OpenCanvas, over, screen
from tests.editor.canvas.hands import ALT, LEFT, RIGHT, SHIFT, drag, pen

SKY, ROAD, TREE = 1, 4, 6
COLORS = ((SKY, (0, 0, 255)), (ROAD, (255, 0, 0)), (TREE, (0, 255, 0)))
HOLE = Rect(100, 80, 300, 220)


@dataclass
class Hand:
    """A canvas of 400 x 300 at 100 % with a hole, labels, and the label brush in the hand."""

    view: CanvasView
    document: Document
    tool: LabelTool
    picked: list[int] = field(default_factory=list)
    missing: list[LabelMode] = field(default_factory=list)
    done: list[bool] = field(default_factory=list)


@pytest.fixture
def hand(open_canvas: OpenCanvas) -> Hand:
    view = open_canvas(300, 400)
    document = view.test_document  # pyright: ignore[reportAttributeAccessIssue]
    picked: list[int] = []
    missing: list[LabelMode] = []
    done: list[bool] = []
    tool = LabelTool(document.labels, picked.append, missing.append, lambda: done.append(True))
    view.add_tool(ToolName.LABEL, tool)
    view.zoom_to(1.0)
    mask = np.zeros((300, 400), np.uint8)
    mask[HOLE.slices] = 255
    document.set_mask(mask)
    codes = np.full((300, 400), SKY, np.uint8)
    codes[150:] = ROAD
    document.labels.put_map(LabelMap(document.bounds, codes))
    view.set_overlay_shown(False)
    view.set_labels(LabelLook(True, COLORS, 0.5))
    view.set_tool(ToolName.LABEL)
    tool.code = TREE
    tool.set_size(20)
    return Hand(view, document, tool, picked, missing, done)


def mixed(document: Document, color: tuple[int, int, int], opacity: float, x: int, y: int) -> np.ndarray:
    return (1 - opacity) * document.pixels[y, x, :3] + opacity * np.asarray(color)


def test_labels_are_tinted_stronger_in_the_hole_and_parted_by_crisp_lines(hand: Hand) -> None:
    shown = screen(hand.view).astype(float)
    for x, y, color, opacity in (
        (200, 100, (0, 0, 255), 0.5),
        (200, 200, (255, 0, 0), 0.5),
        (50, 100, (0, 0, 255), 0.225),
        (50, 200, (255, 0, 0), 0.225),
    ):
        assert np.abs(shown[y, x] - mixed(hand.document, color, opacity, x, y)).max() <= 2
    # One row on each side of the border, each in its own color; the next ones are tint again.
    assert (shown[149, 110:290, 2] > 235).all()
    assert (shown[149, 110:290, :2] < 20).all()
    assert (shown[150, 110:290, 0] > 235).all()
    assert np.abs(shown[147, 200] - mixed(hand.document, (0, 0, 255), 0.5, 200, 147)).max() <= 2


def test_labels_are_off_until_somebody_wants_them(hand: Hand) -> None:
    hand.view.set_labels(LabelLook(False, COLORS, 0.5))
    np.testing.assert_array_equal(screen(hand.view), hand.document.pixels)


def test_what_a_person_said_is_striped(hand: Hand) -> None:
    hand.document.labels.put(Rect(120, 90, 180, 130), np.full((40, 60), TREE, np.uint8), "said")
    shown = screen(hand.view).astype(float)
    part = shown[95:125, 125:175] - 0.5 * hand.document.pixels[95:125, 125:175]
    greens = np.round(part[..., 1]).astype(int)
    assert (np.abs(greens - 128) <= 2).any()
    assert (shown[95:125, 125:175, 1] > 191).any()


@pytest.mark.parametrize("scale", [0.3, 1.0, 3.0])
def test_scrolling_and_zooming_draw_what_a_fresh_canvas_draws(hand: Hand, scale: float) -> None:
    hand.document.labels.put(Rect(120, 90, 180, 130), np.full((40, 60), TREE, np.uint8), "said")
    hand.view.zoom_to(scale)
    screen(hand.view)
    hand.view._pan(13, -7)
    after = screen(hand.view)
    hand.view.set_labels(LabelLook(True, COLORS, 0.4))
    hand.view.set_labels(LabelLook(True, COLORS, 0.5))
    np.testing.assert_array_equal(screen(hand.view), after)


def test_a_fill_that_arrives_is_seen_itself(hand: Hand) -> None:
    hand.document.show_preview(Rect(150, 90, 170, 110), np.full((20, 20, 3), 9, np.uint8))
    assert (screen(hand.view)[92:108, 152:168] == 9).all()
    hand.document.clear_preview()
    assert (screen(hand.view)[92:108, 152:168, 2] > 100).all()


def test_a_stroke_paints_the_chosen_label_and_is_seen_at_once(hand: Hand) -> None:
    screen(hand.view)
    drag(hand.view, (120, 100), (160, 100), (280, 100))
    assert (hand.document.labels.edits[100, 120:280] == TREE).all()
    assert hand.done == [True]
    assert hand.document.undo_stack.undoText() == "Paint label"
    assert screen(hand.view)[100, 200, 1] > 110
    hand.document.undo_stack.undo()
    assert not hand.document.labels.edits.any()
    assert np.abs(screen(hand.view)[100, 200] - mixed(hand.document, (0, 0, 255), 0.5, 200, 100)).max() <= 2


def test_the_mask_is_left_alone(hand: Hand) -> None:
    before = hand.document.mask.copy()
    committed: list[bool] = []
    hand.view.stroke_committed.connect(lambda: committed.append(True))
    drag(hand.view, (120, 100), (280, 100))
    np.testing.assert_array_equal(hand.document.mask, before)
    assert not committed


def test_alt_and_a_click_pick_from_the_photo(hand: Hand) -> None:
    QTest.mouseClick(hand.view, LEFT, ALT, QPoint(50, 250))
    assert hand.picked == [ROAD]
    assert not hand.document.labels.edits.any()


def test_the_picker_picks_what_was_painted_too_and_says_where_nothing_is(hand: Hand) -> None:
    drag(hand.view, (120, 100), (160, 100))
    hand.tool.mode = LabelMode.PICK
    QTest.mouseClick(hand.view, LEFT, pos=QPoint(140, 100))
    assert hand.picked == [TREE]
    hand.document.load(np.zeros((300, 400, 3), np.uint8))
    QTest.mouseClick(hand.view, LEFT, pos=QPoint(140, 100))
    assert hand.missing == [LabelMode.PICK]


def test_a_border_is_dragged(hand: Hand) -> None:
    hand.tool.mode = LabelMode.DRAG
    hand.tool.set_size(60)
    drag(hand.view, (200, 155), (200, 140), (200, 125))
    assert hand.document.labels.at(200, 124) == ROAD
    assert hand.document.labels.at(200, 115) == SKY
    assert hand.document.undo_stack.undoText() == "Drag label"


def test_the_eraser_gives_back_what_the_engine_thinks(hand: Hand) -> None:
    drag(hand.view, (120, 100), (280, 100))
    hand.tool.mode = LabelMode.ERASE
    drag(hand.view, (200, 100), (300, 100))
    assert hand.document.labels.edits[100, 150] == TREE
    assert hand.document.labels.at(250, 100) == SKY


def test_the_pens_other_end_erases_without_picking(hand: Hand) -> None:
    drag(hand.view, (120, 100), (280, 100))
    pen(hand.view, QEvent.Type.TabletPress, (200, 100), 1.0, is_eraser=True)
    pen(hand.view, QEvent.Type.TabletMove, (240, 100), 1.0, is_eraser=True)
    pen(hand.view, QEvent.Type.TabletRelease, (240, 100), 0.0, is_eraser=True)
    assert hand.document.labels.edits[100, 220] == UNKNOWN
    assert not hand.picked


def test_shift_and_a_click_paint_a_straight_line(hand: Hand) -> None:
    drag(hand.view, (120, 100), (121, 100))
    QTest.mouseClick(hand.view, LEFT, SHIFT, QPoint(280, 100))
    assert (hand.document.labels.edits[100, 120:280] == TREE).all()


def test_without_a_chosen_label_it_says_what_is_missing(hand: Hand) -> None:
    hand.tool.code = UNKNOWN
    drag(hand.view, (120, 100), (280, 100))
    assert hand.missing == [LabelMode.PAINT]
    assert not hand.document.labels.edits.any()


def test_the_brush_is_its_own(hand: Hand) -> None:
    sizes: list[float] = []
    hand.view.own_size_changed.connect(sizes.append)
    mask_brush = hand.view.brush
    hand.view.step_brush_size(1)
    assert sizes == [22]
    drag(hand.view, (200, 150), (215, 150), button=RIGHT)
    assert hand.tool.size_px == 52
    assert hand.view.brush == mask_brush
    hand.view.set_tool(ToolName.BRUSH)
    hand.view.step_brush_size(1)
    assert hand.tool.size_px == 52
    assert hand.view.brush.size_px == 33


def test_esc_takes_a_stroke_back(hand: Hand) -> None:
    QTest.mousePress(hand.view, LEFT, Qt.KeyboardModifier.NoModifier, over(hand.view, 120, 100).toPoint())
    QTest.mouseMove(hand.view, QPoint(200, 100))
    assert hand.document.labels.edits.any()
    assert hand.view.cancel_drag()
    assert not hand.document.labels.edits.any()
    QTest.mouseRelease(hand.view, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(200, 100))
    assert not hand.done
