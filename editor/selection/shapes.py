"""Coverage of drawn shapes: rectangle, polygon, band. Points are photo pixels, pixel centers at +0.5.

Not by OpenCV's `fillPoly`: it takes every pixel that the outline touches, which makes a wire of two pixels
four pixels wide, and leaves holes where a lasso crosses itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from editor.painting.dabs import Coverage
from editor.painting.rect import EMPTY, Rect

PointXY = tuple[float, float]
# Where a shape lies in the photo, and its (h, w) coverage there.
Selected = tuple[Rect, Coverage]

NOTHING: Selected = (EMPTY, np.zeros((0, 0), np.uint8))

# Further out than any photo: keeps wild coordinates from becoming endless loops.
_FARTHEST_PX = 2.0**20
# Bands keep the running sums small, in memory and in the processor's cache.
_BAND_ROWS = 256
# Points of each of a band's round ends: a chord of a 400 px wide one is half a pixel off the circle.
_END_POINTS = 24


def rectangle(a: PointXY, b: PointXY, bounds: Rect) -> Selected:
    """The whole pixels between two corners, in any order; `NOTHING` beside the photo."""
    x0, x1 = sorted((a[0], b[0]))
    y0, y1 = sorted((a[1], b[1]))
    rect = Rect(*(math.floor(edge + 0.5) for edge in _held((x0, y0)) + _held((x1, y1)))).intersection(bounds)
    if rect.is_empty:
        return NOTHING
    return rect, np.full((rect.height, rect.width), 255, np.uint8)


def polygon(points: Sequence[PointXY], bounds: Rect) -> Selected:
    """The pixels whose centers a closed line surrounds; `NOTHING` for fewer than three points.

    A line may cross itself: whatever it goes around is inside (non-zero winding), as a lasso is meant.
    """
    if len(points) < 3:
        return NOTHING
    corners = np.array([_held(point) for point in points], np.float64)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    rect = Rect(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)).intersection(bounds)
    if rect.is_empty:
        return NOTHING
    rows, columns, turns = _crossings(corners - (rect.x0, rect.y0), rect)
    coverage = np.empty((rect.height, rect.width), np.uint8)
    for y0 in range(0, rect.height, _BAND_ROWS):
        y1 = min(y0 + _BAND_ROWS, rect.height)
        here = slice(*np.searchsorted(rows, (y0, y1)))
        winding = np.zeros((y1 - y0, rect.width + 1), np.int16)
        np.add.at(winding, (rows[here] - y0, columns[here]), turns[here])
        inside = np.cumsum(winding[:, :-1], axis=1, dtype=np.int16) != 0
        np.multiply(inside, np.uint8(255), out=coverage[y0:y1])
    return rect, coverage


def _crossings(
    corners: npt.NDArray[np.float64], rect: Rect
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.int16]]:
    """Where an outline crosses the middle of a row, sorted by rows.

    Args:
        corners: (N, 2) x and y from the rectangle's corner.
        rect: What is looked at.

    Returns:
        Rows, the first columns right of the crossings (0..width), and +1 upwards, -1 downwards.
    """
    following = np.roll(corners, -1, axis=0)
    low = np.where(corners[:, 1] <= following[:, 1], corners.T, following.T).T
    high = np.where(corners[:, 1] <= following[:, 1], following.T, corners.T).T
    first = np.clip(np.ceil(low[:, 1] - 0.5), 0, rect.height).astype(np.intp)
    last = np.clip(np.ceil(high[:, 1] - 0.5), 0, rect.height).astype(np.intp)
    counts = last - first
    edge = np.repeat(np.arange(len(corners)), counts)
    rows = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    slope = (high[edge, 0] - low[edge, 0]) / np.maximum(high[edge, 1] - low[edge, 1], 1e-12)
    x = low[edge, 0] + (rows + 0.5 - low[edge, 1]) * slope
    columns = np.clip(np.ceil(x - 0.5), 0, rect.width).astype(np.intp)
    turns = np.where(corners[edge, 1] <= following[edge, 1], 1, -1).astype(np.int16)
    order = np.argsort(rows, kind="stable")
    return rows[order], columns[order], turns[order]


def band(a: PointXY, b: PointXY, width_px: float, bounds: Rect) -> Selected:
    """A straight band with round ends: the mask of a wire or a pole.

    Args:
        a: One end of its axis.
        b: The other end; the same point gives a disc.
        width_px: Its width, at least one pixel.
        bounds: The photo.
    """
    radius = max(1.0, width_px) / 2
    angle = math.atan2(b[1] - a[1], b[0] - a[0])
    outline = []
    for (x, y), start in ((a, angle + math.pi / 2), (b, angle - math.pi / 2)):
        for i in range(_END_POINTS + 1):
            turned = start + math.pi * i / _END_POINTS
            outline.append((x + radius * math.cos(turned), y + radius * math.sin(turned)))
    return polygon(outline, bounds)


def _held(point: PointXY) -> PointXY:
    x, y = (min(max(value, -_FARTHEST_PX), _FARTHEST_PX) for value in point)
    return x, y
