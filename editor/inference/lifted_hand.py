"""Waiting for the hand: what would end the stroke under it comes when it is lifted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.document.document import Document

_POLL_MS = 30


class LiftedHand(QObject):
    """Says when nobody paints any more.

    Signals:
        lifted: The stroke that was under way at `wait` has ended.
    """

    lifted = Signal()

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._on_due)

    def wait(self) -> None:
        """Says `lifted` once, as soon as no stroke is under way."""
        self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        if not self._document.is_stroking:
            self._timer.stop()
            self.lifted.emit()
