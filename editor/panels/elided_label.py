"""A label of one line that says by dots that it has more to say than room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Takes what room there is. A plain `QLabel` is cut off in the middle of a letter."""

    def __init__(self, parent: QWidget | None = None, *, takes_all: bool = True) -> None:
        """Args:
        parent: The owner.
        takes_all: It takes all the room there is, and keeps it while it is hidden, so that what stands behind
            it stays where it is; otherwise none but what its text needs.
        """
        super().__init__(parent)
        self._whole = ""
        self._remark = ""
        across = QSizePolicy.Policy.Ignored if takes_all else QSizePolicy.Policy.Maximum
        room = QSizePolicy(across, QSizePolicy.Policy.Preferred)
        room.setRetainSizeWhenHidden(takes_all)
        self.setSizePolicy(room)

    def setText(self, text: str) -> None:
        self._whole = text
        self._fit()
        self.updateGeometry()

    def text(self) -> str:
        """All of it."""
        return self._whole

    @property
    def shown(self) -> str:
        """What there is room for."""
        return super().text()

    def setToolTip(self, text: str) -> None:
        """Says more than the text; a text that is cut short is whole above it."""
        self._remark = text
        self._fit()

    def sizeHint(self) -> QSize:
        """What all of the text needs."""
        text_px = self.fontMetrics().horizontalAdvance(self._whole) + 1  # it is rounded
        return QSize(text_px + self._padding_px(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _padding_px(self) -> int:
        """What the style takes beside a text: a label's margins know nothing of style sheets."""
        return max(0, super().sizeHint().width() - self.fontMetrics().horizontalAdvance(super().text()))

    def _fit(self) -> None:
        room_px = self.width() - self._padding_px()
        elided = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room_px)
        super().setText(elided)
        whole = "" if elided == self._whole else self._whole
        super().setToolTip("\n".join(filter(None, (whole, self._remark))))
