"""The bars of buttons: across the top what is done to photo and view, on the left what is in the hand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QSizePolicy, QToolBar, QWidget

from editor.actions import Actions
from editor.menus import plain

TOOLS = ("brush", "eraser", "click", "lasso", "polygon", "rectangle", "line", "blend", "label", "hand")
"""What the hand can hold: one action each, and one of them is checked."""

_MAIN_ICON_PX = 20
_TOOL_ICON_PX = 22
_MAIN = (
    ("open", "export"),
    ("undo", "redo"),
    ("clear_mask", "invert_mask", "overlay"),
    ("zoom_out", "zoom_in", "fit", "actual"),
    ("original", "split", "difference"),
)
_HAND = (
    TOOLS[:2],
    TOOLS[2:-3],
    TOOLS[-3:-1],
    TOOLS[-1:],
    ("swap",),
    ("edit_sources", "fill_on_release", "variations"),
)


def main_bar(actions: Actions) -> QToolBar:
    """The bar across the top, with help at its far end."""
    bar = _bar("main", QCoreApplication.translate("ToolBars", "Main toolbar"), _MAIN, _MAIN_ICON_PX, actions)
    spacer = QWidget()
    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(spacer)
    _add_button(bar, actions, "keys")
    return bar


def tools_bar(actions: Actions) -> QToolBar:
    """The upright bar of tools; choosing one lets go of the other."""
    bar = _bar("tools", QCoreApplication.translate("ToolBars", "Tools"), _HAND, _TOOL_ICON_PX, actions)
    bar.setOrientation(Qt.Orientation.Vertical)
    group = QActionGroup(bar)
    for name in TOOLS:
        group.addAction(actions[name])
    return bar


def _bar(
    name: str, title: str, groups: tuple[tuple[str, ...], ...], icon_px: int, actions: Actions
) -> QToolBar:
    bar = QToolBar(title)
    bar.setObjectName(name)
    bar.setMovable(False)
    bar.setIconSize(QSize(icon_px, icon_px))
    for place, group in enumerate(groups):
        if place:
            bar.addSeparator()
        for action_name in group:
            _add_button(bar, actions, action_name)
    return bar


def _add_button(bar: QToolBar, actions: Actions, name: str) -> None:
    action = actions[name]
    bar.addAction(action)
    button = bar.widgetForAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(plain(action.text()))
