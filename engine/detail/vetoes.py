"""What may stand for what: how places look and how far apart they are, turned into costs of sources."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from engine.detail.task import Image

# Grid cells beyond this are merged: the table of all pairs has to stay small enough for the cache.
_MOST_CELLS = 1024
# Cells along the short side where there are no features to give a grid.
_PLAIN_CELLS = 10
# Cosines this far below the best that the photo offers for a cell cost nothing.
_TOLERANCE = 0.1
# Cost of a cosine one below the tolerance, mean squared difference per channel: like colors 20 % apart. The
# better the guess of what a hole looks like, the more it may cost: with the truth's own description four
# times this was best, with that of 7,000 pictures of training this, with one of 4,000 half of it.
_UNLIKE_COST = 0.04
# What belongs in a hole lies beside it, and in photographs rather to its left and right than above and
# below: costs of a source one short side away, and of one that lies as much higher or lower. Sources nearer
# than this cost nothing: with none but the nearest to choose from, small pictures showed them repeatedly.
_FAR_COST, _FAR_FROM_PX = 0.03, 75
_LEVEL_COST, _LEVEL_FROM_PX = 0.02, 30


class Vetoes:
    """Costs of taking a patch of one place for another.

    Args:
        appearance: (gh, gw, D) descriptions over the crop; None = what it looks like is not known.
        size: (height, width) of the crop, pixels of the output.
        nearness: Weight of distances; 0 = sources may lie anywhere.

    Attributes:
        table: (cells, cells) float32; [target, source] is the cost per channel and pixel. (1, 1) where
            everything may serve for everything.
    """

    def __init__(self, appearance: Image | None, size: tuple[int, int], nearness: float = 1.0) -> None:
        if appearance is not None and appearance.size > 0:
            features = _at_most(np.asarray(appearance, np.float32), _MOST_CELLS)
            self._grid = (int(features.shape[0]), int(features.shape[1]))
            self.table = _unlikeness_cost(features)
        else:
            self._grid = _plain_grid(size) if nearness > 0 else (1, 1)
            self.table = np.zeros((1, 1), np.float32)
        if nearness > 0:
            self.table = self.table + np.float32(nearness) * _distance_cost(self._grid, size)

    def cells(self, size: tuple[int, int]) -> npt.NDArray[np.int16]:
        """(H, W) number of the cell that each pixel of a picture lies in; (1, 1) if there is one only."""
        if self.table.size == 1:
            return np.zeros((1, 1), np.int16)
        rows = np.arange(size[0]) * self._grid[0] // size[0]
        columns = np.arange(size[1]) * self._grid[1] // size[1]
        return (rows[:, None] * self._grid[1] + columns[None]).astype(np.int16)


def _unlikeness_cost(features: Image) -> Image:
    flat = features.reshape(-1, features.shape[2])
    # What all cells share says nothing about kinds.
    flat = flat - flat.mean(axis=0)
    flat = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    cosine = flat @ flat.T
    # The best of the others: a cell's likeness to itself is no measure.
    others = cosine - 2 * np.eye(len(flat), dtype=np.float32)
    best = np.partition(others, -min(4, len(flat)), axis=1)[:, -min(4, len(flat)), None]
    return (_UNLIKE_COST * np.clip(best - _TOLERANCE - cosine, 0, 1.5)).astype(np.float32)


def _distance_cost(grid: tuple[int, int], size: tuple[int, int]) -> Image:
    short_px = min(size)
    y, x = np.divmod(np.arange(grid[0] * grid[1]), grid[1])
    down_px = np.abs(y[:, None] - y[None]) * (size[0] / grid[0])
    right_px = np.abs(x[:, None] - x[None]) * (size[1] / grid[1])
    cost = _FAR_COST * np.maximum(np.hypot(down_px, right_px) - _FAR_FROM_PX, 0) / short_px
    return (cost + _LEVEL_COST * np.maximum(down_px - _LEVEL_FROM_PX, 0) / short_px).astype(np.float32)


def _plain_grid(size: tuple[int, int]) -> tuple[int, int]:
    cell_px = max(min(size) / _PLAIN_CELLS, math.sqrt(size[0] * size[1] / _MOST_CELLS))
    return max(1, int(size[0] / cell_px)), max(1, int(size[1] / cell_px))


def _at_most(features: Image, most: int) -> Image:
    """The grid, every n-th cell of it in both directions, so that it has at most `most` cells."""
    step = math.ceil(math.sqrt(features.shape[0] * features.shape[1] / most))
    return features[step // 2 :: step, step // 2 :: step] if step > 1 else features
