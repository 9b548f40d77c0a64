"""Membranes: smooth corrections that make a fill agree with the photo along the hole's ring.

A membrane is the harmonic function that takes given values on fixed pixels: the surface of a soap film.
Added to a fill it moves colors so that the seam disappears and leaves every edge of the fill where it is
(gradient-domain cloning: Perez, Gangnet, Blake 2003).
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.regions import Box, bounding_box

# Jacobi rounds of the largest level; a coarser level hands down the low frequencies, so a few rounds clear
# the rest. Small levels get more: up to `_MOST_ROUNDS` for the same number of pixels in all.
_ROUNDS, _MOST_ROUNDS = 10, 80
_ROUNDS_UP_TO_PX = 300_000
# Width of the band of known pixels that speaks for the ring, and how far noise on it is averaged, pixels.
_BAND_PX = 3
_RING_SIGMA_PX = 1.5

_CROSS = np.array([[0, 0.25, 0], [0.25, 0, 0.25], [0, 0.25, 0]], np.float32)


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
        (H, W, 3) float32: the corrected field inside the hole, 0..1; the photo on known pixels; the field
        elsewhere.
    """
    result = np.where(known[..., None], photo, field).astype(np.float32)
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
    smooth = _averaged(missing, ring, _RING_SIGMA_PX)
    membrane = harmonic(smooth, ring)
    inside = hole[part]
    result[part][inside] = np.clip(field[part][inside] + membrane[inside], 0, 1)
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
    levels = [(np.where(fixed[..., None], values, 0).astype(np.float32), weight)]
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
        held = level_weight[..., None] > 0
        solution = np.where(held, level_values, solution)
        for _ in range(int(np.clip(_ROUNDS_UP_TO_PX / (height * width), _ROUNDS, _MOST_ROUNDS))):
            relaxed = _channels(cv2.filter2D(solution, -1, _CROSS, borderType=cv2.BORDER_REPLICATE))
            solution = np.where(held, level_values, relaxed)
    return solution


def _halved(
    values: npt.NDArray[np.float32], weight: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Half the size; a coarse pixel is the mean of its fixed children and fixed when it has one."""
    height, width = weight.shape
    odd = (0, height % 2, 0, width % 2)
    shape = ((width + 1) // 2, (height + 1) // 2)
    # Padding weighs nothing, so it never shows.
    weighed = cv2.copyMakeBorder(values * weight[..., None], *odd, cv2.BORDER_CONSTANT, value=0)
    padded = cv2.copyMakeBorder(weight, *odd, cv2.BORDER_CONSTANT, value=0)
    sums = _channels(cv2.resize(weighed, shape, interpolation=cv2.INTER_AREA))
    share = cv2.resize(padded, shape, interpolation=cv2.INTER_AREA)
    mean = sums / np.maximum(share, 1e-6)[..., None]
    return mean.astype(np.float32), (share > 0).astype(np.float32)


def _across(
    field: npt.NDArray[np.float32],
    photo: npt.NDArray[np.float32],
    ring: npt.NDArray[np.bool_],
    hole: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float32]:
    """What the field misses at the ring, told from the means of both sides of it."""
    outside = _averaged(photo, ring, _BAND_PX)
    inner = hole & (cv2.dilate(ring.astype(np.uint8), _disk(_BAND_PX)) > 0)
    return outside - _averaged(field, inner, _BAND_PX)


def _averaged(
    values: npt.NDArray[np.float32], where: npt.NDArray[np.bool_], sigma_px: float
) -> npt.NDArray[np.float32]:
    """Gaussian means that count only the pixels of `where` (normalized convolution)."""
    weight = where.astype(np.float32)
    border = cv2.BORDER_REPLICATE
    sums = cv2.GaussianBlur(np.where(where[..., None], values, 0), (0, 0), sigma_px, borderType=border)
    total = cv2.GaussianBlur(weight, (0, 0), sigma_px, borderType=border)
    return (_channels(sums) / np.maximum(total, 1e-4)[..., None]).astype(np.float32)


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
