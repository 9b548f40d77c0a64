"""Masks in and out as pictures, on a thread of their own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from editor.background import Background
from editor.inference.client import details_of
from editor.inference.thread import as_engine_error
from editor.painting.opencv import cv2
from engine.api import PhotoError
from engine.photo.atomic import replacing

Mask = npt.NDArray[np.bool_] | npt.NDArray[np.uint8]


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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background("masks", self)

    def open(self, path: Path, size: tuple[int, int], generation: int) -> None:
        """Reads a mask of (height, width) for the photo of a generation."""
        self._background.run(
            lambda: _read(path, size),
            lambda mask: self.read.emit(path, mask, generation),
            partial(self._on_failed, self.tr("The mask could not be opened.")),
        )

    def export(self, path: Path, mask: Mask) -> None:
        """Writes a mask (H, W) that nobody changes meanwhile."""
        self._background.run(
            lambda: write_mask(path, mask),
            lambda _: self.written.emit(path),
            partial(self._on_failed, self.tr("The mask could not be written.")),
        )

    def close(self) -> None:
        """Finishes what is being written and ends the thread."""
        self._background.close()

    def _on_failed(self, sentence: str, failure: Exception) -> None:
        error = as_engine_error(failure, sentence)
        self.failed.emit(error.user_message, details_of(error))


def _read(path: Path, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    from engine.photo.masks import read_mask

    return read_mask(path, size)


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
