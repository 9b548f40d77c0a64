"""Strokes: from the points a hand gives to the dabs that cover the way between them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from editor.painting.dabs import MAX_SIZE_PX, Coverage, dab, dab_rect, press
from editor.painting.rect import EMPTY, Rect


@dataclass(frozen=True)
class Brush:
    """What a stroke is painted with.

    Attributes:
        size_px: Diameter in photo pixels, 1..2000.
        hardness: 0..1, see `dab`.
        erase: True takes coverage away.
        is_pressure_sized: A pen's pressure scales the diameter.
    """

    size_px: float = 60.0
    hardness: float = 0.8
    erase: bool = False
    is_pressure_sized: bool = True


@dataclass(frozen=True)
class Point:
    """A place on the way, in photo pixels (pixel centers at +0.5), and how hard the pen was pressed, 0..1."""

    x: float
    y: float
    pressure: float = 1.0


class Stroke:
    """One way of the brush, from press to release."""

    def __init__(self, brush: Brush) -> None:
        self.brush = brush
        self._last: Point | None = None

    @property
    def last(self) -> Point | None:
        """The last point painted to."""
        return self._last

    def reach(self, points: Sequence[Point]) -> Rect:
        """A rectangle that holds every dab that `paint` would press for these points, photo or not."""
        rect = EMPTY
        for point in (self._last, *points):
            if point is not None:
                rect = rect.united(dab_rect(point.x, point.y, self._size(point.pressure)).grown(1))
        return rect

    def paint(self, mask: Coverage, points: Sequence[Point]) -> Rect:
        """Continues the stroke through the points.

        Args:
            mask: (H, W) coverage, changed in place.
            points: The way, in order.

        Returns:
            The part of the mask that may have changed.
        """
        changed = EMPTY
        for point in points:
            for x, y, size in self._dabs_to(point):
                where = dab_rect(x, y, size)
                changed = changed.united(press(mask, where, dab(size, self.brush.hardness), self.brush.erase))
            self._last = point
        return changed

    def _dabs_to(self, point: Point) -> Iterator[tuple[float, float, int]]:
        """Centers and sizes from the last point (exclusive) to this one (inclusive)."""
        size = self._size(point.pressure)
        last = self._last
        if last is None:
            yield point.x, point.y, size
            return
        last_size = self._size(last.pressure)
        length = math.hypot(point.x - last.x, point.y - last.y)
        steps = max(1, math.ceil(length / _spacing(min(size, last_size))))
        for i in range(1, steps + 1):
            t = i / steps
            between = size if size == last_size else _stepped(last_size + t * (size - last_size))
            yield last.x + t * (point.x - last.x), last.y + t * (point.y - last.y), between

    def _size(self, pressure: float) -> int:
        scale = min(max(0.0, pressure), 1.0) if self.brush.is_pressure_sized else 1.0
        return _stepped(self.brush.size_px * scale)


def _spacing(size_px: int) -> float:
    """Distance between dabs. Two discs of radius r at distance s leave a notch of s^2 / 8r at the rim;
    s = sqrt(2 r) keeps it at a quarter of a pixel whatever the size."""
    return max(1.0, math.sqrt(size_px))


def _stepped(size_px: float) -> int:
    """Whole sizes, in steps of about two percent above 64 px, so that a pen finds its dabs in the cache."""
    size = min(max(1, round(size_px)), MAX_SIZE_PX)
    step = max(1, size // 64) if size_px != int(size_px) else 1
    return size // step * step
