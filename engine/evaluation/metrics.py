"""How near a fill is to the truth inside the hole, pixel by pixel: PSNR, SSIM, the step at the border."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from skimage.metrics import structural_similarity

Photo = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

# A perfect fill: more decibels than eight bits can tell apart.
PERFECT_DB = 60.0


def hole_psnr(fill: Photo, truth: Photo, hole: Mask) -> float:
    """Peak signal-to-noise ratio of the hole's pixels in dB, at most `PERFECT_DB`.

    Args:
        fill: (H, W, 3) uint8, composited.
        truth: The same shape.
        hole: (H, W), not empty.
    """
    difference = fill[hole].astype(np.float64) - truth[hole].astype(np.float64)
    error = float(np.mean(difference**2)) / 255.0**2
    return min(PERFECT_DB, -10 * np.log10(max(error, 1e-12)))


def hole_ssim(fill: Photo, truth: Photo, hole: Mask) -> float:
    """Structural similarity (Wang et al., 2004), averaged over the hole's pixels; 1 for equal pictures.

    Args:
        fill: (H, W, 3) uint8, composited, at least 11 px on each side.
        truth: The same shape.
        hole: (H, W), not empty.
    """
    similarity = structural_similarity(
        fill,
        truth,
        channel_axis=2,
        data_range=255,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        full=True,
    )[1]
    return float(np.asarray(similarity)[hole].mean())


def border_step(fill: Photo, truth: Photo, hole: Mask) -> float:
    """By how much the colors jump more across the hole's border than the truth does there, in 1/255.

    The mean absolute difference of neighbors on either side of the border, less the truth's own; below
    zero where the fill is smoother than the truth. 0 where the hole has no neighbor.
    """
    return _mean_step(fill, hole) - _mean_step(truth, hole)


def _mean_step(picture: Photo, hole: Mask) -> float:
    values = picture.astype(np.float32)
    total, count = 0.0, 0
    for axis in (0, 1):
        across = np.abs(np.diff(values, axis=axis))[np.diff(hole, axis=axis)]
        total += float(across.sum())
        count += across.size
    return total / max(count, 1)
