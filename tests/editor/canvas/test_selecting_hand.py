"""Rectangle, lasso, polygon, line and clicks by real mouse and key events."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from editor.canvas.click_tool import ClickTool
from editor.canvas.sketch import Mark
from editor.canvas.view import CanvasView
from editor.document.masked_photo import Target
from editor.selection.combining import Mode
from tests.editor.canvas.conftest import OpenCanvas, screen
from tests.editor.canvas.hands import ALT, LEFT, NONE, SHIFT, drag


def click(view: CanvasView, x: int, y: int, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view, LEFT, keys, QPoint(x, y))


def mask(view: CanvasView) -> np.ndarray:
    return view.test_document.mask > 127  # pyright: ignore[reportAttributeAccessIssue]


def photo_point(view: CanvasView, x: float, y: float) -> tuple[int, int]:
    px, py = view.photo_point(QPoint(round(x), round(y)).toPointF())
    return round(px), round(py)


@pytest.fixture
def view(open_canvas: OpenCanvas) -> CanvasView:
    canvas = open_canvas(300, 400)
    assert canvas.zoom == 1
    return canvas


def test_a_rectangle_is_dragged_and_is_one_step(view: CanvasView, qtbot) -> None:
    view.set_tool("rectangle")
    with qtbot.waitSignal(view.stroke_committed):
        drag(view, (50, 40), (90, 100), (150, 120))
    expected = np.zeros((300, 400), np.bool_)
    expected[40:120, 50:150] = True
    np.testing.assert_array_equal(mask(view), expected)
    view.test_document.undo_stack.undo()
    assert not mask(view).any()


@pytest.mark.parametrize(
    ("keys", "chosen", "expected"),
    [
        (NONE, Mode.REPLACE, "other"),
        (NONE, Mode.ADD, "both"),
        (NONE, Mode.SUBTRACT, "rest"),
        (SHIFT, Mode.REPLACE, "both"),
        (ALT, Mode.REPLACE, "rest"),
        (SHIFT | ALT, Mode.REPLACE, "common"),
    ],
)
@pytest.mark.parametrize("tool", ["rectangle", "lasso", "polygon"])
def test_keys_and_mode_say_how_a_selection_joins(
    view: CanvasView, tool: str, keys: Qt.KeyboardModifier, chosen: Mode, expected: str
) -> None:
    view.set_tool("rectangle")
    drag(view, (50, 50), (100, 100))
    view.set_tool(tool)
    view.set_selection_mode(chosen)
    corners = ((80, 80), (140, 80), (140, 140), (80, 140))
    if tool == "rectangle":
        drag(view, (80, 80), (140, 140), keys=keys)
    elif tool == "lasso":
        drag(view, *corners, keys=keys)
    else:
        for corner in corners:
            click(view, *corner, keys=keys)
        click(view, 82, 81, keys=keys)
    first, second = np.zeros((2, 300, 400), np.bool_)
    first[50:100, 50:100] = True
    second[80:140, 80:140] = True
    wanted = {
        "other": second,
        "both": first | second,
        "rest": first & ~second,
        "common": first & second,
    }[expected]
    np.testing.assert_array_equal(mask(view), wanted)


@pytest.mark.parametrize("ending", ["double click", "enter", "first corner"])
def test_a_polygon_is_closed_in_three_ways(view: CanvasView, ending: str, qtbot) -> None:
    view.set_tool("polygon")
    for corner in ((50, 50), (150, 50), (150, 150)):
        click(view, *corner)
    assert view.is_sketching
    with qtbot.waitSignal(view.stroke_committed):
        if ending == "double click":
            QTest.mouseDClick(view, LEFT, NONE, QPoint(150, 150))
        elif ending == "enter":
            assert view.finish()
        else:
            click(view, 53, 52)
    assert not view.is_sketching
    assert mask(view).sum() == pytest.approx(100 * 100 / 2, rel=0.02)
    assert mask(view)[60, 140]
    assert not mask(view)[140, 60]


def test_backspace_takes_the_last_corner_back_and_a_new_tool_gives_all_up(view: CanvasView) -> None:
    view.set_tool("polygon")
    for corner in ((50, 50), (150, 50), (300, 250), (10, 250)):
        click(view, *corner)
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    click(view, 150, 150)
    assert view.finish()
    assert mask(view).sum() == pytest.approx(100 * 100 / 2, rel=0.02)
    click(view, 20, 20)
    assert view.is_sketching
    view.set_tool("brush")
    assert not view.is_sketching
    view.set_tool("polygon")
    assert not view.is_sketching


def test_esc_gives_a_polygon_up_and_leaves_the_mask(view: CanvasView) -> None:
    view.set_tool("rectangle")
    drag(view, (50, 50), (100, 100))
    before = mask(view).copy()
    view.set_tool("polygon")
    click(view, 10, 10)
    click(view, 200, 10)
    assert view.cancel_drag()
    assert not view.is_sketching
    assert not view.cancel_drag()
    np.testing.assert_array_equal(mask(view), before)


def test_a_mere_click_with_lasso_or_rectangle_keeps_the_mask(view: CanvasView) -> None:
    view.set_tool("rectangle")
    drag(view, (50, 50), (100, 100))
    before = mask(view).copy()
    for tool in ("rectangle", "lasso"):
        view.set_tool(tool)
        click(view, 200, 200)
        np.testing.assert_array_equal(mask(view), before)


def test_two_clicks_make_a_line_of_the_given_width(view: CanvasView) -> None:
    view.set_tool("line")
    view.set_line_width(9)
    click(view, 50, 100)
    assert view.is_sketching
    assert not mask(view).any()
    click(view, 350, 100)
    assert not view.is_sketching
    widths = mask(view)[:, 60:340].sum(axis=0)
    assert (widths >= 8).all()
    assert (widths <= 10).all()
    assert mask(view)[100, 200]


def test_a_line_can_be_dragged_turned_by_shift_and_taken_away_by_alt(view: CanvasView) -> None:
    view.set_tool("line")
    view.set_line_width(10)
    drag(view, (50, 100), (200, 104), (350, 108), keys=SHIFT)
    assert mask(view)[100, 345]
    assert not mask(view)[108, 345]
    drag(view, (200, 90), (200, 110), (200, 130), keys=ALT)
    assert not mask(view)[100, 200]
    assert mask(view)[100, 180]


def test_the_size_keys_widen_the_line_while_it_is_in_the_hand(view: CanvasView, qtbot) -> None:
    brush = view.brush.size_px
    view.set_tool("line")
    before = view.line_width
    with qtbot.waitSignal(view.line_width_changed):
        view.step_brush_size(2)
    assert view.line_width > before
    assert view.brush.size_px == brush
    view.set_line_width(1e9)
    assert view.line_width == 400


def test_selections_go_to_the_source_area_while_that_is_the_target(view: CanvasView) -> None:
    document = view.test_document
    document.set_target(Target.SOURCES)
    before = screen(view)
    view.set_tool("rectangle")
    drag(view, (50, 40), (150, 120))
    assert not mask(view).any()
    assert (document.sources[40:120, 50:150] == 255).all()
    shown = screen(view).astype(int) - before
    # The source area's tint is blue-green, the mask's is not.
    inside = shown[60:100, 70:130].mean(axis=(0, 1))
    assert inside[2] > inside[0] + 20
    document.undo_stack.undo()
    np.testing.assert_array_equal(screen(view)[60:100, 70:130], before[60:100, 70:130])


def test_the_drawing_is_seen_while_it_is_made_and_gone_afterwards(view: CanvasView) -> None:
    before = screen(view)
    view.set_tool("polygon")
    click(view, 100, 100)
    click(view, 300, 100)
    QTest.mouseMove(view, QPoint(300, 200))
    assert (screen(view)[98:103, 120:280] != before[98:103, 120:280]).any()
    view.cancel_drag()
    QTest.mouseMove(view, QPoint(390, 290))
    np.testing.assert_array_equal(screen(view)[80:220, 90:310], before[80:220, 90:310])


class Heard:
    """Takes clicks for a click tool."""

    def __init__(self) -> None:
        self.clicks: list[Mark] = []
        self.new: list[bool] = []

    def click(self, x: float, y: float, is_wanted: bool, is_new: bool) -> None:
        self.clicks.append(Mark(x, y, is_wanted))
        self.new.append(is_new)

    def step_back(self) -> bool:
        return bool(self.clicks) and self.clicks.pop() is not None

    def finish(self) -> bool:
        is_any = bool(self.clicks)
        self.clicks.clear()
        return is_any


def test_clicks_are_wanted_unwanted_or_begin_anew(view: CanvasView) -> None:
    heard = Heard()
    view.add_tool("click", ClickTool(heard))
    view.set_tool("click")
    before = screen(view)
    click(view, 100, 100)
    click(view, 200, 150, ALT)
    click(view, 300, 200, SHIFT)
    assert [(mark.x, mark.y, mark.is_wanted) for mark in heard.clicks] == [
        (100, 100, True),
        (200, 150, False),
        (300, 200, True),
    ]
    assert heard.new == [False, False, True]
    marked = screen(view)
    assert (marked[96:105, 96:105] != before[96:105, 96:105]).any()
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    assert len(heard.clicks) == 2
