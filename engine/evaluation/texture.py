"""Whether a fill is as rich as a photograph: high-frequency power and gradients inside the hole.

A distance to the truth rewards blur; these figures do not. The upper half of the spectrum is what the
classical half-band filter takes away: power at more than half the Nyquist frequency. By Parseval's theorem
the mean square of what it took over a region is that power in the region, whatever its shape, so that holes
need no rectangle to be transformed.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.distance import distance_from

Photo = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

# Deslauriers-Dubuc half-band low-pass: -6 dB at half the Nyquist frequency, and short enough for holes.
_HALF_BAND = np.array([-1, 0, 9, 16, 9, 0, -1], dtype=np.float32) / 32
_RADIUS_PX = 3
# Power of the rounding to eight bits: skies without any texture compare as equal.
_FLOOR = (1 / 255) ** 2 / 12


def high_power(picture: Photo, region: Mask) -> float:
    """Mean power in the upper half of the spectrum over a region, colors in 0..1; at least the rounding's.

    Args:
        picture: (H, W, 3) uint8.
        region: (H, W), not empty.
    """
    values = picture.astype(np.float32) / 255
    high = values - cv2.sepFilter2D(values, -1, _HALF_BAND, _HALF_BAND, borderType=cv2.BORDER_REFLECT_101)
    return float(np.mean(high[region] ** 2)) + _FLOOR


def inside(hole: Mask) -> Mask:
    """The hole's pixels whose filter sees the hole alone; the whole hole where too few are left."""
    disk = np.ones((2 * _RADIUS_PX + 1, 2 * _RADIUS_PX + 1), np.uint8)
    inner = cv2.erode(hole.astype(np.uint8), disk, borderValue=1).astype(np.bool_)
    return inner if inner.sum() >= max(64, 0.1 * hole.sum()) else hole


def surroundings(hole: Mask) -> Mask:
    """Known pixels around the hole, as far as a sixteenth of the short side, whose filter sees no hole."""
    distance = distance_from(hole)
    reach = _RADIUS_PX * 1.5 + max(12.0, min(hole.shape) / 16)
    ring = (distance > _RADIUS_PX * 1.5) & (distance <= reach)
    return ring if ring.any() else ~hole


def gradient_strength(picture: Photo, region: Mask) -> float:
    """Mean length of the gradient over a region, in 1/255 per pixel, plus a hundredth of it as floor.

    Args:
        picture: (H, W, 3) uint8.
        region: (H, W), not empty.
    """
    values = picture.astype(np.float32)
    across = cv2.Sobel(values, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(values, cv2.CV_32F, 0, 1, scale=1 / 8)
    return float(np.sqrt(across**2 + down**2)[region].mean()) + 0.01
