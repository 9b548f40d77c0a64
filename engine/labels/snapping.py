"""From a network's cells to a photo's pixels: edges of labels move to the edges that the photo has.

A guided filter (He, Sun, Tang 2013) for every label, its coefficients computed small and applied large
(He, Sun 2015). In the hole there is nothing to move to: there edges are merely smooth.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

# Windows of the filter: a cell and a half to each side; differences in luma far below the root of the second
# number are no edges.
_RADIUS_PX = 6
_LEAST_VARIANCE = 1e-3
# In the hole, where cells would show as steps, pixels of the working view.
_HOLE_SIGMA_PX = 3.0
# Larger crops are labeled at this longer side: finer edges of labels serve nobody, and memory is bounded.
_MOST_PX = 2048


def snapped(
    codes: Codes,
    probabilities: Floats,
    channels: tuple[int, ...],
    view: tuple[Floats, Bits],
    photo: Floats,
    hole: Bits,
) -> Codes:
    """A label map at a photo's size.

    Args:
        codes: (h, w) of every cell; not all of them need be what `probabilities` says.
        probabilities: (h, w, K), 0..1.
        channels: The labels of the K channels.
        view: The photo as the network saw it, (vh, vw, 3), and its hole (vh, vw).
        photo: (H, W, 3), sRGB 0..1; not looked at in the hole.
        hole: (H, W).

    Returns:
        (H, W).
    """
    height, width = hole.shape
    factor = min(1.0, _MOST_PX / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    seen, unseen = view
    guide = _luma(np.where(hole[..., None], np.float32(0), photo))
    if factor < 1:
        guide = cv2.resize(guide, size, interpolation=cv2.INTER_AREA)
        hole = cv2.resize(hole.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    filters = _Filter(_luma(seen), unseen)
    departure = np.where(hole, np.float32(0), guide - cv2.resize(filters.mean, size))
    best = np.full((size[1], size[0]), -np.inf, np.float32)
    result = np.zeros(best.shape, np.uint8)
    for code in np.unique(codes):
        slope, level = filters.coefficients(_plane(int(code), codes, probabilities, channels))
        score = cv2.resize(slope, size) * departure + cv2.resize(level, size)
        wins = score > best
        best[wins] = score[wins]
        result[wins] = code
    if factor < 1:
        result = cv2.resize(result, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(result, np.uint8)


class _Filter:
    """The guided filter of one picture, with means over its known pixels."""

    def __init__(self, guide: Floats, hole: Bits) -> None:
        """Args:
        guide: (h, w) luma.
        hole: (h, w), not looked at.
        """
        self._hole = hole
        self._known = (~hole).astype(np.float32)
        self._guide = guide * self._known
        self._weight = np.maximum(self._sum(self._known), 1e-6)
        self.mean = self._mean(self._guide)
        self._variance = self._mean(self._guide * guide) - self.mean * self.mean

    def coefficients(self, plane: Floats) -> tuple[Floats, Floats]:
        """Slope, and level at the guide's mean, both (h, w), that bring a plane of cells to the guide."""
        size = (self._hole.shape[1], self._hole.shape[0])
        large = np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR), np.float32)
        mean = self._mean(large * self._known)
        shared = self._mean(large * self._guide) - mean * self.mean
        slope = shared / (self._variance + np.float32(_LEAST_VARIANCE))
        level = mean - slope * self.mean
        slope, level = self._mean(slope * self._known), self._mean(level * self._known)
        smooth = cv2.GaussianBlur(large, (0, 0), _HOLE_SIGMA_PX)
        level = np.where(self._hole, smooth, level + slope * self.mean)
        return np.where(self._hole, np.float32(0), slope), np.asarray(level, np.float32)

    def _mean(self, values: npt.NDArray[Any]) -> Floats:
        return np.asarray(self._sum(values) / self._weight, np.float32)

    @staticmethod
    def _sum(values: npt.NDArray[Any]) -> Floats:
        side = 2 * _RADIUS_PX + 1
        total = cv2.boxFilter(values, -1, (side, side), normalize=False, borderType=cv2.BORDER_REFLECT)
        return np.asarray(total, np.float32)


def _plane(code: int, codes: Codes, probabilities: Floats, channels: tuple[int, ...]) -> Floats:
    """(h, w): how likely a label is, as far as the map agrees with the network, else certain."""
    chosen = (codes == code).astype(np.float32)
    if code not in channels:
        return chosen
    agrees = np.asarray(channels, np.uint8)[probabilities.argmax(axis=2)] == codes
    return np.where(agrees, probabilities[..., channels.index(code)], chosen).astype(np.float32)


def _luma(photo: npt.NDArray[Any]) -> Floats:
    return np.asarray(photo @ np.array([0.299, 0.587, 0.114], np.float32), np.float32)
