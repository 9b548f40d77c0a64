"""A task seen small, where contours and lines are looked for."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from engine.detail.counted import area_mean
from engine.detail.task import DetailTask, Image, Mask


class Small(NamedTuple):
    """A task, small: its photo (h, w, 3) and where it is known and hole, (h, w) each, never both."""

    picture: Image
    known: Mask
    hole: Mask


def shrunk(task: DetailTask, side_px: int) -> Small:
    """A task at about this short side, and no larger than it is; what a hole touches is hole.

    Args:
        task: The hole; its field is not looked at.
        side_px: Of the small picture.
    """
    height, width = task.hole.shape
    factor = max(1.0, min(height, width) / side_px)
    size = (round(width / factor), round(height / factor))
    hole = cv2.resize(task.hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.01
    picture, share = area_mean(task.photo, task.known, size)
    return Small(picture, (share > 0.99) & ~hole, hole)
