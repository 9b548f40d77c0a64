"""Label maps under a hand: codes of labels, and a piece of one label that is dragged along."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from editor.painting.dabs import MAX_SIZE_PX, Coverage, dab, press
from editor.painting.morphology import Bools
from editor.painting.opencv import cv2
from editor.painting.rect import EMPTY, Rect
from editor.painting.strokes import Point

Codes = npt.NDArray[np.uint8]
UNKNOWN = 0
MOST_CODE = 43
"""The largest code that there is; the engine's vocabularies say what each means."""


@dataclass(frozen=True)
class LabelStyle:
    """How a label is shown.

    Attributes:
        code: 1..`MOST_CODE`, its value in label maps.
        name: In the person's language.
        color: (r, g, b) 0..255.
    """

    code: int
    name: str
    color: tuple[int, int, int]


@dataclass(frozen=True)
class HoleLabels:
    """What the engine says lies where in one hole and its reach; twin of the engine's own.

    Attributes:
        codes: (h, w).
        wanted: (h, w), where the person said so.
        vocabulary: "scene" or "regions", what the engine's own labels are taken from.
        grown: Code of the label that sets this map apart from the likeliest; 0 for that one.
        alternatives: `grown` of every distinct map that the hole may have, by number.
    """

    codes: Codes
    wanted: Bools
    vocabulary: str
    grown: int = 0
    alternatives: tuple[int, ...] = (0,)


class HoleLabelsLike(Protocol):
    """Anything with the parts of `HoleLabels`, the engine's for instance."""

    @property
    def codes(self) -> Codes: ...
    @property
    def wanted(self) -> Bools: ...
    @property
    def vocabulary(self) -> str: ...
    @property
    def grown(self) -> int: ...
    @property
    def alternatives(self) -> tuple[int, ...]: ...


class LabelPainter(Protocol):
    """What covers pixels on its way through points: a `Stroke` of a brush, or a `Sweep`."""

    def reach(self, points: Sequence[Point]) -> Rect: ...
    def paint(self, mask: Coverage, points: Sequence[Point]) -> Rect: ...


class Sweep:
    """The part of a label inside a circle, dragged: it covers whatever it passes over.

    Taken at a border, its border goes ahead with its shape: a horizon is pushed up as a horizon.
    """

    def __init__(
        self, codes: Codes, x: float, y: float, size_px: float, corner: tuple[int, int] = (0, 0)
    ) -> None:
        """Takes the part of the label under a point, as far as it hangs together inside the circle.

        Args:
            codes: (H, W) label map.
            x: Where the circle's center is, pixels of the map (centers at +0.5); inside it.
            y: As `x`.
            size_px: Diameter of the circle, 1..2000.
            corner: (x, y) of the map's corner where it is dragged: no more than the circle need be there.
        """
        size = min(max(1, round(size_px)), MAX_SIZE_PX)
        x0, y0 = math.floor(x - size / 2 + 0.5), math.floor(y - size / 2 + 0.5)
        self._where = Rect(x0, y0, x0 + size, y0 + size)
        self._piece: Coverage = np.zeros((size, size), np.uint8)
        inside = self._where.intersection(Rect(0, 0, codes.shape[1], codes.shape[0]))
        here = inside.shifted(-x0, -y0)
        row, column = math.floor(y), math.floor(x)
        self._code = int(codes[row, column])
        same = codes[inside.slices] == self._code
        self._piece[here.slices] = np.where(same, dab(size, 1.0)[here.slices], 0)
        _, parts = cv2.connectedComponents((self._piece > 127).view(np.uint8), connectivity=4)
        own = parts[min(max(0, row - y0), size - 1), min(max(0, column - x0), size - 1)]
        self._piece[(parts != own) | (own == 0)] = 0
        self._where = self._where.shifted(*corner)
        self._start = self._last = (x + corner[0], y + corner[1])
        # What is thick leaves no notch between two places that lie apart: as far as with dabs of that radius.
        framed = np.pad((self._piece > 127).view(np.uint8), 1)
        radius = float(cv2.distanceTransform(framed, cv2.DIST_L2, 3).max())
        self._spacing = max(1.0, math.sqrt(2 * radius))

    @property
    def code(self) -> int:
        """The label that is dragged; `UNKNOWN` where the map says nothing."""
        return self._code

    def reach(self, points: Sequence[Point]) -> Rect:
        """A rectangle that holds everything that `paint` would cover for these points."""
        rect = EMPTY
        for x, y in (self._last, *((point.x, point.y) for point in points)):
            rect = rect.united(self._at(x, y))
        return rect

    def paint(self, mask: Coverage, points: Sequence[Point]) -> Rect:
        """Drags on through the points.

        Args:
            mask: (H, W) coverage, changed in place.
            points: The way, in order.

        Returns:
            The part of the mask that may have changed.
        """
        changed = EMPTY
        for point in points:
            (x0, y0), (x1, y1) = self._last, (point.x, point.y)
            steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / self._spacing))
            for step in range(1, steps + 1):
                share = step / steps
                where = self._at(x0 + share * (x1 - x0), y0 + share * (y1 - y0))
                changed = changed.united(press(mask, where, self._piece))
            self._last = (x1, y1)
        return changed

    def _at(self, x: float, y: float) -> Rect:
        return self._where.shifted(round(x - self._start[0]), round(y - self._start[1]))
