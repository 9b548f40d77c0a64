"""The editor's rectangle of photo pixels: whole numbers, half-open, twin of the engine's `Box`.

The editor's inner rooms may not import the engine, so they bring their own; every function that takes a
rectangle from outside accepts anything with `x0, y0, x1, y1` through `Rect.of`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt


class BoxLike(Protocol):
    """Anything with four whole-numbered edges, the engine's `Box` for instance."""

    @property
    def x0(self) -> int: ...
    @property
    def y0(self) -> int: ...
    @property
    def x1(self) -> int: ...
    @property
    def y1(self) -> int: ...


class Rect(NamedTuple):
    """A half-open rectangle [x0, x1) x [y0, y1) in photo pixels."""

    x0: int
    y0: int
    x1: int
    y1: int

    @classmethod
    def of(cls, box: BoxLike) -> Rect:
        """The same rectangle as a `Rect`."""
        return cls(int(box.x0), int(box.y0), int(box.x1), int(box.y1))

    @classmethod
    def whole(cls, size: tuple[int, int]) -> Rect:
        """The rectangle of a picture of (height, width)."""
        return cls(0, 0, size[1], size[0])

    @property
    def width(self) -> int:
        return max(0, self.x1 - self.x0)

    @property
    def height(self) -> int:
        return max(0, self.y1 - self.y0)

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def is_empty(self) -> bool:
        return self.x1 <= self.x0 or self.y1 <= self.y0

    @property
    def slices(self) -> tuple[slice, slice]:
        """(rows, columns), to index an array: `mask[rect.slices]`."""
        return slice(self.y0, self.y1), slice(self.x0, self.x1)

    def intersection(self, other: Rect) -> Rect:
        """The common part; rectangles that do not meet give an empty one."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        return Rect(x0, y0, max(x0, min(self.x1, other.x1)), max(y0, min(self.y1, other.y1)))

    def united(self, other: Rect) -> Rect:
        """The smallest rectangle that holds both; an empty one adds nothing."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Rect(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )

    def overlaps(self, other: Rect) -> bool:
        return not self.intersection(other).is_empty

    def contains(self, other: Rect) -> bool:
        return self.x0 <= other.x0 and self.y0 <= other.y0 and self.x1 >= other.x1 and self.y1 >= other.y1

    def shifted(self, dx: int, dy: int) -> Rect:
        return Rect(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def grown(self, margin_px: int) -> Rect:
        return Rect(self.x0 - margin_px, self.y0 - margin_px, self.x1 + margin_px, self.y1 + margin_px)

    def tiles(self, tile_px: int) -> Iterator[tuple[int, int]]:
        """(row, column) of every tile of a grid from (0, 0) that the rectangle touches."""
        if self.is_empty:
            return
        for row in range(self.y0 // tile_px, (self.y1 - 1) // tile_px + 1):
            for column in range(self.x0 // tile_px, (self.x1 - 1) // tile_px + 1):
                yield row, column


EMPTY = Rect(0, 0, 0, 0)


def bounding_rect(covered: npt.NDArray[np.bool_] | npt.NDArray[np.uint8]) -> Rect:
    """The smallest rectangle that holds every pixel that is not zero; `EMPTY` where there is none."""
    rows = np.flatnonzero(covered.any(axis=1))
    if rows.size == 0:
        return EMPTY
    columns = np.flatnonzero(covered[rows[0] : rows[-1] + 1].any(axis=0))
    return Rect(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
