"""Exact distances: OpenCV's last digits depend on where in memory a picture lies."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt


def distance_from(things: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """The Euclidean distance of every pixel to the nearest of some pixels.

    Args:
        things: (H, W), true = those; there must be some.

    Returns:
        (H, W) float32, pixels; 0 there. Squares are whole numbers to the bit, so that a part of a picture
        gives what the whole gives there, and every run gives the same.
    """
    outside = np.ascontiguousarray(~things, dtype=np.uint8)
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)  # noqa: TID251
    squares = cv2.multiply(distance, distance, dst=distance)
    return np.asarray(cv2.sqrt(np.rint(squares, out=squares), dst=squares), np.float32)
