"""Shares that rise smoothly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def smooth_step(low: float, high: float, value: npt.NDArray) -> npt.NDArray:
    """0 up to `low`, 1 from `high` on, with level ends between (Hermite's cubic)."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)
