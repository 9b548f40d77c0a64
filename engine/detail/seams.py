"""Seams between copies: where two sources meet, or a copy meets the photo, steps become slopes.

Every copied pixel knows how its own source goes on to each neighbor. Where two neighbors come from one
place that is simply their difference; where they do not, the mean of what both sources say is wanted
instead of the step that is there. A screened Poisson equation finds the smallest smooth correction that
does it (Perez et al. 2003; screened so that a wrong neighbor is not felt across the whole hole).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine.detail.compilation import compiled, in_ranges
from engine.detail.search import Ints, Search
from engine.detail.task import Image

# How far a correction reaches, pixels: short among textures, where a wrong neighbor would be felt far off and
# a slope is not seen; long where the picture is smooth and even a slope shows.
_REACH_PX, _SMOOTH_REACH_PX = 8.0, 200.0
# Of a step as large as this half is left: other things meet there, and a slope between them is a glow.
_LARGE_STEP = np.float32(0.5)
# Contrast that counts as none, sRGB 0..1.
_LEAST_CONTRAST = 0.008
# Successive over-relaxation, begun on pictures of half the size as long as these are larger than this.
_ROUNDS, _COARSEST_PX = 16, 12
_RELAXATION = np.float32(1.6)

_OUTSIDE, _KNOWN, _HOLE = 0, 1, 2
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class _Equations:
    """A screened Poisson equation on a grid whose border takes no part.

    Attributes:
        wanted: (h, w, 3) divergence.
        held: (h, w) pull to zero, above it where a pixel takes part: the screen and known neighbors.
        across: (h, w) pull between a pixel and the one to its right.
        down: (h, w) pull between a pixel and the one below.
    """

    wanted: Image
    held: Image
    across: Image
    down: Image

    def halved(self) -> _Equations:
        """Four pixels as one: sums of their equations; pulls count half, for slopes are half as steep."""
        height, width = self.held.shape
        # Two in front, so that the border stays out.
        odd = ((2, 2 + height % 2), (2, 2 + width % 2))
        wanted, held = np.pad(self.wanted, (*odd, (0, 0))), np.pad(self.held, odd)
        across, down = np.pad(self.across, odd), np.pad(self.down, odd)
        return _Equations(
            wanted[::2, ::2] + wanted[1::2, ::2] + wanted[::2, 1::2] + wanted[1::2, 1::2],
            held[::2, ::2] + held[1::2, ::2] + held[::2, 1::2] + held[1::2, 1::2],
            np.float32(0.5) * (across[::2, 1::2] + across[1::2, 1::2]),
            np.float32(0.5) * (down[1::2, ::2] + down[1::2, 1::2]),
        )


def corrections(search: Search, from_y: Ints, from_x: Ints, copies: Image, threads: int) -> Image:
    """What to add to the copies of a search's pixels so that their seams vanish.

    Args:
        search: Of the finest level.
        from_y: (N,) source rows of `search.pixel_y`; -1 = not copied, kept as it is.
        from_x: (N,) source columns.
        copies: (N, 3), the copied colors.
        threads: To use; changes no result.

    Returns:
        (N, 3) float32.
    """
    if search.pixel_y.size == 0:
        return np.zeros((0, 3), np.float32)
    y0, y1 = int(search.pixel_y.min()) - 1, int(search.pixel_y.max()) + 2
    x0, x1 = int(search.pixel_x.min()) - 1, int(search.pixel_x.max()) + 2
    height, width = search.level.size
    kind = np.full((y1 - y0, x1 - x0), _OUTSIDE, np.uint8)
    inner_y, inner_x = slice(max(y0, 0), min(y1, height)), slice(max(x0, 0), min(x1, width))
    part = kind[inner_y.start - y0 : inner_y.stop - y0, inner_x.start - x0 : inner_x.stop - x0]
    part[search.level.known[inner_y, inner_x]] = _KNOWN
    y, x = search.pixel_y - y0, search.pixel_x - x0
    copied = from_y >= 0
    kind[y[copied], x[copied]] = _HOLE
    source = np.full((*kind.shape, 2), -1, np.int32)
    source[y, x, 0], source[y, x, 1] = from_y, from_x
    colors = np.zeros((*kind.shape, 3), np.float32)
    target = search.colors[inner_y, inner_x]
    colors[inner_y.start - y0 : inner_y.stop - y0, inner_x.start - x0 : inner_x.stop - x0] = target
    colors[y, x] = copies
    wanted = np.zeros((*kind.shape, 3), np.float32)
    usable = search.known_in_atlas
    label = _labels(search, (y0, x0), (y1 - y0, x1 - x0))
    in_ranges(_divergence, y.size, threads, kind, label, source, colors, search.atlas, usable, y, x, wanted)
    screen = np.zeros(kind.shape, np.float32)
    screen[y, x] = _screen(search.contrast(from_y, from_x))
    return _solved(_equations(kind, wanted, screen), threads)[y, x]


def _screen(contrast: Image) -> Image:
    """One over the squared reach of corrections, from the sources' contrast: the copies' own counts seams."""
    texture = contrast / (contrast + np.float32(_LEAST_CONTRAST**2))
    return (texture / _REACH_PX**2 + (1 - texture) / _SMOOTH_REACH_PX**2).astype(np.float32)


def _equations(kind: Codes, wanted: Image, screen: Image) -> _Equations:
    hole = kind == _HOLE
    known = (kind == _KNOWN).astype(np.float32)
    # Known pixels are corrected by nothing, which every neighbor is held to.
    held = np.zeros(kind.shape, np.float32)
    held[1:-1, 1:-1] = known[:-2, 1:-1] + known[2:, 1:-1] + known[1:-1, :-2] + known[1:-1, 2:]
    across, down = np.zeros(kind.shape, np.float32), np.zeros(kind.shape, np.float32)
    across[:, :-1] = hole[:, :-1] & hole[:, 1:]
    down[:-1] = hole[:-1] & hole[1:]
    return _Equations(wanted, np.where(hole, screen + held, 0).astype(np.float32), across, down)


def _solved(equations: _Equations, threads: int) -> Image:
    """(h, w, 3): the corrections, told at half the size first: what reaches far takes few steps there."""
    height, width = equations.held.shape
    correction = np.zeros((height, width, 3), np.float32)
    if min(height, width) >= 2 * _COARSEST_PX:
        coarse = _solved(equations.halved(), threads)
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


def _labels(search: Search, first: tuple[int, int], shape: tuple[int, int]) -> npt.NDArray[np.int16]:
    """(h, w) numbers of the labels from a first pixel on, negative where a person chose them."""
    result = np.zeros(shape, np.int16)
    kinds = search.level.kinds
    if not kinds.wanted.any():
        return result
    height, width = search.level.size
    y = np.clip(np.arange(first[0], first[0] + shape[0]), 0, height - 1)
    x = np.clip(np.arange(first[1], first[1] + shape[1]), 0, width - 1)
    plain = kinds.plain[np.ix_(y, x)]
    return np.where(kinds.wanted[np.ix_(y, x)], -plain, plain)


@compiled()
def _is_meant(one: int, other: int) -> bool:
    """Whether a step between two labels is no seam: a person set one of them against the other."""
    return (one < 0 or other < 0) and abs(one) != abs(other) and one != 0 and other != 0


@compiled()
def _divergence(
    kind: Any, label: Any, source: Any, colors: Any, atlas: Any, usable: Any,
    pixel_y: Any, pixel_x: Any, wanted: Any, start: int, stop: int,
) -> None:  # fmt: skip
    rows, columns = usable.shape
    missing = np.empty(3, np.float32)
    for i in range(start, stop):
        y, x = pixel_y[i], pixel_x[i]
        if kind[y, x] != _HOLE:
            continue
        ay, ax = source[y, x, 0], source[y, x, 1]
        for side in range(4):
            dy = -1 if side == 0 else (1 if side == 1 else 0)
            dx = -1 if side == 2 else (1 if side == 3 else 0)
            other = kind[y + dy, x + dx]
            if other == _OUTSIDE or _is_meant(label[y, x], label[y + dy, x + dx]):
                continue
            sy, sx = ay + dy, ax + dx
            own = 0 <= sy < rows and 0 <= sx < columns and usable[sy, sx] > 0
            theirs = False
            by, bx, cy, cx = 0, 0, 0, 0
            if other == _HOLE:
                by, bx = source[y + dy, x + dx, 0], source[y + dy, x + dx, 1]
                if by == sy and bx == sx:
                    continue
                cy, cx = by - dy, bx - dx
                theirs = 0 <= cy < rows and 0 <= cx < columns and usable[cy, cx] > 0
            if not (own or theirs):
                continue
            half = np.float32(0.5) if own and theirs else np.float32(1)
            power = np.float32(0)
            for k in range(3):
                slope = np.float32(0)
                if own:
                    slope += half * (atlas[sy, sx, k] - atlas[ay, ax, k])
                if theirs:
                    slope += half * (atlas[by, bx, k] - atlas[cy, cx, k])
                missing[k] = slope - (colors[y + dy, x + dx, k] - colors[y, x, k])
                power = max(power, missing[k] * missing[k])
            share = np.float32(1)
            if other == _HOLE:
                share /= np.float32(1) + power / (_LARGE_STEP * _LARGE_STEP)
            for k in range(3):
                wanted[y, x, k] += share * missing[k]


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
