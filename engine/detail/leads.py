"""Straight contours lead: along their way the photo is shifted by what the hole interrupts of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.detail.offsets import Offsets
from engine.detail.task import Mask
from engine.detail.tracing import Points
from engine.distance import distance_from

# What a straight contour may stray from its chord, pixels; sources along it begin so far beyond it.
_STRAIGHT_PX, _BEYOND_PX = 1.5, 4.0
# Half the width of the band in which it decides what is copied, pixels of a level.
_BAND_PX = 2.0


@dataclass(frozen=True)
class Lead:
    """A straight contour's claim on a level of a crop.

    Attributes:
        band: (H, W), the pixels along it.
        offsets: (2, 2) int32 rows and columns: the photo shifted so goes on along it, there and back.
    """

    band: Mask
    offsets: Offsets


def leads(curves: list[Points], size: tuple[int, int], level: tuple[int, int]) -> list[Lead]:
    """What the straight ones among some contours claim.

    Args:
        curves: Their ways through the hole, (N, 2) x and y in a picture of a crop.
        size: (h, w) of that picture.
        level: (H, W) of a level of the same crop.
    """
    scale = np.array([level[1] / size[1], level[0] / size[0]])
    found: list[Lead] = []
    for curve in curves:
        chord = (curve[-1] - curve[0]).astype(np.float64)
        aside = (curve - curve[0]) @ np.array([-chord[1], chord[0]]) / np.hypot(*chord)
        if np.abs(aside).max() > _STRAIGHT_PX:
            continue
        right, down = np.rint(chord * scale * (1 + _BEYOND_PX / np.hypot(*(chord * scale)))).astype(int)
        offsets = np.array([(down, right), (-down, -right)], np.int32)
        found.append(Lead(_beside((curve + 0.5) * scale - 0.5, level), offsets))
    return found


def _beside(path: npt.NDArray[np.floating], size: tuple[int, int]) -> Mask:
    """(H, W), pixels near a path."""
    on = np.zeros(size, np.bool_)
    x, y = np.rint(path).astype(np.intp).T
    inside = (x >= 0) & (y >= 0) & (x < size[1]) & (y < size[0])
    on[y[inside], x[inside]] = True
    return distance_from(on) <= _BAND_PX if on.any() else on
