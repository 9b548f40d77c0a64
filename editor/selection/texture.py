"""How the surroundings of a region look: edges by direction, colors and contrast, near and farther away."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from editor.painting.opencv import cv2
from editor.selection.arrays import Array, Floats

SCALES_PX = (4.0, 12.0, 32.0)
"""Standard deviations of the surroundings that are looked at, in pixels of the picture."""
_PER_SCALE = 8
PLANES = _PER_SCALE * len(SCALES_PX)
COARSE_EDGES = (0, 1, 7, 8, 9, 15)
"""Planes that say how rough it is at the two finer scales: edges across and down, contrast."""

_DIAGONAL = 0.7
# Brings colors, and contrast, into the range of the edges.
_COLOR, _CONTRAST = 25.0, 20.0
# Planes that hardly differ within the picture are not blown up.
_LEAST_SPREAD = 0.05
_UNIT = 2.5
_SMALL_SCALE = 4.0


def textures(picture: Array, lab: Floats) -> Floats:
    """Describes the surroundings of every pixel.

    Args:
        picture: (h, w, 3) sRGB.
        lab: (h, w, 3), the same in L*a*b*.

    Returns:
        (h, w, PLANES): for each scale edges in four directions, mean color, contrast; of the order of 1.
    """
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    across, down = (cv2.Sobel(gray, cv2.CV_32F, *axis) / 8 for axis in ((1, 0), (0, 1)))
    directions = (
        np.abs(across),
        np.abs(down),
        np.abs(across + down) * _DIAGONAL,
        np.abs(across - down) * _DIAGONAL,
    )
    planes = []
    for scale in SCALES_PX:
        planes += [np.sqrt(_blurred(edges, scale)) for edges in directions]
        planes += [_blurred(lab[..., channel], scale) / _COLOR for channel in range(3)]
        variance = _blurred(gray**2, scale) - _blurred(gray, scale) ** 2
        planes.append(np.sqrt(np.maximum(variance, 0)) / _CONTRAST)
    return np.stack(planes, axis=-1).astype(np.float32)


def relative(texture: Floats) -> Floats:
    """Textures (n, PLANES) as they differ from what is usual in their picture, of the order of 0.4."""
    apart = texture - np.median(texture, axis=0)
    return (apart / np.maximum(np.abs(apart).mean(axis=0), _LEAST_SPREAD) / _UNIT).astype(np.float32)


def _blurred(plane: npt.NDArray[np.floating], scale: float) -> Floats:
    """A wide blur of a smaller picture: nearly the same, and many times as fast."""
    height, width = plane.shape
    shrink = max(1, round(scale / _SMALL_SCALE))
    size = max(1, round(width / shrink)), max(1, round(height / shrink))
    small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), scale / shrink)
    return np.asarray(cv2.resize(blurred, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
