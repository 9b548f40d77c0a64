"""How far the field may be believed: a field that knows nothing of structure is soft at every scale."""

from __future__ import annotations

import cv2
import numpy as np

from engine.channels import channel_sum, chosen
from engine.detail.levels import low_pass
from engine.detail.task import DetailTask, Image, Mask

# Sharpness is compared on a picture of about this short side.
_SIDE_PX = 128
# The details that are compared are about this large, in units of the short side.
_DETAIL_SIGMA = 0.018
# Contrast below this is nothing that a field could miss, sRGB 0..1.
_LEAST_CONTRAST = 0.01
# Ratio of contrasts, hole to surroundings, that means no trust and full trust. Fields after minutes of
# training show 0.1 to 0.25, slightly blurred truths 0.35 to 1; measured on twelve photos; a smeared one 0.45.
_NONE, _FULL = 0.3, 0.8


def trust_in_field(task: DetailTask) -> float:
    """Trust in a field's structure, 0..1.

    Compares the contrast of details of one size, inside the hole and around it: where the field's are as
    strong as the photo's, they were not made up from the ring alone.

    Args:
        task: The hole.
    """
    height, width = task.hole.shape
    factor = max(1.0, min(height, width) / _SIDE_PX)
    size = (max(8, round(width / factor)), max(8, round(height / factor)))
    shown = np.clip(chosen(task.known, task.photo, task.field), 0, 1)
    picture = cv2.resize(shown, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    sigma = _DETAIL_SIGMA * min(size)
    power = channel_sum((low_pass(picture, 0.7 * sigma) - low_pass(picture, 2 * sigma)) ** 2)
    # The ring itself is as sharp as the photo, and the filters carry that some pixels inwards.
    inside = _share(task.hole, size)
    deep = cv2.erode((inside > 0.99).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    inner = deep if deep.any() else inside > 0.5
    outer = _share(task.known & ~task.hole, size) > 0.99
    if not inner.any() or not outer.any():
        return 0.0
    floor = _LEAST_CONTRAST**2
    ratio = float(np.sqrt((power[inner].mean() + floor) / (power[outer].mean() + floor)))
    return float(np.clip((ratio - _NONE) / (_FULL - _NONE), 0, 1))


def _share(mask: Mask, size: tuple[int, int]) -> Image:
    return cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA).astype(np.float32)
