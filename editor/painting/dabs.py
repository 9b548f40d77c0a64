"""Dabs: the single prints a brush leaves, and how they join a mask.

A dab adds by maximum and takes away by minimum, so going over a place twice changes nothing and a stroke
may be painted straight into the mask: no second full-size buffer, which a 100-megapixel photo would feel.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from editor.painting.rect import EMPTY, Rect, bounding_rect

Coverage = npt.NDArray[np.uint8]

MAX_SIZE_PX = 2000
# Up to this diameter dabs are cheap to keep (256 KB each); larger ones take up to 4 MB.
_SMALL_PX = 512


def dab(size_px: int, hardness: float) -> Coverage:
    """The print of a round brush.

    Args:
        size_px: Diameter in pixels, 1..2000; other values are brought into this range.
        hardness: 1 = a crisp disc (its rim one pixel soft), 0 = fades from the center on.

    Returns:
        (n, n) read-only coverage 0..255 with n = `size_px`.
    """
    size = min(max(1, int(size_px)), MAX_SIZE_PX)
    percent = round(100 * min(max(0.0, hardness), 1.0))
    return _small_dab(size, percent) if size <= _SMALL_PX else _large_dab(size, percent)


def dab_rect(x: float, y: float, size_px: int) -> Rect:
    """Where a dab of `size_px` lies whose center is at (x, y), in photo pixels; may leave the photo."""
    x0, y0 = math.floor(x - size_px / 2 + 0.5), math.floor(y - size_px / 2 + 0.5)
    return Rect(x0, y0, x0 + size_px, y0 + size_px)


def press(mask: Coverage, where: Rect, print_: Coverage, erase: bool = False) -> Rect:
    """Joins one dab to a mask in place.

    Args:
        mask: (H, W) coverage, changed in place.
        where: Where the dab lies; the part outside the mask is cut off.
        print_: (where.height, where.width) coverage of the dab.
        erase: True takes coverage away instead of adding it.

    Returns:
        The smallest rectangle around what changed; empty where nothing did.
    """
    inside = where.intersection(Rect(0, 0, mask.shape[1], mask.shape[0]))
    if inside.is_empty:
        return EMPTY
    part = print_[inside.shifted(-where.x0, -where.y0).slices]
    target = mask[inside.slices]
    joined = np.minimum(target, 255 - part) if erase else np.maximum(target, part)
    # Along a stroke most of a dab lies on the one before: what is new is a narrow crescent.
    changed = bounding_rect(joined != target)
    target[...] = joined
    return changed if changed.is_empty else changed.shifted(inside.x0, inside.y0)


def _print(size: int, hardness: float) -> Coverage:
    center = size / 2
    axis = np.arange(size, dtype=np.float32) + np.float32(0.5 - center)
    distance = np.sqrt(axis[:, None] ** 2 + axis[None, :] ** 2)
    # The crisp disc: half a pixel on each side of the rim is the pixel's covered share.
    disc = np.clip(center + 0.5 - distance, 0.0, 1.0)
    if hardness < 1.0:
        core = hardness * center
        t = np.clip((center - distance) / max(center - core, 1e-6), 0.0, 1.0)
        disc = np.minimum(disc, t * t * (3.0 - 2.0 * t))
    coverage = np.round(disc * 255).astype(np.uint8)
    # A soft dab of one or two pixels has no pixel at its center: it must still be able to make a hole.
    if size <= 2:
        coverage[:] = np.maximum(coverage, 255 if size == 1 else 192)
    coverage.setflags(write=False)
    return coverage


@lru_cache(maxsize=64)
def _small_dab(size: int, percent: int) -> Coverage:
    return _print(size, percent / 100)


@lru_cache(maxsize=4)
def _large_dab(size: int, percent: int) -> Coverage:
    return _print(size, percent / 100)
