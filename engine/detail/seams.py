"""Seams between copies: where two sources meet, or a copy meets the photo, steps become slopes.

Every copied pixel knows how its own source goes on to each neighbor. Where two neighbors come from one
place that is simply their difference; where they do not, the mean of what both sources say is wanted
instead of the step that is there. A screened Poisson equation finds the smallest smooth correction that
does it (Perez et al. 2003; screened so that a wrong neighbor is not felt across the whole hole).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.detail.compilation import compiled, in_ranges
from engine.detail.copies import Copies
from engine.detail.poisson import Equations, solved
from engine.detail.search import Search
from engine.detail.task import Image

# How far a correction reaches, pixels: short among textures, where a wrong neighbor would be felt far off and
# a slope is not seen; long where the picture is smooth and even a slope shows.
_REACH_PX, _SMOOTH_REACH_PX = 8.0, 200.0
# Of a step as large as this half is left: other things meet there, and a slope between them is a glow.
_LARGE_STEP = np.float32(0.5)
# Contrast that counts as none, sRGB 0..1.
_LEAST_CONTRAST = 0.008

_OUTSIDE, _KNOWN, _HOLE = 0, 1, 2
Codes = npt.NDArray[np.uint8]


def corrections(search: Search, copies: Copies) -> Image:
    """(M, 3), what to add to the copies of a search of the finest level so that their seams vanish."""
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
    copied = copies.there
    kind[y[copied], x[copied]] = _HOLE
    source = np.full((*kind.shape, 2), -1, np.int32)
    source[y, x, 0], source[y, x, 1] = copies.from_y, copies.from_x
    colors = np.zeros((*kind.shape, 3), np.float32)
    target = search.colors[inner_y, inner_x]
    colors[inner_y.start - y0 : inner_y.stop - y0, inner_x.start - x0 : inner_x.stop - x0] = target
    colors[y, x] = copies.colors
    wanted = np.zeros((*kind.shape, 3), np.float32)
    usable = search.atlas.known
    label = _labels(search, (y0, x0), (y1 - y0, x1 - x0))
    in_ranges(
        _divergence, y.size, search.threads, kind, label, source, colors, search.atlas.pixels, usable, y, x,
        wanted,
    )  # fmt: skip
    screen = np.zeros(kind.shape, np.float32)
    contrast = search.atlas.contrast[copies.from_y, search.atlas.in_photo(copies.from_x)]
    screen[y, x] = _screen(np.where(copied, contrast, 0).astype(np.float32))
    return solved(_equations(kind, wanted, screen), search.threads)[y, x]


def _screen(contrast: Image) -> Image:
    """One over the squared reach of corrections, from the sources' contrast: the copies' own counts seams."""
    texture = contrast / (contrast + np.float32(_LEAST_CONTRAST**2))
    return (texture / _REACH_PX**2 + (1 - texture) / _SMOOTH_REACH_PX**2).astype(np.float32)


def _equations(kind: Codes, wanted: Image, screen: Image) -> Equations:
    hole = kind == _HOLE
    known = (kind == _KNOWN).astype(np.float32)
    # Known pixels are corrected by nothing, which every neighbor is held to.
    held = np.zeros(kind.shape, np.float32)
    held[1:-1, 1:-1] = known[:-2, 1:-1] + known[2:, 1:-1] + known[1:-1, :-2] + known[1:-1, 2:]
    across, down = np.zeros(kind.shape, np.float32), np.zeros(kind.shape, np.float32)
    across[:, :-1] = hole[:, :-1] & hole[:, 1:]
    down[:-1] = hole[:-1] & hole[1:]
    return Equations(wanted, np.where(hole, screen + held, 0).astype(np.float32), across, down)


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


@compiled(inline=True)
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
