"""A picture as large as the window: what layers draw into and the view copies to the screen."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from editor.painting.rect import Rect

# Above this many separate dirty rectangles one that holds them all is cheaper.
_MOST_RECTS = 8
_BAND_ROWS = 64


class Raster:
    """Device pixels of the window, and which of them are out of date.

    Attributes:
        pixels: (height, width, 4) uint8, blue first, premultiplied.
        image: The same memory as a QImage.
    """

    def __init__(self, size: tuple[int, int], has_alpha: bool) -> None:
        self.pixels: npt.NDArray[np.uint8] = np.zeros((*size, 4), np.uint8)
        kind = QImage.Format.Format_ARGB32_Premultiplied if has_alpha else QImage.Format.Format_RGB32
        # The QImage does not own the array: both live and die with this object.
        self.image = QImage(self.pixels.data, size[1], size[0], size[1] * 4, kind)
        self.whole = Rect.whole(size)
        self.dirty: list[Rect] = [self.whole]

    def spoil(self, rect: Rect | None = None) -> None:
        """Marks a rectangle (None: everything) as out of date."""
        rect = self.whole if rect is None else rect.intersection(self.whole)
        if rect.is_empty or any(other.contains(rect) for other in self.dirty):
            return
        self.dirty = [other for other in self.dirty if not rect.contains(other)]
        self.dirty.append(rect)
        if len(self.dirty) > _MOST_RECTS:
            for other in self.dirty:
                rect = rect.united(other)
            self.dirty = [rect]

    def take_dirty(self, band_px: int) -> list[Rect]:
        """What is out of date, in bands of at most so many rows; the caller is going to draw it."""
        dirty, self.dirty = self.dirty, []
        return [
            Rect(rect.x0, y0, rect.x1, min(y0 + band_px, rect.y1))
            for rect in dirty
            for y0 in range(rect.y0, rect.y1, band_px)
        ]

    def scroll(self, dx: int, dy: int) -> None:
        """Moves everything by whole pixels; what comes into sight is out of date."""
        whole = self.whole
        kept = whole.shifted(dx, dy).intersection(whole)
        if kept.is_empty:
            self.dirty = [whole]
            return
        move(self.pixels, dx, dy)
        moved = [rect.shifted(dx, dy) for rect in self.dirty]
        self.dirty = []
        for rect in moved:
            self.spoil(rect)
        self.spoil(Rect(0, 0, whole.x1, kept.y0))
        self.spoil(Rect(0, kept.y1, whole.x1, whole.y1))
        self.spoil(Rect(0, kept.y0, kept.x0, kept.y1))
        self.spoil(Rect(kept.x1, kept.y0, whole.x1, kept.y1))


def move(array: npt.NDArray[Any], dx: int, dy: int) -> None:
    """Moves the content of an array (h, w[, C]) in place; what comes into sight is left as it was.

    In bands, and from the side that it moves to: numpy copies overlapping parts by way of a buffer, which
    for a whole window costs more than the move itself.
    """
    height, width = array.shape[:2]
    kept = Rect(0, 0, width, height).intersection(Rect(dx, dy, width + dx, height + dy))
    bands = list(range(kept.y0, kept.y1, _BAND_ROWS))
    for y0 in reversed(bands) if dy > 0 else bands:
        y1 = min(y0 + _BAND_ROWS, kept.y1)
        array[y0:y1, kept.x0 : kept.x1] = array[y0 - dy : y1 - dy, kept.x0 - dx : kept.x1 - dx]
