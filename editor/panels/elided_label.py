"""A label of one line that says by dots that it has more to say than room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Takes what room there is. A plain `QLabel` is cut off in the middle of a letter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        room = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # Hidden, it leaves its room empty, and what stands behind it stays where it is.
        room.setRetainSizeWhenHidden(True)
        self.setSizePolicy(room)

    def setText(self, text: str) -> None:
        self._whole = text
        self._fit()

    def text(self) -> str:
        """All of it."""
        return self._whole

    @property
    def shown(self) -> str:
        """What there is room for."""
        return super().text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room_px = self.contentsRect().width()
        elided = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room_px)
        super().setText(elided)
        self.setToolTip("" if elided == self._whole else self._whole)
