"""Keeps the work of a window on disk while it goes on, so that no crash takes more than its last second."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.background import Background
from editor.document.document import Document
from editor.document.saved import capture
from editor.inference.files import Photo
from editor.inference.projects import has_own_file, write_autosave
from editor.project.entries import PhotoReference, Recipe

_log = logging.getLogger(__name__)
# A change is on disk within a second: this long it waits for more of its kind, the rest is for writing.
_DELAY_MS = 400


class Autosave(QObject):
    """Writes mask, source area, labels, fills and recipe into a folder soon after every change.

    What is written is captured on the window's thread, which is quick, and copied and written on
    another.

    Signals:
        saved: The work as it was captured last is on disk.
    """

    saved = Signal()

    def __init__(
        self,
        document: Document,
        folder: Path,
        recipe: Callable[[], Recipe],
        parent: QObject | None = None,
    ) -> None:
        """Args:
        document: Whose work is kept.
        folder: Where; nobody else writes there.
        recipe: Gives the sliders' values.
        parent: The owner.
        """
        super().__init__(parent)
        self._document = document
        self._folder = folder
        self._recipe = recipe
        self._background = Background("autosave", self)
        self._number = 0
        self._is_due = False
        self._is_kept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._on_due)
        painted = (document.mask_changed, document.sources_changed, document.labels.edited)
        for changed in (*painted, document.fills_changed):
            changed.connect(self.note)
        document.undo_stack.indexChanged.connect(self.note)
        document.dirty_changed.connect(self.note)
        document.photo_changed.connect(self.note)
        self.note()

    @property
    def is_settled(self) -> bool:
        """Whether everything is on disk that should be."""
        return not (self._timer.isActive() or self._is_due or self._background.is_busy)

    @Slot()
    def note(self) -> None:
        """Something changed that must not be lost."""
        if not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Writes no more."""
        self._timer.stop()
        self._is_due = False
        self._background.close()

    @Slot()
    def _on_due(self) -> None:
        if self._background.is_busy:
            self._is_due = True  # what is being written is out of date already; the next one follows it
            return
        document = self._document
        photo = document.source
        if not isinstance(photo, Photo) or not (
            document.is_dirty or document.is_stroking or document.labels.is_stroking
        ):
            if self._is_kept:
                self._is_kept = False
                self._background.run(self._forget, self._on_forgotten, self._on_failed)
            return
        height, width = document.size
        reference = PhotoReference(document.name, None, "", "", height, width, photo.depth)
        content = capture(document, reference, self._recipe())
        original = None if has_own_file(photo) else document.original_pixels
        self._number += 1
        number, folder = self._number, self._folder
        self._is_kept = True
        self._background.run(
            lambda: write_autosave(content, folder, number, photo, original), self._on_saved, self._on_failed
        )

    def _forget(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _on_saved(self, _: None) -> None:
        self.saved.emit()
        self._go_on()

    def _on_forgotten(self, _: None) -> None:
        self._go_on()

    def _on_failed(self, error: Exception) -> None:
        # A full disk must not keep anybody from working; saving the project will say so aloud.
        _log.warning("The work could not be kept.", exc_info=error)
        self._go_on()

    def _go_on(self) -> None:
        if self._is_due:
            self._is_due = False
            self.note()
