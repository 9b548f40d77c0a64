"""A picture at half, quarter, eighth... of its size, made only where it is looked at.

Level 0 is never copied: it is read from the document. Each further level is an array whose tiles are
computed from the level before when they are first asked for; an edit refreshes only its own rectangle in
the tiles that exist. Opening 100 megapixels therefore costs one pass over them, and a dab costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from editor.painting.opencv import cv2
from editor.painting.rect import Rect

Array = npt.NDArray[Any]
TILE_PX = 256


def mean_of_four(array: Array) -> Array:
    """Halves a picture (2h, 2w[, C]) by averaging; OpenCV's area filter, 20 times numpy's speed."""
    height, width = array.shape[0] // 2, array.shape[1] // 2
    return cv2.resize(array, (width, height), interpolation=cv2.INTER_AREA).reshape(
        height, width, *array.shape[2:]
    )


def most_of_four(array: Array) -> Array:
    """Halves coverage (2h, 2w) by its maximum: the thinnest stroke stays visible at every zoom."""
    rows = np.maximum(array[0::2], array[1::2])
    return np.maximum(rows[:, 0::2], rows[:, 1::2])


class Pyramid:
    """Levels of one picture."""

    def __init__(
        self,
        size: tuple[int, int],
        read: Callable[[Rect], Array],
        halve: Callable[[Array], Array],
        is_blank: Callable[[Rect], bool] | None = None,
    ) -> None:
        """Makes the empty pyramid.

        Args:
            size: (height, width) of level 0.
            read: Gives level 0 inside a rectangle, (h, w[, C]).
            halve: `mean_of_four` or `most_of_four`.
            is_blank: Whether level 0 is known, without looking, to be zero in a rectangle: such parts, most
                of a mask, are neither read nor written.
        """
        self._size = size
        self._read = read
        self._halve = halve
        self._is_blank = is_blank or (lambda rect: False)
        self._levels: dict[int, Array] = {}
        self._made: dict[int, npt.NDArray[np.bool_]] = {}

    @property
    def top(self) -> int:
        """The coarsest useful level: one tile."""
        return max(0, (max(1, *self._size) - 1).bit_length() - TILE_PX.bit_length() + 1)

    def size(self, level: int) -> tuple[int, int]:
        """(height, width) of a level; halves are rounded up."""
        return -(-self._size[0] >> level), -(-self._size[1] >> level)

    def read(self, level: int, rect: Rect) -> Array:
        """The pixels of a rectangle inside a level; not to be written to."""
        if level == 0:
            return self._read(rect)
        self._make(level, rect)
        return self._levels[level][rect.slices]

    def refresh(self, rect: Rect) -> None:
        """Level 0 changed inside a rectangle: brings the levels that exist up to date."""
        for level in sorted(self._levels):
            rect = Rect(rect.x0 >> 1, rect.y0 >> 1, (rect.x1 + 1) >> 1, (rect.y1 + 1) >> 1)
            rect = rect.intersection(Rect.whole(self.size(level)))
            for tile in rect.tiles(TILE_PX):
                if not self._made[level][tile]:
                    continue
                where = rect.intersection(self._tile_rect(level, tile))
                if self._is_blank(Rect(*(edge << level for edge in where))):
                    self._levels[level][where.slices] = 0
                else:
                    self._compute(level, where)

    def _make(self, level: int, rect: Rect) -> None:
        if level not in self._levels:
            # Every level below exists too, so that `refresh` meets them without gaps.
            for lower in range(1, level + 1):
                self._add_level(lower)
        made = self._made[level]
        for tile in rect.tiles(TILE_PX):
            if not made[tile]:
                where = self._tile_rect(level, tile)
                if not self._is_blank(Rect(*(edge << level for edge in where))):
                    self._compute(level, where)
                made[tile] = True

    def _add_level(self, level: int) -> None:
        if level in self._levels:
            return
        sample = self._read(Rect(0, 0, 1, 1))
        height, width = self.size(level)
        # Untouched pages of a fresh array take no memory: only what is looked at does.
        self._levels[level] = np.zeros((height, width, *sample.shape[2:]), sample.dtype)
        self._made[level] = np.zeros((-(-height // TILE_PX), -(-width // TILE_PX)), np.bool_)

    def _tile_rect(self, level: int, tile: tuple[int, int]) -> Rect:
        y0, x0 = tile[0] * TILE_PX, tile[1] * TILE_PX
        return Rect(x0, y0, x0 + TILE_PX, y0 + TILE_PX).intersection(Rect.whole(self.size(level)))

    def _compute(self, level: int, rect: Rect) -> None:
        finer = Rect(2 * rect.x0, 2 * rect.y0, 2 * rect.x1, 2 * rect.y1)
        inside = finer.intersection(Rect.whole(self.size(level - 1)))
        source = self.read(level - 1, inside)
        missing = (finer.height - inside.height, finer.width - inside.width)
        if missing != (0, 0):
            # An odd edge: its last row or column stands for itself.
            pad = [(0, missing[0]), (0, missing[1]), (0, 0)]
            source = np.pad(source, pad[: source.ndim], mode="edge")
        self._levels[level][rect.slices] = self._halve(source)
