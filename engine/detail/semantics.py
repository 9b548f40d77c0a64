"""What kinds of things may stand for one another: semantic features turned into costs of sources."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from engine.detail.task import Image

# Grid cells beyond this are merged: the table of all pairs has to stay small enough for the cache.
_MOST_CELLS = 1024
# Cosines this far below the best that the photo offers for a cell cost nothing.
_TOLERANCE = 0.1
# Cost of a cosine one below the tolerance, mean squared difference per channel: like colors 10 % apart.
# What the encoder expects in a hole is a guess: with four times this, fills were worse than without.
_COST = 0.01


class Vetoes:
    """Costs of taking a patch of one kind for a place of another.

    Args:
        semantics: (gh, gw, D) features over the crop; None = nothing is known, everything may serve.

    Attributes:
        table: (cells, cells) float32; [target, source] is the cost per channel and pixel.
    """

    def __init__(self, semantics: Image | None) -> None:
        if semantics is None or semantics.size == 0:
            self._grid = (1, 1)
            self.table = np.zeros((1, 1), np.float32)
            return
        features = _at_most(np.asarray(semantics, np.float32), _MOST_CELLS)
        self._grid = (int(features.shape[0]), int(features.shape[1]))
        flat = features.reshape(-1, features.shape[2])
        # What all cells share says nothing about kinds.
        flat = flat - flat.mean(axis=0)
        flat = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
        cosine = flat @ flat.T
        # The best of the others: a cell's likeness to itself is no measure.
        others = cosine - 2 * np.eye(len(flat), dtype=np.float32)
        best = np.partition(others, -min(4, len(flat)), axis=1)[:, -min(4, len(flat)), None]
        self.table = (_COST * np.clip(best - _TOLERANCE - cosine, 0, 1.5)).astype(np.float32)

    def cells(self, size: tuple[int, int]) -> npt.NDArray[np.int16]:
        """(H, W) number of the cell that each pixel of a picture lies in; (1, 1) if there is one only."""
        if self.table.size == 1:
            return np.zeros((1, 1), np.int16)
        rows = np.arange(size[0]) * self._grid[0] // size[0]
        columns = np.arange(size[1]) * self._grid[1] // size[1]
        return (rows[:, None] * self._grid[1] + columns[None]).astype(np.int16)


def _at_most(features: Image, most: int) -> Image:
    """The grid, every n-th cell of it in both directions, so that it has at most `most` cells."""
    step = math.ceil(math.sqrt(features.shape[0] * features.shape[1] / most))
    return features[step // 2 :: step, step // 2 :: step] if step > 1 else features
