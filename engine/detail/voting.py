"""From matched patches back to pixels: weighted votes at coarse levels, plain copies at the finest."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.detail.compilation import compiled
from engine.detail.patch_sums import RADIUS

# What a source of a forbidden label says in votes, and costs as a copy.
_UNHEARD, _LAST_RESORT = np.float32(1e-4), np.float32(1e6)


@compiled()
def vote(
    colors: Any,
    index: Any,
    match_y: Any,
    match_x: Any,
    bias: Any,
    weight: Any,
    forbidden: Any,
    kinds: Any,
    pixel_y: Any,
    pixel_x: Any,
    out: Any,
    start: int,
    stop: int,
) -> None:
    """Weighted mean of what all patches that cover a pixel want it to be.

    Args:
        colors: (H, atlas width, channels) float32 atlas; the first three channels are read.
        index: (H, W) number of the target centered there, or -1.
        match_y: (N,) the targets' sources, rows.
        match_x: (N,) their columns.
        bias: (N, 3) float32, what their colors are given.
        weight: (N,) say of each target, above 0.
        forbidden: (kinds, kinds) bool, [place, source]: what serves where there is nothing else only;
            (1, 1) = nothing is forbidden.
        kinds: (H, W), see `kinds.Kinds`.
        pixel_y: (M,) rows of the pixels.
        pixel_x: (M,) their columns.
        out: (M, 3) float32; unchanged where no patch covers the pixel.
        start: First pixel.
        stop: One after the last.
    """
    rows, columns = index.shape
    for i in range(start, stop):
        y, x = pixel_y[i], pixel_x[i]
        red, green, blue, total = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
        for dy in range(-RADIUS, RADIUS + 1):
            if y + dy < 0 or y + dy >= rows:
                continue
            for dx in range(-RADIUS, RADIUS + 1):
                if x + dx < 0 or x + dx >= columns:
                    continue
                target = index[y + dy, x + dx]
                if target < 0:
                    continue
                say = weight[target]
                sy, sx = match_y[target] - dy, match_x[target] - dx
                if forbidden.size > 1:
                    photo_x = sx if sx < columns else 2 * columns - 1 - sx
                    if forbidden[kinds[y, x], kinds[sy, photo_x]]:
                        say *= _UNHEARD
                red += say * (colors[sy, sx, 0] + bias[target, 0])
                green += say * (colors[sy, sx, 1] + bias[target, 1])
                blue += say * (colors[sy, sx, 2] + bias[target, 2])
                total += say
        if total > 0:
            out[i, 0], out[i, 1], out[i, 2] = red / total, green / total, blue / total


@compiled()
def copy(
    colors: Any, from_y: Any, from_x: Any, chosen: Any, bias: Any, out: Any, start: int, stop: int
) -> None:
    """The source pixels' colors, with what their target gives them; `out` is unchanged where there is none.

    Args:
        colors: As in `vote`.
        from_y: (M,) rows of the source pixels.
        from_x: (M,) their columns.
        chosen: (M,) numbers of the targets, see `choose`.
        bias: As in `vote`.
        out: (M, 3) float32.
        start: First pixel.
        stop: One after the last.
    """
    for i in range(start, stop):
        if chosen[i] >= 0:
            for c in range(3):
                out[i, c] = colors[from_y[i], from_x[i], c] + bias[chosen[i], c]


@compiled()
def choose(
    index: Any,
    match_y: Any,
    match_x: Any,
    cost: Any,
    centering: Any,
    forbidden: Any,
    kinds: Any,
    pixel_y: Any,
    pixel_x: Any,
    out: Any,
    start: int,
    stop: int,
) -> None:
    """For every pixel the patch that it is copied from: the best of those that cover it.

    Args:
        index: (H, W) number of the target centered there, or -1.
        match_y: (N,) the targets' sources, rows.
        match_x: (N,) their columns.
        cost: (N,) how badly each target's patch fits.
        centering: Cost of a pixel of distance from the patch's center, so that ties go to the middle.
        forbidden: See `vote`.
        kinds: Likewise.
        pixel_y: (M,) rows of the pixels.
        pixel_x: (M,) their columns.
        out: (M,) number of the target; -1 where no patch covers the pixel.
        start: First pixel.
        stop: One after the last.
    """
    rows, columns = index.shape
    for i in range(start, stop):
        y, x = pixel_y[i], pixel_x[i]
        least = np.float32(np.inf)
        out[i] = -1
        for dy in range(-RADIUS, RADIUS + 1):
            if y + dy < 0 or y + dy >= rows:
                continue
            for dx in range(-RADIUS, RADIUS + 1):
                if x + dx < 0 or x + dx >= columns:
                    continue
                target = index[y + dy, x + dx]
                if target < 0:
                    continue
                found = cost[target] + centering * np.float32(dy * dy + dx * dx)
                sy, sx = match_y[target] - dy, match_x[target] - dx
                if forbidden.size > 1:
                    photo_x = sx if sx < columns else 2 * columns - 1 - sx
                    if forbidden[kinds[y, x], kinds[sy, photo_x]]:
                        found += _LAST_RESORT
                if found < least:
                    least, out[i] = found, target
