"""How rough the hole should be: texture strength told from places of the photo that look alike.

The field is soft everywhere in the hole, so nothing in it says whether a green area is a lawn or a
green wall, and soft sources would win. The photo knows: places near the hole whose low-passed color is
the same are usually as rough as the hole has to be.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.detail.counted import area_mean
from engine.detail.levels import LUMA, Level, low_pass
from engine.detail.task import Image

# Likeness is looked up on a grid of about this side: roughness varies slowly.
_GRID_PX = 40
# Standard deviations of the likeness: color distance (sRGB 0..1), and distance in shares of the side.
_COLOR_SIGMA = 0.05
_NEAR_SIGMA = 0.2
# Window of the local standard deviation, pixels of the level.
_WINDOW_SIGMA_PX = 2.5


def roughness(levels: list[Level]) -> list[Image]:
    """The standard deviation of texture that is found (known part) and expected (hole) at every level.

    Args:
        levels: Of one task.

    Returns:
        One (H, W) float32 per level: the square root of the local luminance deviation from the guide.
        The root, because the eye tells smooth from faint texture as surely as faint from strong.
    """
    if not levels:
        return []
    finest = levels[-1]
    height, width = finest.size
    factor = max(1.0, max(height, width) / _GRID_PX)
    grid = (max(1, round(width / factor)), max(1, round(height / factor)))
    like = _likeness(finest, grid)
    return [_completed(level, like, grid) for level in levels]


def _completed(level: Level, like: Image, grid: tuple[int, int]) -> Image:
    found = _deviation(level)
    mean, share = area_mean(found, level.known, grid)
    weight = like * share.reshape(1, -1)
    expected = (weight @ mean.reshape(-1)) / np.maximum(weight.sum(axis=1), 1e-20)
    height, width = level.size
    expected = expected.reshape(grid[1], grid[0]).astype(np.float32)
    expected = cv2.resize(expected, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(level.known, found, expected).astype(np.float32)


def _deviation(level: Level) -> Image:
    """Local standard deviation of the known pixels from their low-pass."""
    known = level.known.astype(np.float32)
    residual = ((level.picture - level.guide) @ LUMA).astype(np.float32)
    power = low_pass(residual * residual * known, _WINDOW_SIGMA_PX)
    return np.sqrt(np.sqrt(np.maximum(power, 0) / np.maximum(low_pass(known, _WINDOW_SIGMA_PX), 1e-3)))


def _likeness(level: Level, grid: tuple[int, int]) -> Image:
    """(cells, cells): how much the second cell has to say about the first one."""
    color = cv2.resize(level.guide, grid, interpolation=cv2.INTER_AREA).reshape(-1, 3).astype(np.float32)
    rows, columns = np.divmod(np.arange(color.shape[0]), grid[0])
    place = (np.stack([rows, columns], axis=1) / max(grid)).astype(np.float32)
    unlike = _squared_distances(color) / (2 * _COLOR_SIGMA**2)
    unlike += _squared_distances(place) / (2 * _NEAR_SIGMA**2)
    # The best one counts even where all are unlike.
    known = cv2.resize(level.known.astype(np.float32), grid, interpolation=cv2.INTER_AREA).reshape(-1) > 0.02
    least = np.where(known[None], unlike, np.inf).min(axis=1, keepdims=True)
    return np.exp(-np.clip(unlike - np.where(np.isfinite(least), least, 0), 0, 60)).astype(np.float32)


def _squared_distances(points: Image) -> Image:
    square = (points * points).sum(axis=1)
    return np.maximum(square[:, None] + square[None] - 2 * points @ points.T, 0)
