"""The stack that the sections of a panel form, and the lines between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from editor.panels.slider_row import SliderRow


def line() -> QFrame:
    """A thin line across a panel."""
    result = QFrame()
    result.setObjectName("line")
    result.setFixedHeight(1)
    return result


class SectionStack(QScrollArea):
    """Sections one below the other, as wide as their words need; on low screens the stack scrolls."""

    def __init__(self, sections: Sequence[QWidget], least_width_px: int = 0) -> None:
        """Args:
        sections: From top to bottom.
        least_width_px: It is never narrower, however short the words of a language are.
        """
        super().__init__()
        self._least_width_px = least_width_px
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for place, section in enumerate(sections):
            if place:
                column.addWidget(line())
            column.addWidget(section)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)
        self._inside.installEventFilter(self)
        self._fit()

    def reveal(self, section: QWidget) -> None:
        """Scrolls so that a section is in sight, with its heading if it is higher than the stack."""
        if not self.isVisible():
            return  # nobody has unfolded it: the window is being built
        self._fit()
        self._inside.adjustSize()
        self.ensureWidgetVisible(section, 0, 0)
        self.verticalScrollBar().setValue(min(self.verticalScrollBar().value(), section.y()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Lines the sliders up in columns, and makes room for the longest row."""
        rows = self._inside.findChildren(SliderRow)
        label_px = max((row.columns_px[0] for row in rows), default=0)
        box_px = max((row.columns_px[1] for row in rows), default=0)
        for row in rows:
            row.set_columns(label_px, box_px)
        needed_px = self._inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(max(self._least_width_px, needed_px))


def controls_of(root: QWidget) -> list[QWidget]:
    """Everything in a part of the window that Tab stops at, top to bottom; the part itself if it is one.
    Lists that drop down are windows of their own."""
    found = [root, *(part for part in root.findChildren(QWidget) if part.window() is root.window())]
    return [
        widget
        for widget in found
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]
