"""The middle of the window: pages, and what floats above them: notices and variations."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

_WIDEST_PX = 760
_MARGIN_PX = 12


class Stage(QWidget):
    """Lays a bar and a strip over its pages: what comes and goes must not move the photo under the brush."""

    def __init__(self, pages: QWidget, bar: QWidget, strip: QWidget, parent: QWidget | None = None) -> None:
        """Args:
        pages: What fills the middle.
        bar: Floats at the top.
        strip: Floats at the bottom.
        parent: The owner.
        """
        super().__init__(parent)
        self._bar = bar
        self._strip = strip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pages)
        for floating in (bar, strip):
            floating.setParent(self)
            floating.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_ours = watched is self._bar or watched is self._strip
        if is_ours and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
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
        wanted = self._strip.sizeHint()
        width = min(wanted.width(), self.width() - 2 * _MARGIN_PX)
        top = self.height() - wanted.height() - _MARGIN_PX
        self._strip.setGeometry((self.width() - width) // 2, max(0, top), width, wanted.height())
        self._strip.raise_()
