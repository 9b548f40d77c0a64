"""Rectangles of a photograph: boxes, the context a hole is seen in, rows in view first.

All coordinates are whole pixels, boxes are half-open, sizes are (height, width).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, order=True)
class Box:
    """A half-open rectangle [x0, x1) x [y0, y1) in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def is_empty(self) -> bool:
        return self.x1 <= self.x0 or self.y1 <= self.y0

    @property
    def slices(self) -> tuple[slice, slice]:
        """(rows, columns), to index an array: `photo[box.slices]`."""
        return slice(self.y0, self.y1), slice(self.x0, self.x1)

    def intersection(self, other: Box) -> Box:
        """The common part; empty boxes collapse to zero size."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        return Box(x0, y0, max(x0, min(self.x1, other.x1)), max(y0, min(self.y1, other.y1)))

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )

    def contains(self, other: Box) -> bool:
        return self.x0 <= other.x0 and self.y0 <= other.y0 and self.x1 >= other.x1 and self.y1 >= other.y1

    def overlaps(self, other: Box) -> bool:
        return not self.intersection(other).is_empty

    def shifted(self, dx: int, dy: int) -> Box:
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def grown(self, margin_px: int) -> Box:
        return Box(self.x0 - margin_px, self.y0 - margin_px, self.x1 + margin_px, self.y1 + margin_px)

    @staticmethod
    def whole(size: tuple[int, int]) -> Box:
        """The box of a picture of (height, width)."""
        return Box(0, 0, size[1], size[0])


def bounding_box(mask: npt.NDArray[np.bool_]) -> Box:
    """The smallest box that holds every set pixel of a mask (H, W); empty where none is set."""
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return Box(0, 0, 0, 0)
    # Look for columns only between the first and last row: masks of 100 megapixels are mostly empty.
    columns = np.flatnonzero(mask[rows[0] : rows[-1] + 1].any(axis=0))
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def context_side(hole: Box, context: float, least_px: int) -> int:
    """The side of the box that a hole is seen in, were the photo large enough; see `context_box`."""
    return max(least_px, round(context * max(hole.width, hole.height)))


def context_box(hole: Box, size: tuple[int, int], context: float, least_px: int) -> Box:
    """The part of the photo that a hole is seen in: the hole in the middle, moved inwards at borders.

    Args:
        hole: Box of the hole.
        size: Size of the photo, (height, width).
        context: Side of the box in units of the hole's longer side. Cropping matters more than the
            model: the same network gains tens of decibels when a small hole is seen large.
        least_px: Smallest side, as far as the photo allows.

    Returns:
        A box inside the photo that holds the hole.
    """
    height, width = size
    side = context_side(hole, context, least_px)
    box_w, box_h = min(width, max(side, hole.width)), min(height, max(side, hole.height))
    x0 = min(max(0, (hole.x0 + hole.x1 - box_w) // 2), width - box_w)
    y0 = min(max(0, (hole.y0 + hole.y1 - box_h) // 2), height - box_h)
    return Box(x0, y0, x0 + box_w, y0 + box_h)


def rows_in_view_first(rows: Sequence[Box], viewport: Box | None) -> Iterator[Box]:
    """Rows that the viewport shows, top to bottom, then the others by distance from it."""
    if viewport is None:
        yield from rows
        return

    def distance(row: Box) -> tuple[bool, int, int]:
        gap = max(viewport.y0 - row.y1, row.y0 - viewport.y1, 0)
        return (not row.overlaps(viewport), gap, row.y0)

    yield from sorted(rows, key=distance)
