"""How much more often than their share sources are used."""

from __future__ import annotations

import cv2
import numpy as np

from engine.detail.patch_sums import SIDE
from engine.detail.starts import Ints
from engine.detail.task import Image

# Uses of a source that are fair, and more than which do not count.
_FAIR_USES, _MOST_USES = 2.0, 4.0


def overuse(source_y: Ints, source_x: Ints, size: tuple[int, int], share: float) -> Image:
    """(H, W) uses of every source beyond the fair ones.

    Args:
        source_y: (N,) rows of the targets' sources.
        source_x: (N,) their columns in the photo.
        size: (H, W) of the level.
        share: Targets for each source: where there are few sources, everyone is used more.
    """
    height, width = size
    uses = np.bincount(source_y * np.int64(width) + source_x, minlength=height * width)
    uses = uses.reshape(height, width).astype(np.float32)
    # A block copied as a whole uses every source once; averaging over a patch forgives small overlaps.
    uses = cv2.blur(uses, (SIDE, SIDE), borderType=cv2.BORDER_CONSTANT)
    return np.clip(uses - max(_FAIR_USES, _FAIR_USES * share), 0, _MOST_USES).astype(np.float32)
