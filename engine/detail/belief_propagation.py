"""One of several colors for every pixel, so that neighbors agree: min-sum belief propagation.

Four directional sweeps a round (Szeliski et al. 2008, "BP-S"). Two choices cost side by side how much each
differs from the other where they would meet, on both sides of the seam (Kwatra et al. 2003).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.detail.compilation import compiled, in_ranges
from engine.detail.task import Image, Mask

Labels = npt.NDArray[np.int32]

# Costs are mean squared differences per channel, sRGB 0..1.
FORBIDDEN = 4.0
# What a seam costs where one side cannot be compared, and what it costs even between equal colors.
UNCOMPARED, _SEAM = 0.03, 0.0005
_ROUNDS = 4


def least_cost(cost: Image, candidates: Image, active: Mask, threads: int) -> Labels:
    """The choices that cost least, each by itself and beside its neighbors'; approximately.

    Args:
        cost: (h, w, N) own costs, `FORBIDDEN` and more = not to be chosen.
        candidates: (h, w, N, 4), colors and whether they may be compared.
        active: (h, w), pixels that take part.
        threads: To use; changes no result.

    Returns:
        (h, w) int32.
    """
    height, width, count = cost.shape
    # One plane per channel, so that a pixel's candidates lie side by side.
    planes = np.ascontiguousarray(candidates.transpose(0, 1, 3, 2))
    messages = np.zeros((4, height, width, count), np.float32)
    for _ in range(_ROUNDS):
        for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            lines = height if dx else width
            in_ranges(_sweep, lines, threads, cost, planes, active, messages, dy, dx, least_share=4)
    return (cost + messages.sum(axis=0)).argmin(axis=2).astype(np.int32)


@compiled()
def _sweep(
    cost: Any, planes: Any, active: Any, messages: Any, dy: int, dx: int, start: int, stop: int
) -> None:
    """Passes messages along lines in one direction (right, left, down or up).

    Args:
        cost: (h, w, N) own costs.
        planes: (h, w, 4, N) candidates' colors and whether they may be used.
        active: (h, w) pixels that take part.
        messages: (4, h, w, N), what each pixel hears from its left, right, upper and lower neighbor.
        dy: Step along a line, rows.
        dx: Step along a line, columns.
        start: First line.
        stop: One after the last.
    """
    height, width, count = cost.shape
    heard = 0 if dx > 0 else (1 if dx < 0 else (2 if dy > 0 else 3))
    back = heard ^ 1
    length = width if dx != 0 else height
    belief = np.empty(count, np.float32)
    said = np.empty(count, np.float32)
    for line in range(start, stop):
        for step in range(length - 1):
            if dx != 0:
                y, x = line, step if dx > 0 else width - 1 - step
            else:
                y, x = step if dy > 0 else height - 1 - step, line
            to_y, to_x = y + dy, x + dx
            if not (active[y, x] and active[to_y, to_x]):
                continue
            for a in range(count):
                total = cost[y, x, a] - messages[back, y, x, a]
                for side in range(4):
                    total += messages[side, y, x, a]
                belief[a] = total
                said[a] = np.float32(1e9)
            here, there = planes[y, x], planes[to_y, to_x]
            for a in range(count):
                if cost[y, x, a] >= np.float32(FORBIDDEN):
                    continue
                for b in range(count):
                    red, green, blue = (
                        here[0, a] - here[0, b],
                        here[1, a] - here[1, b],
                        here[2, a] - here[2, b],
                    )
                    near = (red * red + green * green + blue * blue) * np.float32(1 / 3)
                    red, green, blue = (
                        there[0, a] - there[0, b],
                        there[1, a] - there[1, b],
                        there[2, a] - there[2, b],
                    )
                    far = (red * red + green * green + blue * blue) * np.float32(1 / 3)
                    near = near if here[3, b] > 0 else np.float32(UNCOMPARED)
                    far = far if there[3, a] > 0 else np.float32(UNCOMPARED)
                    seam = np.float32(0) if a == b else np.float32(_SEAM)
                    total = belief[a] + near + far + seam
                    said[b] = min(said[b], total)
            least = said[0]
            for b in range(1, count):
                least = min(least, said[b])
            for b in range(count):
                messages[heard, to_y, to_x, b] = said[b] - least
