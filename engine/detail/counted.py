"""Means that count some pixels alone (normalized convolution, Knutsson and Westin 1993)."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.channels import chosen, spread
from engine.detail.task import Image

# Below this share of a mean's weight, what little counts is numerical noise, and the mean fades to 0.
_LEAST_SHARE = 1e-4


def gaussian_mean(values: Image, counted: npt.NDArray, sigma_px: float) -> Image:
    """Gaussian means of the pixels that count; nothing beyond the picture's border does.

    Args:
        values: (H, W) or (H, W, C); may be anything where nothing counts.
        counted: (H, W), bool, or weights from 0 on.
        sigma_px: Standard deviation of the Gaussian.

    Returns:
        Like the values; 0 where nothing near counts.
    """
    weight = counted.astype(np.float32)
    border = cv2.BORDER_CONSTANT
    sums = cv2.GaussianBlur(_weighed(values, weight), (0, 0), sigma_px, borderType=border)
    total = cv2.GaussianBlur(weight, (0, 0), sigma_px, borderType=border)
    return _divided(sums.reshape(values.shape), total)


def area_mean(values: Image, counted: npt.NDArray, size: tuple[int, int]) -> tuple[Image, Image]:
    """A picture made smaller from the pixels that count.

    Args:
        values: (H, W) or (H, W, C); may be anything where nothing counts.
        counted: (H, W), bool, or weights from 0 on.
        size: (w, h) of the result, each at most that of the values.

    Returns:
        (h, w[, C]) means, 0 where nothing counts, and (h, w) the share of every pixel that counts.
    """
    weight = counted.astype(np.float32)
    sums = cv2.resize(_weighed(values, weight), size, interpolation=cv2.INTER_AREA)
    share = cv2.resize(weight, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return _divided(sums.reshape(share.shape + values.shape[2:]), share), share


def _weighed(values: Image, weight: Image) -> Image:
    # Not a product alone: what does not count may be no number.
    if values.ndim == 2:
        return np.where(weight > 0, values * weight, 0).astype(np.float32, copy=False)
    return chosen(weight > 0, values * spread(weight, values.shape[2]), 0)


def _divided(sums: npt.NDArray, total: npt.NDArray) -> Image:
    least = np.maximum(total, _LEAST_SHARE)
    least = least if sums.ndim == 2 else spread(least.astype(np.float32, copy=False), sums.shape[2])
    return (sums / least).astype(np.float32, copy=False)
