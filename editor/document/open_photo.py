"""The photo of a document, and the stack of steps that changed it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from editor.document.photo import PhotoLayer, read_only
from editor.document.steps import UndoSteps
from editor.document.store import DEFAULT_BUDGET_BYTES, Array, Blob, BlobStore
from editor.painting.composite import Pixels
from editor.painting.rect import BoxLike, Rect


class OpenPhoto(QObject):
    """One photo, or none. The lowest layer of `Document`.

    Signals:
        photo_changed: Another photo was loaded, or none is open any more.
        pixels_changed(Rect): The photo's pixels in a rectangle changed (fill, edge, undo, redo).
        dirty_changed(bool): There is, or is no more, work that `mark_saved` has not seen.
    """

    photo_changed = Signal()
    pixels_changed = Signal(object)
    dirty_changed = Signal(bool)

    def __init__(
        self,
        parent: QObject | None = None,
        undo_budget_bytes: int = DEFAULT_BUDGET_BYTES,
        undo_folder: Path | None = None,
    ) -> None:
        """Makes a document without a photo.

        Args:
            parent: Its owner.
            undo_budget_bytes: How much memory undo may hold; older steps go to disk.
            undo_folder: Where they go; None = the system's temporary folder.
        """
        super().__init__(parent)
        self.undo_stack = UndoSteps(self)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)
        self._undo_budget_bytes = undo_budget_bytes
        self._undo_folder = undo_folder
        self._store = BlobStore(undo_budget_bytes, undo_folder)
        self._photo = PhotoLayer(np.zeros((0, 0, 3), np.uint8), self._store)
        self._profile: bytes | None = None
        self._name = ""
        self._source: object | None = None
        self._generation = 0

    def load(
        self, pixels: Pixels, profile: bytes | None = None, name: str = "", source: object | None = None
    ) -> None:
        """Takes a photo in place of the present one; undo, mask and fills start anew.

        Args:
            pixels: (H, W, 3 or 4) uint8 or uint16 RGB(A). The document takes the array over and writes
                into it; a read-only or strided one is copied.
            profile: ICC profile; None = sRGB.
            name: What the window calls it.
            source: Whatever the opener wants to find again (`source`); never looked at.

        Raises:
            ValueError: The array is no photo.
        """
        if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or 0 in pixels.shape:
            raise ValueError(
                f"A photo has three or four channels and at least one pixel, not {pixels.shape}."
            )
        if pixels.dtype not in (np.dtype(np.uint8), np.dtype(np.uint16)):
            raise ValueError(f"A photo has 8 or 16 bits, not {pixels.dtype}.")
        if not (pixels.flags.writeable and pixels.flags.c_contiguous):
            pixels = pixels.copy()
        self._replace_photo(pixels, profile, name, source)

    def close(self) -> None:
        """Lets the photo go."""
        self._replace_photo(np.zeros((0, 0, 3), np.uint8), None, "", None)

    def _replace_photo(self, pixels: Pixels, profile: bytes | None, name: str, source: object | None) -> None:
        self.undo_stack.clear()
        self._store = BlobStore(self._undo_budget_bytes, self._undo_folder)
        self._photo = PhotoLayer(pixels, self._store)
        self._profile, self._name, self._source = profile, name, source
        self._generation += 1
        self._start_anew()
        self.photo_changed.emit()

    def _start_anew(self) -> None:
        """What the layers above do when the photo is another one, before anybody hears of it."""

    @property
    def is_open(self) -> bool:
        return self._photo.pixels.size > 0

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels; (0, 0) without a photo."""
        return self._photo.size

    @property
    def bounds(self) -> Rect:
        """The whole photo."""
        return Rect.whole(self._photo.size)

    @property
    def has_alpha(self) -> bool:
        return self._photo.pixels.shape[2] == 4

    @property
    def profile(self) -> bytes | None:
        """ICC profile; None = sRGB."""
        return self._profile

    @property
    def name(self) -> str:
        return self._name

    @property
    def source(self) -> object | None:
        """What `load` was given to remember."""
        return self._source

    @property
    def generation(self) -> int:
        """Counts photos: an answer that was asked for under another one belongs to another photo."""
        return self._generation

    @property
    def pixels(self) -> Pixels:
        """(H, W, 3 or 4), the photo as it is now; a read-only view."""
        return read_only(self._photo.pixels)

    @property
    def original_pixels(self) -> Pixels:
        """(H, W, 3 or 4), the photo as it was loaded; a whole copy where something changed: prefer
        `original(rect)` for parts."""
        return self._photo.original(self.bounds)

    def original(self, rect: BoxLike) -> Pixels:
        """The pixels of a rectangle inside the photo as they were loaded; read-only."""
        return self._photo.original(Rect.of(rect))

    def shown(self, rect: BoxLike) -> Pixels:
        """The pixels of a rectangle inside the photo with the preview on top; read-only."""
        return self._photo.shown(Rect.of(rect))

    @property
    def revision(self) -> int:
        """Counts changes of the photo's pixels. Ask for it before a request, give it to `apply_fill`."""
        return self._photo.revision

    def revision_of(self, rect: BoxLike) -> int:
        """The revision at which something inside the rectangle was last written; 0 = never."""
        return self._photo.revision_of(Rect.of(rect))

    @property
    def is_dirty(self) -> bool:
        return not self.undo_stack.isClean()

    @property
    def state(self) -> int:
        """Stands for the photo with all that was made of it; nothing else that is ever open has the same."""
        return self.undo_stack.state

    def mark_saved(self, state: int | None = None) -> None:
        """What the document was at a `state` is safe on disk; None = what it is now. Where it is something
        else by now, that still needs saving."""
        if state is None or state == self.state:
            self.undo_stack.setClean()

    def push(self, command: QUndoCommand) -> None:
        """Does a step and puts it on the undo stack."""
        self.undo_stack.push(command)

    def keep(self, array: Array, pack: bool = False) -> Blob:
        """Keeps a copy of an array within undo's budget of memory, as long as the result is held.

        Args:
            array: Anything with a plain dtype.
            pack: Compress it: worth it for masks.
        """
        return self._store.keep(array, pack)

    @property
    def undo_bytes(self) -> tuple[int, int]:
        """What undo holds now: bytes in memory, bytes on disk."""
        return self._store.memory_bytes, self._store.disk_bytes

    def _pixels_written(self, rects: Iterable[Rect]) -> None:
        """Takes note of written rectangles, one by one: what lies between them is not stale."""
        for rect in rects:
            self._photo.changed(rect)
            self.pixels_changed.emit(rect)

    @Slot(bool)
    def _on_clean_changed(self, is_clean: bool) -> None:
        self.dirty_changed.emit(not is_clean)
