"""Variations made ready to be set in while nobody waits for it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from editor.background import Background
from editor.document.document import Document
from editor.document.fills import FillRecord

# An edge that is dragged changes many times a second; whoever chooses another variation takes longer.
_DELAY_MS = 200

_log = logging.getLogger(__name__)


class Readiness(QObject):
    """Composites fills for the edge of the last one, on a thread of its own.

    Setting in what is not ready takes longer and gives the same.
    """

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._records: Sequence[FillRecord] = ()
        self._background = Background("variations", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._on_due)

    @property
    def is_settled(self) -> bool:
        """Whether everything is as ready as it will be."""
        return not self._timer.isActive() and not self._background.is_busy

    def want(self, records: Sequence[FillRecord]) -> None:
        """Makes these ready, a moment later, and gives up what was made ready of others."""
        for record in self._records:
            if record not in records:
                record.forget_ahead()
        self._records = records
        if records:
            self._timer.start()
        else:
            self._timer.stop()

    def close(self) -> None:
        """Ends the thread."""
        self._timer.stop()
        self._records = ()
        self._background.close()

    @Slot()
    def _on_due(self) -> None:
        last, records, keep = self._document.last_fill, self._records, self._document.keep
        if last is None:
            return
        edge = last.edge

        def work() -> None:
            for record in records:
                if self._records is records:  # nobody wants others by now
                    record.composite_ahead(edge, keep)

        self._background.run(work, lambda _: None, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        # What is asked for again when a variation is chosen fails there, before the person's eyes.
        _log.warning("A variation could not be made ready.", exc_info=error)
