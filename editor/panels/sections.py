"""Headings and lines that divide a panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget


class Section(QWidget):
    """A heading with controls below it. Add them to `rows`.

    Attributes:
        rows: The layout that the controls go into.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(title)
        heading.setObjectName("section")
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(14, 9, 14, 10)
        self.rows.setSpacing(6)
        self.rows.addWidget(heading)
        self.setAccessibleName(title)


def line() -> QFrame:
    """A thin line across a panel."""
    result = QFrame()
    result.setObjectName("line")
    result.setFixedHeight(1)
    return result


def stacked(sections: list[QWidget]) -> QScrollArea:
    """Sections one below the other; on low screens the stack scrolls."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for place, section in enumerate(sections):
        if place:
            column.addWidget(line())
        column.addWidget(section)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def controls_of(root: QWidget) -> list[QWidget]:
    """Everything in a part of the window that Tab stops at, top to bottom; the part itself if it is one."""
    found = [root, *root.findChildren(QWidget)]
    return [
        widget
        for widget in found
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]
