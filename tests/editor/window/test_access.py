"""Keys, names for screen readers, the way of the Tab key."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from editor.actions import Actions
from editor.menus import ACTIONS, gestures_explained
from editor.panels.keys_sheet import KeysSheet
from editor.panels.slider_row import NumberBox
from tests.editor.window.conftest import Desk

_CONTROLS = (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
)

_OWNERS = (QAbstractSpinBox, QComboBox, QAbstractItemView)


def controls(root: QWidget) -> list[QWidget]:
    """What a person can operate; parts that Qt builds into other controls are left out."""
    found = [widget for widget in root.findChildren(QWidget) if isinstance(widget, _CONTROLS)]
    return [
        widget
        for widget in found
        if not widget.objectName().startswith("qt_")
        and not isinstance(widget, QScrollBar)
        and not any(isinstance(owner, _OWNERS) for owner in owners(widget))
    ]


def owners(widget: QWidget) -> Iterator[QWidget]:
    while (owner := widget.parentWidget()) is not None:
        yield owner
        widget = owner


def name_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text.strip()


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.open()
    nameless = [widget for widget in controls(desk.editor.window) if not name_of(widget)]
    assert nameless == []
    dialog = desk.export_dialog()
    assert [widget for widget in controls(dialog) if not name_of(widget)] == []
    dialog.reject()


def test_every_control_can_be_reached_by_tab(desk: Desk) -> None:
    desk.open()
    window = desk.editor.window
    unreachable = [
        name_of(widget)
        for widget in [*controls(window), desk.editor.canvas]
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert unreachable == []


def test_using_a_control_with_the_mouse_leaves_the_keys_with_the_canvas(desk: Desk) -> None:
    desk.open()
    canvas = desk.editor.canvas
    canvas.setFocus()
    for widget in controls(desk.editor.window):
        is_typed_into = isinstance(widget, (QAbstractSpinBox, QLineEdit)) or not widget.isVisible()
        if not is_typed_into:
            assert not widget.focusPolicy() & Qt.FocusPolicy.ClickFocus, name_of(widget)


def test_the_sheet_shows_every_action_and_gesture(desk: Desk) -> None:
    sheet = KeysSheet(desk.editor.actions, desk.editor.window)
    rows = sheet.rows()
    assert {spec.name for spec in ACTIONS} <= set(rows)
    assert {what for _, what in gestures_explained()} <= set(rows)
    assert rows["fill"].split(", ")[0] == "Return"
    sheet.deleteLater()


def test_f1_opens_the_sheet(desk: Desk) -> None:
    desk.open()
    desk.key(Qt.Key.Key_F1)
    sheet = desk.editor.window.findChild(KeysSheet)
    assert sheet is not None
    assert sheet.isVisible()
    sheet.reject()


def test_no_two_actions_share_a_key() -> None:
    keys = [QKeySequence(text).toString() for spec in ACTIONS for text in spec.keys]
    assert len(keys) == len(set(keys))
    assert "" not in keys


def test_keys_are_those_that_hands_know() -> None:
    by_name = {spec.name: spec.keys for spec in ACTIONS}
    wanted = {
        "brush": "B",
        "eraser": "E",
        "smaller": "[",
        "larger": "]",
        "softer": "Shift+[",
        "harder": "Shift+]",
        "swap": "X",
        "split": "Y",
        "overlay": "O",
        "fit": "Ctrl+0",
        "actual": "Ctrl+1",
        "fill": "Return",
        "cancel": "Esc",
        "undo": "Ctrl+Z",
        "redo": "Ctrl+Shift+Z",
        "clear_mask": "Ctrl+D",
        "invert_mask": "Ctrl+Shift+I",
        "last_mask": "Ctrl+Shift+D",
        "export": "Ctrl+Shift+E",
        "keys": "F1",
        "full_screen": "F11",
    }
    assert {name: by_name[name][0] for name in wanted} == wanted


def test_a_key_can_be_changed_is_kept_and_goes_back(desk: Desk) -> None:
    actions, settings = desk.editor.actions, desk.editor.settings
    sheet = KeysSheet(actions, desk.editor.window)
    sheet.choose("split")
    sheet.give(QKeySequence("K"))
    assert sheet.rows()["split"] == "K"
    assert actions["split"].shortcuts() == [QKeySequence("K")]
    assert Actions(settings, sheet)["split"].shortcuts() == [QKeySequence("K")]
    # A key of another action is refused.
    sheet.give(QKeySequence("B"))
    assert actions["split"].shortcuts() == [QKeySequence("K")]
    sheet.give(QKeySequence("Y"))
    assert settings.keys_of("split") is None
    sheet.deleteLater()


def test_enter_in_a_number_field_ends_the_typing_and_fills_nothing(desk: Desk) -> None:
    desk.open()
    desk.stroke((60, 50), (90, 60))
    desk.settle()
    box = desk.editor.window.brush.findChild(NumberBox)
    assert box is not None
    box.setFocus()
    box.selectAll()
    desk.qtbot.keyClicks(box, "123")
    desk.qtbot.keyClick(box, Qt.Key.Key_Return)
    assert desk.editor.canvas.brush.size_px == 123
    assert desk.editor.canvas.hasFocus()
    assert not desk.editor.controller.is_busy
    box.setFocus()
    box.selectAll()
    desk.qtbot.keyClicks(box, "9")
    desk.qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert desk.editor.canvas.brush.size_px == 123
    assert desk.editor.document.has_mask


def test_tab_goes_from_the_photo_down_the_panels(desk: Desk) -> None:
    desk.open()
    desk.settle()
    window = desk.editor.window
    desk.editor.canvas.setFocus()
    seen: list[QWidget] = []
    for _ in range(30):
        window.focusNextChild()
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
    sections = [window.brush, window.fill, window.overlay, window.history]
    firsts = [
        next(place for place, widget in enumerate(seen) if widget is part or part.isAncestorOf(widget))
        for part in sections
    ]
    assert firsts == sorted(firsts)
