"""Membranes: smooth corrections that make a fill agree with the photo along the hole's ring.

A membrane is the harmonic function that takes given values on fixed pixels: the surface of a soap film.
Added to a fill it moves colors so that the seam disappears and leaves every edge of the fill where it is
(gradient-domain cloning: Perez, Gangnet, Blake 2003).
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine.channels import chosen
from engine.detail.compilation import compiled, in_ranges, thread_count
from engine.detail.counted import area_mean, gaussian_mean
from engine.gamut import gamut
from engine.regions import Box, bounding_box

# Gauss-Seidel rounds of the largest level; a coarser level hands down the low frequencies, so a few rounds
# clear the rest. Small levels get more: up to `_MOST_ROUNDS` for the same number of pixels in all.
_ROUNDS, _MOST_ROUNDS = 6, 60
_ROUNDS_UP_TO_PX = 150_000
# Width of the band of known pixels that speaks for the ring, and how far noise on it is averaged, pixels.
_BAND_PX = 3
_RING_SIGMA_PX = 1.5


def harmonize(
    field: npt.NDArray[np.float32],
    photo: npt.NDArray[np.float32],
    known: npt.NDArray[np.bool_],
    hole: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float32]:
    """Corrects a field's rendering inside the hole by a membrane so that it meets the photo at the ring.

    Args:
        field: (H, W, 3), sRGB 0..1. Best the rendering of the whole crop, known part included: what it
            misses on known pixels is then measured on the very same pixels. Where the known part is
            already the photo, the two sides of the ring are compared instead.
        photo: (H, W, 3), sRGB 0..1; only known pixels are read.
        known: (H, W), true where the photo is known; never inside the hole.
        hole: (H, W), true where the field is shown.

    Returns:
        (H, W, 3) float32: the corrected field inside the hole, 0..1 or as far beyond as the ring goes;
        the photo on known pixels; the field elsewhere.
    """
    result = chosen(known, photo, field)
    box = _with_margin(hole, 2 * _BAND_PX + 2)
    if box.is_empty:
        return result
    part = box.slices
    ring = known[part] & (cv2.dilate(hole[part].astype(np.uint8), _disk(_BAND_PX)) > 0)
    if not ring.any():
        return result
    missing = photo[part] - field[part]
    if not np.any(missing[ring]):
        missing = _across(field[part], photo[part], ring, hole[part])
    smooth = gaussian_mean(missing, ring, _RING_SIGMA_PX)
    membrane = harmonic(smooth, ring)
    inside = hole[part]
    result[part][inside] = np.clip(field[part][inside] + membrane[inside], *gamut(photo[part], ring))
    return result


def harmonic(values: npt.NDArray[np.float32], fixed: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Extends values from fixed pixels to all others, as smooth as a soap film.

    Solved coarse to fine (cascadic multigrid): each level starts from the coarser one's solution.

    Args:
        values: (H, W, C); read at fixed pixels only.
        fixed: (H, W), at least one pixel set.

    Returns:
        (H, W, C) float32, equal to `values` on fixed pixels, between their extremes elsewhere.
    """
    weight = fixed.astype(np.float32)
    levels = [(chosen(fixed, values, 0), weight)]
    while max(levels[-1][1].shape) > 4 and levels[-1][1].min() < 1:
        levels.append(_halved(*levels[-1]))
    total = levels[-1][1].sum()
    solution = np.broadcast_to(
        (levels[-1][0] * levels[-1][1][..., None]).sum((0, 1)) / total, levels[-1][0].shape
    ).astype(np.float32)
    for level_values, level_weight in reversed(levels):
        height, width = level_weight.shape
        if solution.shape[:2] != (height, width):
            solution = _channels(cv2.resize(solution, (width, height), interpolation=cv2.INTER_LINEAR))
        free = level_weight <= 0
        solution = chosen(free, solution, level_values)
        _relaxed(solution, free)
    return solution


def _relaxed(solution: npt.NDArray[np.float32], free: npt.NDArray[np.bool_]) -> None:
    """Brings free pixels, in place, nearer to the mean of their neighbors: first black ones, then white."""
    y, x = (places.astype(np.int32) for places in np.nonzero(free))
    rounds = int(np.clip(_ROUNDS_UP_TO_PX / max(1, y.size), _ROUNDS, _MOST_ROUNDS))
    colors = [(y[half], x[half]) for half in ((y + x) % 2 == 0, (y + x) % 2 == 1)]
    for _ in range(rounds):
        for half_y, half_x in colors:
            in_ranges(_relax, half_y.size, thread_count(), solution, half_y, half_x)


@compiled()
def _relax(solution: Any, free_y: Any, free_x: Any, start: int, stop: int) -> None:
    rows, columns, channels = solution.shape
    for i in range(start, stop):
        y, x = free_y[i], free_x[i]
        above, below = max(y - 1, 0), min(y + 1, rows - 1)
        left, right = max(x - 1, 0), min(x + 1, columns - 1)
        for k in range(channels):
            vertical = solution[above, x, k] + solution[below, x, k]
            horizontal = solution[y, left, k] + solution[y, right, k]
            solution[y, x, k] = np.float32(0.25) * (vertical + horizontal)


def _halved(
    values: npt.NDArray[np.float32], weight: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Half the size; a coarse pixel is the mean of its fixed children and fixed when it has one."""
    height, width = weight.shape
    odd = (0, height % 2, 0, width % 2)
    shape = ((width + 1) // 2, (height + 1) // 2)
    # Padding weighs nothing, so it never shows.
    values = _channels(cv2.copyMakeBorder(values, *odd, cv2.BORDER_CONSTANT, value=0))
    padded = cv2.copyMakeBorder(weight, *odd, cv2.BORDER_CONSTANT, value=0)
    mean, share = area_mean(values, padded, shape)
    return mean, (share > 0).astype(np.float32)


def _across(
    field: npt.NDArray[np.float32],
    photo: npt.NDArray[np.float32],
    ring: npt.NDArray[np.bool_],
    hole: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float32]:
    """What the field misses at the ring, told from the means of both sides of it."""
    outside = gaussian_mean(photo, ring, _BAND_PX)
    inner = hole & (cv2.dilate(ring.astype(np.uint8), _disk(_BAND_PX)) > 0)
    return outside - gaussian_mean(field, inner, _BAND_PX)


def _with_margin(mask: npt.NDArray[np.bool_], margin_px: int) -> Box:
    box = bounding_box(mask)
    size = (int(mask.shape[0]), int(mask.shape[1]))
    return box if box.is_empty else box.grown(margin_px).intersection(Box.whole(size))


def _disk(radius_px: int) -> npt.NDArray[np.uint8]:
    side = 2 * radius_px + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)).astype(np.uint8)


def _channels(image: npt.NDArray) -> npt.NDArray[np.float32]:
    """OpenCV drops a last axis of length one; this puts it back."""
    return (image if image.ndim == 3 else image[..., None]).astype(np.float32, copy=False)
