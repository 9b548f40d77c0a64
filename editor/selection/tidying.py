"""What clicks select is one thing: islands that nobody clicked and pinholes go."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from editor.painting.opencv import cv2

# An island of this share of the clicked parts may be the rest of an object with something before it; a hole
# of this share may be one that can be looked through.
_REAL_ISLAND, _REAL_HOLE = 0.2, 0.05

Bools = npt.NDArray[np.bool_]


def tidied(selected: Bools, wanted: Bools, unwanted: Bools) -> Bools:
    """Leaves small islands without a wanted click out, and fills small holes without an unwanted one.

    Args:
        selected: (h, w).
        wanted: (h, w), true at clicks on the object.
        unwanted: (h, w), true at clicks beside it.
    """
    parts, areas, numbered = _parts(selected)
    is_clicked = np.zeros(parts, np.bool_)
    is_clicked[numbered[wanted & selected]] = True
    if not is_clicked.any():
        return selected
    total = int(areas[is_clicked].sum())
    stays = is_clicked | (areas >= _REAL_ISLAND * total)
    result = selected & stays[numbered]
    _, areas, numbered = _parts(~result)
    is_open = areas >= _REAL_HOLE * total
    for side in (numbered[0], numbered[-1], numbered[:, 0], numbered[:, -1], numbered[unwanted]):
        is_open[side] = True
    return np.asarray(result | (~result & ~is_open[numbered]))


def _parts(mask: Bools) -> tuple[int, npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Connected parts of a mask: how many, their areas, and the number of each pixel's; 0 = none of them."""
    count, numbered, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    areas = facts[:, cv2.CC_STAT_AREA].astype(np.int32)
    areas[0] = 0
    return count, areas, np.asarray(numbered, np.int32)
