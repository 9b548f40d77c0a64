"""Sections of controls fold away, stay as they were left, and unfold when their tool is taken."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from editor.panels.folding import FoldingSection
from editor.panels.sections import SectionStack
from editor.settings import UNFOLDED
from tests.editor.window.conftest import Desk


def heading(section: FoldingSection) -> QToolButton:
    found = section.findChild(QToolButton, "fold")
    assert isinstance(found, QToolButton)
    return found


def test_what_is_folded_stays_folded_in_the_next_window(desk: Desk) -> None:
    sections = desk.editor.window.foldable
    assert [name for name in sections if sections[name].is_unfolded] == UNFOLDED.default.split(",")
    desk.qtbot.mouseClick(heading(sections["selection"]), Qt.MouseButton.LeftButton)
    desk.qtbot.mouseClick(heading(sections["overlay"]), Qt.MouseButton.LeftButton)
    assert desk.editor.settings.get(UNFOLDED) == "brush,selection,fill,overlay"


def test_a_selecting_tool_shows_its_controls(desk: Desk) -> None:
    desk.open()
    assert not desk.editor.window.selection.is_unfolded
    desk.key(Qt.Key.Key_L)
    assert desk.editor.window.selection.is_unfolded


def test_painting_the_source_area_shows_its_controls(desk: Desk) -> None:
    desk.open()
    desk.settle()
    assert not desk.editor.window.sources.is_unfolded
    desk.editor.actions["edit_sources"].setChecked(True)
    assert desk.editor.window.sources.is_unfolded
    assert "sources" not in desk.editor.settings.get(UNFOLDED)  # nobody asked for that


def test_unfolding_does_not_make_the_panel_wider(qtbot: QtBot) -> None:
    """The photo beside it would move."""
    section, wide = FoldingSection("Wide"), QWidget()
    wide.setMinimumWidth(400)
    section.rows.addWidget(wide)
    stack = SectionStack([section], 100)
    qtbot.addWidget(stack)
    stack.show()
    folded_px = stack.minimumWidth()
    assert folded_px > 400
    section.unfold(True)
    qtbot.waitUntil(wide.isVisible)
    qtbot.waitUntil(lambda: wide.width() >= 400)
    assert stack.minimumWidth() == folded_px


def test_at_the_size_of_a_fresh_window_every_heading_is_in_sight(desk: Desk) -> None:
    window = desk.editor.window
    window.resize(1280, 820)
    desk.qtbot.waitUntil(lambda: window.height() == 820)
    stack = next(area for area in window.findChildren(QScrollArea) if area.isAncestorOf(window.brush))
    for section in (*window.foldable.values(), window.labels):
        bottom = heading(section).mapTo(stack, QPoint(0, heading(section).height())).y()
        assert bottom <= stack.height(), section.accessibleName()
