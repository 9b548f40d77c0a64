"""How much the variations of a fill disagree: a hint which results a person should look at first.

The formula. Each variation's colors in the hole, in CIELAB, are averaged over square cells with a side of a
sixteenth of the square root of the hole's area (at least 4 px), so that the same texture laid out
differently does not count, and another shape or color does. Between every two variations the color
distance of each cell (CIE 1976) is taken; its root mean square over all cells, weighted by their hole
pixels, and over all pairs, divided by 20 and cut off at 1, is the risk. 0 = all variations agree; 1 = they
are, on the whole, other things.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np
import numpy.typing as npt

from engine.photo.color import to_srgb
from engine.protocol import HoleFill

_CELLS = 16
_LEAST_CELL_PX = 4
_OTHER_THING = 20.0
"""Distance in CIELAB from which on two colors belong to different things."""


def risk_of(variations: Sequence[Sequence[HoleFill]], profile: bytes | None) -> float | None:
    """The risk of a fill, 0..1; None where there is but one variation.

    Args:
        variations: The fills of the same holes, in the same order, by different seeds.
        profile: ICC profile of the photo; None = sRGB.
    """
    if len(variations) < 2:
        return None
    squares = pixels = 0.0
    for fills in zip(*variations, strict=True):
        weights, cells = _cells(fills, profile)
        for one, other in combinations(cells, 2):
            squares += float((((one - other) ** 2).sum(axis=2) * weights).sum())
            pixels += float(weights.sum())
    return min(1.0, float(np.sqrt(squares / max(pixels, 1.0))) / _OTHER_THING)


def _cells(
    fills: Sequence[HoleFill], profile: bytes | None
) -> tuple[npt.NDArray[np.float32], list[npt.NDArray[np.float32]]]:
    """Hole pixels per cell (rows, columns), and each variation's mean color there (rows, columns, 3)."""
    mask = fills[0].mask
    side = max(_LEAST_CELL_PX, round(float(np.sqrt(mask.sum())) / _CELLS))
    rows, columns = (-(-length // side) for length in mask.shape)
    padding = ((0, rows * side - mask.shape[0]), (0, columns * side - mask.shape[1]))

    def summed(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        padded = np.pad(values, (*padding, (0, 0)))
        return padded.reshape(rows, side, columns, side, -1).sum(axis=(1, 3))

    hole = mask[..., None].astype(np.float32)
    weights = summed(hole)
    means = []
    for fill in fills:
        srgb = np.clip(to_srgb(fill.pixels, profile), 0, 1).astype(np.float32)
        means.append(summed(cv2.cvtColor(srgb, cv2.COLOR_RGB2Lab) * hole) / np.maximum(weights, 1))
    return weights[..., 0], means
