"""Whether words fit their places, and whether they are all in the language that is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QTabBar,
    QToolButton,
    QTreeWidget,
    QWidget,
)

from tests.editor.linguist import OPEN

_SLACK_PX = 1
# What no language changes: numbers, names, formats, languages in their own words; and one text of Qt's own.
_SAME = re.compile(
    r"[\s\d.,:%×·/+−-]*|Lacuna( [\w.]+)?|JPEG|PNG|TIFF|WebP|OpenRaster"
    r"|English|简体中文|sRGB|Press shortcut|.*\.(png|jpg|tif)"
)


def shown(root: QWidget) -> Iterator[QWidget]:
    """Every visible widget of a window, the window included; Qt's own inner parts left out."""
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisibleTo(root) and widget.window() is root.window():
            yield widget


def cut_off(root: QWidget) -> list[str]:
    """Every widget whose text has less room than it needs, with both sizes."""
    found = []
    for widget in shown(root):
        needed = _needed(widget)
        if needed is None:
            continue
        width, height = needed
        if width > widget.width() + _SLACK_PX or height > widget.height() + _SLACK_PX:
            found.append(f"{_named(widget)} needs {width}x{height}, has {widget.width()}x{widget.height()}")
        elif not _is_inside(widget, root):
            found.append(f"{_named(widget)} is not all inside the window")
    return found


def unspoken(root: QWidget) -> list[str]:
    """Every text of a window, tooltips and names for screen readers too, that is still in English."""
    found = []
    for widget in shown(root):
        for kind, text in _texts(widget):
            if OPEN not in text and not _SAME.fullmatch(text):
                found.append(f"{kind} of {type(widget).__name__}: {text!r}")
    return sorted(set(found))


def _needed(widget: QWidget) -> tuple[int, int] | None:
    """Width and height that a widget's words need; None where it shows none or scrolls them."""
    if isinstance(widget, QLabel):
        if not widget.text() or not widget.pixmap().isNull():
            return None
        if widget.wordWrap():
            return 0, widget.heightForWidth(widget.width())
        return widget.sizeHint().width(), widget.sizeHint().height()
    if isinstance(widget, QToolButton) and not widget.text():
        return None
    if isinstance(widget, QAbstractButton | QGroupBox | QComboBox | QAbstractSpinBox | QTabBar):
        # Their heights come from the style sheet: words only ever grow sideways.
        return widget.minimumSizeHint().width(), 0
    return None


def _is_inside(widget: QWidget, root: QWidget) -> bool:
    """Sideways everything has to be in sight; up and down an area may scroll."""
    place = QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, QScrollArea):
            port = QRect(parent.mapTo(root, parent.rect().topLeft()), parent.size())
            return port.left() <= place.left() and place.right() <= port.right()
        parent = parent.parentWidget()
    return root.rect().contains(place)


def _texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "tooltip", widget.toolTip()
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    if isinstance(widget, QDialog):
        yield "title", widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield "text", re.sub(r"<[^>]+>", "", widget.text())
    if isinstance(widget, QGroupBox):
        yield "title", widget.title()
    if isinstance(widget, QLineEdit):
        yield "placeholder", widget.placeholderText()
    if isinstance(widget, QComboBox):
        for place in range(widget.count()):
            yield "entry", widget.itemText(place)
    if isinstance(widget, QTabBar):
        for place in range(widget.count()):
            yield "tab", widget.tabText(place)
    if isinstance(widget, QTreeWidget):
        for item in widget.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            for column in (0, widget.columnCount() - 1):
                yield "row", item.text(column)
    if isinstance(widget, QMenu):
        for action in widget.actions():
            yield from _of_action(action)


def _of_action(action: QAction) -> Iterator[tuple[str, str]]:
    yield "action", action.text()
    yield "tooltip", action.toolTip()


def _named(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {text or widget.accessibleName()!r}"
