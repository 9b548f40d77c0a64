"""Screened Poisson equations on the pixels of a hole, solved coarse to fine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from engine.detail.compilation import compiled, in_ranges
from engine.detail.task import Image, Mask

# Successive over-relaxation, begun on pictures of half the size as long as these are larger than this.
_ROUNDS, _COARSEST_PX = 16, 12
_RELAXATION = np.float32(1.6)


@dataclass(frozen=True)
class Equations:
    """A screened Poisson equation on a grid whose border takes no part.

    Attributes:
        wanted: (h, w, 3) divergence.
        held: (h, w) pull to zero, above it where a pixel takes part: the screen and known neighbors.
        across: (h, w) pull between a pixel and the one to its right.
        down: (h, w) pull between a pixel and the one below.
        barriers: (h, w) each, where a line that nothing may cross cuts `across` and `down`; None = nowhere.
    """

    wanted: Image
    held: Image
    across: Image
    down: Image
    barriers: tuple[Mask, Mask] | None = None

    def halved(self) -> Equations:
        """Four pixels as one: sums of their equations; pulls count half, for slopes are half as steep.

        A barrier stays closed, however much of it four pixels see.
        """
        height, width = self.held.shape
        # Two in front, so that the border stays out.
        odd = ((2, 2 + height % 2), (2, 2 + width % 2))
        wanted, held = np.pad(self.wanted, (*odd, (0, 0))), np.pad(self.held, odd)
        across, down = np.pad(self.across, odd), np.pad(self.down, odd)
        across = np.float32(0.5) * (across[::2, 1::2] + across[1::2, 1::2])
        down = np.float32(0.5) * (down[1::2, ::2] + down[1::2, 1::2])
        barriers = None
        if self.barriers is not None:
            # One that runs inside a larger pixel counts as if it ran on the pixel's right or lower edge.
            barriers = (
                _any_of_four(np.pad(self.barriers[0], odd)),
                _any_of_four(np.pad(self.barriers[1], odd)),
            )
            across[barriers[0]], down[barriers[1]] = 0, 0
        return Equations(
            wanted[::2, ::2] + wanted[1::2, ::2] + wanted[::2, 1::2] + wanted[1::2, 1::2],
            held[::2, ::2] + held[1::2, ::2] + held[::2, 1::2] + held[1::2, 1::2],
            across,
            down,
            barriers,
        )


def _any_of_four(mask: Mask) -> Mask:
    return mask[::2, ::2] | mask[1::2, ::2] | mask[::2, 1::2] | mask[1::2, 1::2]


def solved(equations: Equations, threads: int) -> Image:
    """Solves at half the size first: what reaches far takes few steps there.

    Args:
        equations: The equation; (h, w).
        threads: To use; changes no result.

    Returns:
        (h, w, 3) float32, 0 where no pixel takes part.
    """
    height, width = equations.held.shape
    correction = np.zeros((height, width, 3), np.float32)
    if min(height, width) >= 2 * _COARSEST_PX:
        coarse = solved(equations.halved(), threads)
        large = cv2.resize(coarse, (2 * coarse.shape[1], 2 * coarse.shape[0]))
        correction += large[2 : 2 + height, 2 : 2 + width] * (equations.held > 0)[..., None]
    y, x = np.nonzero(equations.held > 0)
    halves = [(y[half], x[half]) for half in ((y + x) % 2 == 0, (y + x) % 2 == 1)]
    for _ in range(_ROUNDS):
        for half_y, half_x in halves:
            in_ranges(
                _relax, half_y.size, threads, equations.wanted, equations.held, equations.across,
                equations.down, correction, half_y, half_x,
            )  # fmt: skip
    return correction


@compiled()
def _relax(
    wanted: Any, held: Any, across: Any, down: Any, correction: Any,
    pixel_y: Any, pixel_x: Any, start: int, stop: int,
) -> None:  # fmt: skip
    for i in range(start, stop):
        y, x = pixel_y[i], pixel_x[i]
        above, below, left, right = down[y - 1, x], down[y, x], across[y, x - 1], across[y, x]
        weight = held[y, x] + above + below + left + right
        for k in range(3):
            total = above * correction[y - 1, x, k] + below * correction[y + 1, x, k]
            total += left * correction[y, x - 1, k] + right * correction[y, x + 1, k] - wanted[y, x, k]
            correction[y, x, k] += _RELAXATION * (total / weight - correction[y, x, k])
