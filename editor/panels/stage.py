"""The middle of the window: pages, and the notice bar floating above them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

_WIDEST_PX = 760
_MARGIN_PX = 12


class Stage(QWidget):
    """Lays a bar over its pages: a notice that came and went must not move the photo under the brush."""

    def __init__(self, pages: QWidget, bar: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pages)
        bar.setParent(self)
        bar.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._bar and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = min(_WIDEST_PX, self.width() - 2 * _MARGIN_PX)
        layout = self._bar.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        if height <= 0:
            height = self._bar.sizeHint().height()
        self._bar.setGeometry((self.width() - width) // 2, _MARGIN_PX, width, height)
        self._bar.raise_()
