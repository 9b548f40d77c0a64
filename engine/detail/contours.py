"""Contours that arrive at a hole: where they enter it, which way, and between which two colors.

A horizon, the rim of a cup, a roof: along the hole's ring each shows as a step from one color to another, and
beyond the ring it can be followed (`tracing`). What cannot be followed is texture.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.detail.counted import gaussian_mean
from engine.detail.profiles import EdgeProfile
from engine.detail.task import Image, Mask
from engine.detail.tracing import Ends, Points, ground, traced
from engine.distance import distance_from

# Contours are looked for this far from the hole, pixels of a small picture; the colors on either side of a
# step are means over so many pixels of the ring.
_BAND_PX, _WINDOW_PX = 3, 4
_SIGMA_PX = 1.2
# A step between colors (root mean square, sRGB 0..1) that may be a contour, and by how much it must exceed
# what goes on beside it.
_LEAST_STEP, _LEAST_CLARITY = 0.07, 1.5
# Stronger contours come first; a picture of leaves has hundreds.
_MOST_ENDS = 32


def contour_ends(picture: Image, known: Mask, hole: Mask) -> Ends:
    """Finds the contours that arrive at a hole.

    Args:
        picture: (h, w, 3), small: a hundred or two pixels wide; read where it is known.
        known: (h, w), nowhere in the hole.
        hole: (h, w).

    Returns:
        The ends that could be followed into the known part, the strongest ones first.
    """
    smooth = gaussian_mean(picture, known, _SIGMA_PX)
    distance, rings = rings_around(hole, _BAND_PX)
    places, strengths = [np.zeros((0, 2), np.float32)], [np.zeros(0, np.float32)]
    for ring in rings:
        found, strength = _steps(smooth, known, ring)
        places.append(ring[found].astype(np.float32))
        strengths.append(strength)
    order = np.argsort(-np.concatenate(strengths), kind="stable")[:_MOST_ENDS]
    around = ground(smooth, known, distance)
    return traced(around, EdgeProfile(around), np.concatenate(places)[order])


def rings_around(hole: Mask, band_px: float) -> tuple[Image, list[npt.NDArray[np.int32]]]:
    """(h, w) distances from a hole, and the closed rings (N, 2), x and y, of the pixels so far from it."""
    distance = distance_from(hole)
    band = (distance <= band_px).astype(np.uint8)
    rings = cv2.findContours(band, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)[0]
    return distance, [ring[:, 0].astype(np.int32) for ring in rings]


def _steps(smooth: Image, known: Mask, ring: npt.NDArray) -> tuple[npt.NDArray[np.intp], Points]:
    """Positions (N,) on a closed ring of pixels x, y where the color steps most, and by how much."""
    count = len(ring)
    if count < 4 * _WINDOW_PX:
        return np.zeros(0, np.intp), np.zeros(0, np.float32)
    x, y = ring[:, 0], ring[:, 1]
    color, there = smooth[y, x], known[y, x]
    at = np.arange(count)[:, None]
    reach = np.arange(1, _WINDOW_PX + 1)
    before, after = (at - reach) % count, (at + reach) % count
    one, other = color[before], color[after]
    step = np.sqrt(((one.mean(axis=1) - other.mean(axis=1)) ** 2).mean(axis=1))
    unrest = np.sqrt(0.5 * (one.var(axis=1) + other.var(axis=1)).mean(axis=1))
    clear = there[before].all(axis=1) & there[after].all(axis=1)
    clear &= (step > _LEAST_STEP) & (step > _LEAST_CLARITY * unrest)
    step = np.where(clear, step, 0).astype(np.float32)
    near = (at + np.arange(-_WINDOW_PX, _WINDOW_PX + 1)) % count
    found = np.flatnonzero((step > 0) & (step >= step[near].max(axis=1)))
    return found, step[found]
