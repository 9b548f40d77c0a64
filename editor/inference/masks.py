"""Masks in and out as pictures, on a thread of their own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QThread, Signal, Slot

from editor.inference.client import details_of
from editor.inference.thread import attempt
from editor.painting.opencv import cv2
from engine.api import PhotoError
from engine.photo.atomic import replacing

Mask = npt.NDArray[np.bool_] | npt.NDArray[np.uint8]


class _Worker(QObject):
    """Lives on the masks' thread."""

    read = Signal(object, object, int)
    written = Signal(object)
    failed = Signal(str, str)

    @Slot(object, object, int)
    def on_read(self, path: Path, size: tuple[int, int], generation: int) -> None:
        from engine.photo.masks import read_mask

        error = attempt(
            lambda: self.read.emit(path, read_mask(path, size), generation),
            self.tr("The mask could not be opened."),
        )
        if error is not None:
            self.failed.emit(error.user_message, details_of(error))

    @Slot(object, object)
    def on_write(self, path: Path, mask: Mask) -> None:
        def write() -> None:
            write_mask(path, mask)
            self.written.emit(path)

        error = attempt(write, self.tr("The mask could not be written."))
        if error is not None:
            self.failed.emit(error.user_message, details_of(error))

    @Slot()
    def on_finish(self) -> None:
        """Comes after everything that was asked for before it; `quit` from outside would overtake that."""
        self.thread().quit()


class MaskFiles(QObject):
    """Reads and writes masks in the background.

    Signals:
        read: A mask was read: its path, (H, W) bool, and the generation it was asked for under.
        written: A mask was written (its path).
        failed: It could not be read or written; an old file is as it was: a sentence and details.
    """

    read = Signal(object, object, int)
    written = Signal(object)
    failed = Signal(str, str)
    _read = Signal(object, object, int)
    _write = Signal(object, object)
    _finish = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = QThread(self)
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._read.connect(self._worker.on_read)
        self._write.connect(self._worker.on_write)
        self._finish.connect(self._worker.on_finish)
        self._worker.read.connect(self.read)
        self._worker.written.connect(self.written)
        self._worker.failed.connect(self.failed)
        self._thread.start()

    def open(self, path: Path, size: tuple[int, int], generation: int) -> None:
        """Reads a mask of (height, width) for the photo of a generation."""
        self._read.emit(path, size, generation)

    def export(self, path: Path, mask: Mask) -> None:
        """Writes a mask (H, W) that nobody changes meanwhile."""
        self._write.emit(path, mask)

    def close(self) -> None:
        """Finishes what is being written and ends the thread."""
        self._finish.emit()
        self._thread.wait()


def write_mask(path: Path, mask: Mask) -> None:
    """Writes a mask (H, W) as a gray 8-bit PNG, white = hole; the file is there completely or not at all.

    Raises:
        PhotoError: It cannot be written.
    """
    levels = np.asarray(mask * np.uint8(255) if mask.dtype == np.bool_ else mask, np.uint8)
    is_done, data = cv2.imencode(".png", levels)
    if not is_done:
        raise PhotoError(f"The mask could not be written to {path.name}.")
    with replacing(path) as part:
        part.write_bytes(data.tobytes())
