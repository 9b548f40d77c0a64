"""From matched patches back to pixels: weighted votes at coarse levels, plain copies at the finest."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.detail.compilation import compiled
from engine.detail.matching import RADIUS

# Differences of color up to about half of this are made up for; larger ones are other things, not other
# light, and are left alone (a redescending influence, per pixel, sRGB 0..1).
_LENT_UP_TO = np.float32(0.12)
# What a source of a forbidden label says in votes, and costs as a copy.
_UNHEARD, _LAST_RESORT = np.float32(1e-4), np.float32(1e6)


@compiled()
def lend(guide: Any, y: int, x: int, sy: int, sx: int, share: Any) -> Any:
    """What a source pixel's color lacks to fit in at a place, by the guide's word; three floats.

    Args:
        guide: (H, W, 3) float32, low-passed picture.
        y: Row of the place.
        x: Its column.
        sy: Row of the source pixel.
        sx: Its column in the atlas.
        share: (H, W) float32, of the difference that is lent.
    """
    if sx >= guide.shape[1]:
        sx = 2 * guide.shape[1] - 1 - sx
    red = guide[y, x, 0] - guide[sy, sx, 0]
    green = guide[y, x, 1] - guide[sy, sx, 1]
    blue = guide[y, x, 2] - guide[sy, sx, 2]
    excess = max(abs(red), abs(green), abs(blue)) / _LENT_UP_TO
    factor = share[y, x] * max(np.float32(0), np.float32(1) - excess * excess)
    return red * factor, green * factor, blue * factor


@compiled()
def vote(
    colors: Any,
    guide: Any,
    share: Any,
    index: Any,
    match_y: Any,
    match_x: Any,
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
        guide: (H, W, 3), see `lend`.
        share: See `lend`.
        index: (H, W) number of the target centered there, or -1.
        match_y: (N,) the targets' sources, rows.
        match_x: (N,) their columns.
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
                more_red, more_green, more_blue = lend(guide, y, x, sy, sx, share)
                red += say * (colors[sy, sx, 0] + more_red)
                green += say * (colors[sy, sx, 1] + more_green)
                blue += say * (colors[sy, sx, 2] + more_blue)
                total += say
        if total > 0:
            out[i, 0], out[i, 1], out[i, 2] = red / total, green / total, blue / total


@compiled()
def copy(
    colors: Any,
    guide: Any,
    share: Any,
    from_y: Any,
    from_x: Any,
    pixel_y: Any,
    pixel_x: Any,
    out: Any,
    start: int,
    stop: int,
) -> None:
    """The source pixels' colors, with what the guide lends them; `out` is unchanged where there is none."""
    for i in range(start, stop):
        sy, sx = from_y[i], from_x[i]
        if sy < 0:
            continue
        red, green, blue = lend(guide, pixel_y[i], pixel_x[i], sy, sx, share)
        out[i, 0] = colors[sy, sx, 0] + red
        out[i, 1] = colors[sy, sx, 1] + green
        out[i, 2] = colors[sy, sx, 2] + blue


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
    out_y: Any,
    out_x: Any,
    start: int,
    stop: int,
) -> None:
    """For every pixel the one source pixel it is copied from: that of its best covering patch.

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
        out_y: (M,) source rows in the atlas; -1 where no patch covers the pixel.
        out_x: (M,) source columns.
        start: First pixel.
        stop: One after the last.
    """
    rows, columns = index.shape
    for i in range(start, stop):
        y, x = pixel_y[i], pixel_x[i]
        least = np.float32(np.inf)
        out_y[i], out_x[i] = -1, -1
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
                    least = found
                    out_y[i], out_x[i] = sy, sx
