"""What is chosen in the settings counts at once, is kept, and keys cannot be lost by accident."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton

from editor.menus import ACTIONS
from editor.panels.about import AboutDialog
from editor.panels.keys_table import KeysTable
from editor.panels.settings_dialog import SettingsDialog
from editor.panels.slider_row import NumberBox
from editor.panels.welcome import Steps
from editor.settings import DEVICE, EXPORT_MARK, HINTS, LANGUAGE, OVERLAY_OPACITY, THEME, UNITS, Settings
from tests.editor.window.conftest import Desk


@pytest.fixture
def dialog(desk: Desk) -> SettingsDialog:
    """The dialog, opened as a person does."""
    desk.editor.actions["settings"].trigger()
    found = desk.editor.window.findChild(SettingsDialog)
    assert found is not None
    desk.qtbot.waitUntil(found.isVisible)
    return found


def box(dialog: SettingsDialog, name: str) -> QComboBox:
    return next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == name)


def choose(dialog: SettingsDialog, name: str, value: str) -> None:
    combo = box(dialog, name)
    combo.setCurrentIndex(combo.findData(value))


def test_the_theme_changes_at_once(desk: Desk, dialog: SettingsDialog) -> None:
    before = desk.editor.window.styleSheet()
    choose(dialog, "Theme", "light")
    assert desk.editor.settings.get(THEME) == "light"
    assert desk.editor.window.styleSheet() != before
    assert desk.editor.actions["theme_light"].isChecked()


def test_a_menu_changes_what_the_settings_show_next(desk: Desk) -> None:
    desk.editor.actions["theme_light"].trigger()
    dialog = SettingsDialog(desk.editor.settings, desk.editor.actions, desk.editor.window)
    assert box(dialog, "Theme").currentData() == "light"
    dialog.deleteLater()


def test_language_and_device_wait_and_say_so(desk: Desk, dialog: SettingsDialog) -> None:
    assert dialog._later.text() == ""
    choose(dialog, "Language", "zh_CN")
    assert "next start" in dialog._later.text()
    choose(dialog, "Language", "en")
    choose(dialog, "Device", "cpu")
    assert "next start" in dialog._later.text()
    again = Settings(desk.editor.settings.path)
    desk.editor.settings.save()
    assert (again.get(LANGUAGE), again.get(DEVICE)) == ("en", "cpu")


def test_the_overlay_follows(desk: Desk, dialog: SettingsDialog) -> None:
    desk.open()
    opacity = next(b for b in dialog.findChildren(NumberBox) if "Opacity" in b.accessibleName())
    opacity.setValue(80)
    assert desk.editor.settings.get(OVERLAY_OPACITY) == 0.8
    assert desk.editor.window.overlay._opacity.value == 80


def test_units_of_the_pointers_place(desk: Desk, dialog: SettingsDialog) -> None:
    desk.open()
    status = desk.editor.window.status
    status.show_position(50.5, 25.4)
    assert status.position.text() == "50, 25"
    choose(dialog, "Units", "mm")
    per_mm = desk.editor.document.source.resolution[0]  # type: ignore[union-attr]
    status.show_position(50.5 * per_mm, 25.4 * per_mm)
    assert status.position.text() == "50.5, 25.4 mm"
    choose(dialog, "Units", "in")
    status.show_position(50.8 * per_mm, 25.4 * per_mm)
    assert status.position.text() == "2.00, 1.00 in"
    assert desk.editor.settings.get(UNITS) == "in"


def test_first_steps_can_be_hidden(desk: Desk, dialog: SettingsDialog) -> None:
    steps = desk.editor.window.findChild(Steps)
    assert steps is not None
    assert not steps.isHidden()
    check = next(c for c in dialog.findChildren(QCheckBox) if "first steps" in c.text())
    check.click()
    assert steps.isHidden()
    assert not desk.editor.settings.get(HINTS)


def test_the_export_dialog_proposes_what_is_set(desk: Desk, dialog: SettingsDialog) -> None:
    desk.open()
    check = next(c for c in dialog.findChildren(QCheckBox) if "algorithm" in c.text())
    check.click()
    assert not desk.editor.settings.get(EXPORT_MARK)
    dialog.accept()
    export = desk.export_dialog()
    assert not export.wishes.mark_source
    export.reject()


def test_a_taken_key_is_given_when_asked_for_twice(desk: Desk) -> None:
    actions = desk.editor.actions
    table = KeysTable(actions)
    table.choose("split")
    table.give(QKeySequence("B"))
    assert "belongs to “Brush”" in table._label.text()
    assert actions["brush"].shortcut() == QKeySequence("B")
    table.give(QKeySequence("B"))
    assert actions["split"].shortcuts() == [QKeySequence("B")]
    assert actions["brush"].shortcuts() == []
    assert table.rows()["brush"] == ""
    # What was taken is kept so.
    desk.editor.settings.save()
    assert Settings(desk.editor.settings.path).keys_of("brush") == ""


def test_an_action_with_two_keys_keeps_the_other(desk: Desk) -> None:
    actions = desk.editor.actions
    assert actions.rebind("brush", QKeySequence("Ctrl+Y"), take=True) is None
    assert actions["redo"].shortcuts() == [QKeySequence("Ctrl+Shift+Z")]


def test_keys_that_are_held_cannot_be_given(desk: Desk) -> None:
    actions = desk.editor.actions
    for keys in ("\\", "Space"):
        assert actions.rebind("brush", QKeySequence(keys), take=True) is not None
        assert actions["brush"].shortcut() == QKeySequence("B")


def test_all_keys_go_back_at_once(desk: Desk) -> None:
    actions = desk.editor.actions
    table = KeysTable(actions)
    before = table.rows()
    actions.rebind("split", QKeySequence("B"), take=True)
    actions.rebind("fill", QKeySequence("F"))
    reset = next(b for b in table.findChildren(QPushButton) if b.text() == "Reset all")
    reset.click()
    assert table.rows() == before
    assert all(desk.editor.settings.keys_of(spec.name) is None for spec in ACTIONS)


def test_giving_back_a_key_that_another_has_is_refused(desk: Desk) -> None:
    actions = desk.editor.actions
    actions.rebind("split", QKeySequence("B"), take=True)
    assert actions.rebind("brush", QKeySequence("B")) == "Split View"


def test_about_names_every_component_with_its_text(desk: Desk) -> None:
    desk.editor.actions["about"].trigger()
    dialog = desk.editor.window.findChild(AboutDialog)
    assert dialog is not None
    component, text = dialog.shown
    assert component.name == "Lacuna"
    assert "Apache License" in text
    names = {found.name for found in dialog._components}
    assert {"torch", "numpy", "PySide6_Essentials", "pyvips-binary", "Lacuna's weights"} <= names
    weights = dialog._list.findItems("Lacuna's weights", Qt.MatchFlag.MatchExactly)
    dialog._list.setCurrentItem(weights[0])
    assert "non-commercial" in dialog.shown[1]
    dialog.accept()
