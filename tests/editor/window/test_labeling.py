"""Labels through the real window: seen, picked, painted, filled by, varied, saved; and never in the way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QTreeWidget

from editor.canvas.label_tool import LabelMode
from editor.inference.variations import COUNT
from editor.notices import Kind
from editor.settings import LABEL_BRUSH, LABEL_OPACITY, LABEL_VOCABULARY, LABELS_OPEN
from engine.api import EngineError
from tests.editor.window.conftest import Desk
from tests.editor.window.test_projects import reopen, saved
from tests.fakes import CAR, ROAD, SKY, TREE

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def has_labels() -> bool:
    return True


def settle(desk: Desk) -> None:
    """Until legend and engine are at rest."""
    editor = desk.editor
    desk.qtbot.waitUntil(lambda: editor.labeling.is_settled and not editor.client.under_way)
    desk.qtbot.waitUntil(lambda: editor.labeling.is_settled)
    desk.wait_idle()


def with_hole(desk: Desk) -> None:
    """A photo with a stroke of the mask, and the label brush in the hand."""
    desk.open()
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_T)
    settle(desk)
    desk.editor.canvas.set_tool_size(10)


def rows(desk: Desk) -> dict[str, tuple[str, str]]:
    """Name of each label in the list, with its shares."""
    items = (desk.editor.window.labels.list.topLevelItem(n) for n in range(99))
    return {item.text(0): (item.text(1), item.text(2)) for item in items if item is not None}


def choose(desk: Desk, name: str) -> None:
    legend = desk.editor.window.labels.list
    item = legend.findItems(name, Qt.MatchFlag.MatchExactly)[0]
    legend.scrollToItem(item)
    desk.qtbot.mouseClick(
        legend.viewport(), Qt.MouseButton.LeftButton, pos=legend.visualItemRect(item).center()
    )


def green(desk: Desk, x: int = 75, y: int = 55) -> int:
    """The label that the fake engine filled a pixel by."""
    return int(desk.editor.document.pixels[y, x, 1]) - 100


# ---- who never touches labels ------------------------------------------------------------------------


def test_whoever_never_wants_labels_never_meets_them(desk: Desk) -> None:
    desk.open()
    desk.fill()
    panel = desk.editor.window.labels
    assert not desk.editor.actions["labels"].isChecked()
    assert not panel.is_unfolded
    assert not panel.list.isVisible()
    assert len(desk.engine.asked) == 1
    assert desk.engine.asked[0].labels is None


@pytest.mark.parametrize("has_labels", [False])
def test_weights_without_labels_say_why(desk: Desk, has_labels: bool) -> None:
    desk.open()
    desk.stroke((60, 50), (90, 60))
    desk.settle()
    for name in ("labels", "label", "refill", "clear_labels"):
        action = desk.editor.actions[name]
        assert not action.isEnabled()
        assert "weights" in action.toolTip()
    panel = desk.editor.window.labels
    assert "weights" in panel.toolTip()
    panel.unfold(True)
    assert not panel.list.isEnabled()
    desk.key(Qt.Key.Key_T)
    assert desk.editor.canvas.tool == "brush"
    desk.key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(desk.editor.document.fills))
    assert len(desk.engine.asked) == 1


# ---- seeing ------------------------------------------------------------------------------------------


def test_a_key_shows_labels_before_anything_is_filled(desk: Desk) -> None:
    desk.open()
    desk.stroke((60, 50), (90, 60))
    before = desk.editor.canvas.grab().toImage()
    desk.key(Qt.Key.Key_O, SHIFT)
    settle(desk)
    assert desk.editor.document.labels.at(75, 55) == SKY
    assert desk.editor.canvas.grab().toImage() != before
    assert not desk.editor.document.fills
    desk.key(Qt.Key.Key_O, SHIFT)
    assert not desk.editor.actions["labels"].isChecked()


def test_the_labels_follow_the_mask_while_they_are_shown(desk: Desk) -> None:
    desk.open()
    desk.key(Qt.Key.Key_O, SHIFT)
    assert desk.notices[-1].kind is Kind.INFO
    assert not desk.engine.asked
    desk.stroke((60, 50), (90, 60))
    settle(desk)
    assert len(desk.engine.asked) == 1
    desk.stroke((60, 80), (90, 90))
    settle(desk)
    assert len(desk.engine.asked) == 2
    desk.key(Qt.Key.Key_O, SHIFT)
    desk.stroke((60, 20), (90, 20))
    desk.qtbot.wait(200)
    assert len(desk.engine.asked) == 2


def test_the_legend_says_what_is_where(desk: Desk) -> None:
    with_hole(desk)
    found = rows(desk)
    # The photo is halved at column 80, and the hole reaches over it.
    shares = [int(share.removesuffix(" %")) for share in found["sky"] + found["road"]]
    assert 40 < shares[0] < 70
    assert abs(shares[0] + shares[2] - 100) <= 1
    assert abs(shares[1] + shares[3] - 100) <= 1
    assert found["tree"] == ("", "")
    assert len(found) == 11
    legend = desk.editor.window.labels.list
    assert isinstance(legend, QTreeWidget)
    assert not legend.topLevelItem(0).icon(0).isNull()


def test_a_map_that_fails_is_told(desk: Desk) -> None:
    desk.engine.fail("labels", EngineError("No paint for labels."))
    desk.open()
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_O, SHIFT)
    desk.qtbot.waitUntil(lambda: any(notice.text == "No paint for labels." for notice in desk.notices))
    settle(desk)


def test_another_vocabulary_is_asked_for_at_once(desk: Desk) -> None:
    with_hole(desk)
    box = desk.editor.window.labels.findChild(QComboBox)
    assert box is not None
    box.setCurrentIndex(2)
    box.activated.emit(2)
    settle(desk)
    assert desk.editor.settings.get(LABEL_VOCABULARY) == "regions"
    assert [request.vocabulary for request in desk.engine.asked] == ["auto", "regions"]
    assert "blue and turquoise things" in rows(desk)


# ---- painting ----------------------------------------------------------------------------------------


def test_a_label_is_chosen_painted_and_filled(desk: Desk) -> None:
    with_hole(desk)
    choose(desk, "tree")
    desk.stroke((62, 52), (88, 58))
    assert desk.editor.document.undo_stack.undoText() == "Paint label"
    desk.key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(desk.editor.document.fills))
    desk.wait_idle()
    assert green(desk) == TREE
    assert desk.editor.document.proof()().outside_px == 0


def test_something_is_chosen_to_begin_with(desk: Desk) -> None:
    with_hole(desk)
    assert desk.editor.window.labels.list.code in (SKY, ROAD)
    desk.stroke((62, 52), (88, 58))
    assert desk.editor.document.labels.has_edits


def test_this_here(desk: Desk) -> None:
    with_hole(desk)
    canvas = desk.editor.canvas
    place = canvas.widget_point(140, 100).toPoint()
    desk.qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, ALT, place)
    assert desk.editor.labeling.tool.code == ROAD
    assert desk.editor.window.labels.list.code == ROAD
    desk.stroke((62, 52), (88, 58))
    assert desk.editor.document.labels.at(75, 55) == ROAD


def test_the_pickers_button_picks_once(desk: Desk) -> None:
    with_hole(desk)
    panel, canvas = desk.editor.window.labels, desk.editor.canvas
    panel._modes.button("pick").click()
    desk.qtbot.mouseClick(
        canvas, Qt.MouseButton.LeftButton, pos=canvas.widget_point(140, 100).toPoint() + QPoint(0, 0)
    )
    assert desk.editor.labeling.tool.code == ROAD
    assert desk.editor.labeling.tool.mode is LabelMode.PAINT
    assert panel._modes.button("paint").isChecked()
    assert not desk.editor.document.labels.has_edits


def test_a_mode_takes_the_label_brush_and_leaves_with_it(desk: Desk) -> None:
    with_hole(desk)
    panel = desk.editor.window.labels
    desk.key(Qt.Key.Key_B)
    assert not any(panel._modes.button(mode).isChecked() for mode in LabelMode)
    panel._modes.button("drag").click()
    assert desk.editor.canvas.tool == "label"
    assert desk.editor.labeling.tool.mode is LabelMode.DRAG
    assert [mode for mode in LabelMode if panel._modes.button(mode).isChecked()] == [LabelMode.DRAG]
    desk.key(Qt.Key.Key_B)
    desk.key(Qt.Key.Key_T)
    assert desk.editor.labeling.tool.mode is LabelMode.PAINT


def test_clearing_leaves_it_to_the_engine_and_can_be_undone(desk: Desk) -> None:
    with_hole(desk)
    choose(desk, "tree")
    desk.stroke((62, 52), (88, 58))
    said = desk.editor.document.labels.edits.copy()
    desk.key(Qt.Key.Key_L, CTRL | ALT)
    assert not desk.editor.document.labels.has_edits
    desk.settle()
    assert not desk.editor.actions["clear_labels"].isEnabled()
    desk.key(Qt.Key.Key_Z, CTRL)
    np.testing.assert_array_equal(desk.editor.document.labels.edits, said)


# ---- refilling ---------------------------------------------------------------------------------------


def test_a_fill_is_refilled_by_its_labels_and_undone(desk: Desk) -> None:
    desk.open()
    desk.fill()
    first = desk.editor.document.pixels.copy()
    desk.key(Qt.Key.Key_T)
    settle(desk)
    desk.editor.canvas.set_tool_size(10)
    choose(desk, "car")
    desk.settle()
    assert not desk.editor.window.fill._button.isEnabled()
    desk.stroke((62, 52), (88, 58))
    desk.settle()
    assert desk.editor.window.fill._button.isEnabled()
    desk.key(Qt.Key.Key_R)
    desk.qtbot.waitUntil(lambda: green(desk) == CAR)
    desk.wait_idle()
    assert len(desk.editor.document.fills) == 1
    assert len(desk.engine.asked[-1].previous) == 1
    desk.key(Qt.Key.Key_Z, CTRL)
    np.testing.assert_array_equal(desk.editor.document.pixels, first)
    desk.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert green(desk) == CAR


def test_with_fill_on_release_a_label_fills_at_once(desk: Desk) -> None:
    desk.open()
    desk.fill()
    desk.key(Qt.Key.Key_J)
    desk.key(Qt.Key.Key_T)
    settle(desk)
    desk.editor.canvas.set_tool_size(10)
    choose(desk, "car")
    desk.stroke((62, 52), (88, 58))
    desk.qtbot.waitUntil(lambda: green(desk) == CAR)
    settle(desk)
    assert len(desk.editor.document.fills) == 1


def test_variations_are_named_after_what_grew(desk: Desk) -> None:
    desk.open()
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_V)
    desk.qtbot.waitUntil(lambda: len(desk.editor.variations.entries) == COUNT)
    desk.qtbot.waitUntil(lambda: not desk.editor.varied.is_busy)
    desk.wait_idle()
    strip = desk.editor.window.strip
    assert [cell.name.text() for cell in strip._cells] == [
        "Variation 1",
        "More tree",
        "More car",
        "Variation 4",
    ]
    desk.key(Qt.Key.Key_Period)
    assert green(desk) == TREE
    assert desk.editor.document.undo_stack.undoText() == "More tree"


# ---- what is kept ------------------------------------------------------------------------------------


def test_a_project_brings_labels_back(desk: Desk, tmp_path: Path) -> None:
    desk.editor.settings.put(LABEL_VOCABULARY, "scene")
    with_hole(desk)
    choose(desk, "tree")
    desk.stroke((62, 52), (88, 58))
    desk.key(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(desk.editor.document.fills))
    desk.wait_idle()
    said, pixels = desk.editor.document.labels.edits.copy(), desk.editor.document.pixels.copy()
    path = saved(desk, tmp_path / "work.lacuna")
    desk.open("other.png")
    desk.editor.settings.put(LABEL_VOCABULARY, "auto")
    assert not desk.editor.document.labels.has_edits
    reopen(desk, path)
    settle(desk)
    np.testing.assert_array_equal(desk.editor.document.labels.edits, said)
    np.testing.assert_array_equal(desk.editor.document.pixels, pixels)
    assert desk.editor.settings.get(LABEL_VOCABULARY) == "scene"
    assert not desk.editor.document.labels.has_new_wishes
    record = desk.editor.document.last_fill
    assert record is not None
    stored = record.labels[0]
    assert stored is not None
    assert stored.read().wanted.any()


def test_choices_are_remembered(desk: Desk) -> None:
    with_hole(desk)
    panel = desk.editor.window.labels
    panel._opacity._box.setValue(80)
    desk.key(Qt.Key.Key_BracketRight)
    settings = desk.editor.settings
    assert settings.get(LABEL_OPACITY) == 0.8
    assert settings.get(LABEL_BRUSH) == 11
    assert not settings.get(LABELS_OPEN)
    panel._heading.click()
    panel._heading.click()
    assert settings.get(LABELS_OPEN)


def test_closing_the_window_while_labels_are_made_ends_cleanly(desk: Desk) -> None:
    desk.open()
    gate = desk.hold("labels")
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_O, SHIFT)
    desk.wait_for(gate)
    gate.open()
