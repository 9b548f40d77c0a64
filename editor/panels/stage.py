"""The middle of the window: pages, notices that float above them, and room for the variations below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

_WIDEST_PX = 760
# Of the photo there is always something to be seen, with the panel beside it and the variations below.
_LEAST_PX = (360, 240)
_MARGIN_PX = 12
_GAP_PX = 6
_MOVING = (QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.Hide)


class Stage(QWidget):
    """Lays a bar over its pages: what comes and goes by itself must not move the photo under the brush. A
    strip, which comes when it is asked for and stays while it is compared with the photo, gets room below."""

    def __init__(self, pages: QWidget, bar: QWidget, strip: QWidget, parent: QWidget | None = None) -> None:
        """Args:
        pages: What fills the middle.
        bar: Floats at the top.
        strip: Stands below the pages while it is shown.
        parent: The owner.
        """
        super().__init__(parent)
        self._bar = bar
        self._strip = strip
        self.setObjectName("stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(*_LEAST_PX)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(pages)
        for floating in (bar, strip):
            floating.setParent(self)
            floating.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_ours = watched is self._bar or watched is self._strip
        if is_ours and event.type() in _MOVING:
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
        top = self.height() - wanted.height() - _GAP_PX
        room = 0 if self._strip.isHidden() else wanted.height() + 2 * _GAP_PX
        if room != self._column.contentsMargins().bottom():
            self._column.setContentsMargins(0, 0, 0, room)
        self._strip.setGeometry((self.width() - width) // 2, max(0, top), width, wanted.height())
        self._strip.raise_()
