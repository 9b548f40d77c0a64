"""Growing, shrinking and softening masks by true distance.

OpenCV's exact distance transform takes 8 ms per megapixel whatever the radius; numpy alone needs a pass per
pixel of radius (seconds at 100 px). All work stays inside the bounding box of what is set.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from editor.painting.dabs import Coverage
from editor.painting.opencv import cv2
from editor.painting.rect import Rect, bounding_rect

Bools = npt.NDArray[np.bool_]


def distance_outside(hole: Bools) -> npt.NDArray[np.float32]:
    """Distance of every pixel to the nearest hole pixel, in pixels; 0 in the hole, inf where there is none.

    The engine has the same in `engine.distance`, which this room must not import; a test holds the two to
    the same bits.

    Args:
        hole: (H, W), true = hole.
    """
    if not hole.any():
        return np.full(hole.shape, np.inf, np.float32)
    known = np.ascontiguousarray(~hole, dtype=np.uint8)
    distance = cv2.distanceTransform(known, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)  # noqa: TID251
    # OpenCV's last digit depends on where in the array a pixel lies. Squares of distances are whole numbers:
    # rounded to those, a part of a mask gives to the bit what the whole gives there.
    squares = cv2.multiply(distance, distance, dst=distance)
    return np.asarray(cv2.sqrt(np.rint(squares, out=squares), dst=squares), np.float32)


def grow(mask: Coverage, radius_px: float) -> Coverage:
    """A copy of the mask (H, W) whose holes reach `radius_px` further; a negative radius shrinks them."""
    if radius_px < 0:
        return shrink(mask, -radius_px)
    result = mask.copy()
    rect = bounding_rect(mask)
    if rect.is_empty or radius_px == 0:
        return result
    whole = Rect(0, 0, mask.shape[1], mask.shape[0])
    rect = rect.grown(math.ceil(radius_px) + 1).intersection(whole)
    distance = distance_outside(mask[rect.slices] > 127)
    reached = np.clip((radius_px + 1 - distance) * 255, 0, 255).astype(np.uint8)
    np.maximum(result[rect.slices], reached, out=result[rect.slices])
    return result


def shrink(mask: Coverage, radius_px: float) -> Coverage:
    """A copy of the mask (H, W) whose holes end `radius_px` earlier; the photo's border is no edge."""
    result = mask.copy()
    rect = bounding_rect(mask)
    if rect.is_empty or radius_px <= 0:
        return result
    rect = rect.grown(1).intersection(Rect(0, 0, mask.shape[1], mask.shape[0]))
    distance = distance_outside(mask[rect.slices] <= 127)
    kept = np.clip((distance - radius_px) * 255, 0, 255).astype(np.uint8)
    np.minimum(result[rect.slices], kept, out=result[rect.slices])
    return result


def feather(mask: Coverage, width_px: float) -> Coverage:
    """A copy of the mask (H, W) whose edge fades outwards over `width_px`; what was set stays set."""
    result = mask.copy()
    rect = bounding_rect(mask)
    if rect.is_empty or width_px <= 0:
        return result
    rect = rect.grown(math.ceil(width_px) + 1).intersection(Rect(0, 0, mask.shape[1], mask.shape[0]))
    distance = distance_outside(mask[rect.slices] > 127)
    ramp = np.clip((1 - distance / (width_px + 1)) * 255, 0, 255).astype(np.uint8)
    np.maximum(result[rect.slices], ramp, out=result[rect.slices])
    return result
