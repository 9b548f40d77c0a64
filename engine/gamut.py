"""How far the colors of a fill may reach.

A photo of a wide gamut has colors outside sRGB, which are numbers below 0 and above 1 (see `photo/color.py`).
Its fills may go as far, and no farther: nothing overshoots what the photo shows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def gamut(photo: npt.NDArray[np.float32], known: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """The least and the highest value of a photo's colors, at least 0 and 1.

    Args:
        photo: (H, W, 3), sRGB-encoded; read where it is known.
        known: (H, W).
    """
    shown = known[..., None]
    return float(np.min(photo, initial=0, where=shown)), float(np.max(photo, initial=1, where=shown))
