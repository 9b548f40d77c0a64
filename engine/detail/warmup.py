"""Compiling ahead: the first fill shall not wait for the compiler."""

from __future__ import annotations

import numpy as np

from engine.detail.membrane import harmonic
from engine.detail.method import Method
from engine.detail.synthesis import synthesize
from engine.detail.task import DetailTask

# Large enough for several levels, wide and narrow ones, exhaustive and propagated search.
_SIDE_PX = 96


def warm_up() -> None:
    """Compiles every kernel by filling a small made-up photo; seconds the first time, then from disk."""
    noise = np.random.default_rng(0).random((_SIDE_PX, _SIDE_PX, 3), dtype=np.float32)
    hole = np.zeros((_SIDE_PX, _SIDE_PX), np.bool_)
    hole[36:60, 36:60] = True
    field = harmonic(noise, ~hole)
    task = DetailTask(photo=noise, hole=hole, known=~hole, field=field, sources=~hole)
    for _ in synthesize(task, method=Method(threads=1)):
        pass
