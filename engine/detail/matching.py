"""Finding, for every patch of the hole, a similar patch of the photo: the PatchMatch family's kernels.

Barnes et al. 2009 (propagation and random search), in the jump-flood order of Rong and Tan 2006 so that
all patches are improved at once from the previous round's state: the result depends on no scan order and
no thread. Randomness is a hash of seed, round and patch.

Sources live in an atlas: the photo and, to its right, its mirror image. A source is a patch center
(y, x) in the atlas. Patches are 7x7; targets and sources always lie entirely inside the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np

from engine.detail.compilation import compiled
from engine.detail.patch_sums import row_sums

RADIUS = 3
SIDE = 2 * RADIUS + 1
# Floats per pixel: color and one unused, or color, guide and two unused. Padding to powers of two lets a
# patch row be read in whole vectors.
NARROW, WIDE = 4, 8


_UPPER_ROWS, _LOWER_ROWS = 3, 4
_narrow_upper = row_sums(_UPPER_ROWS, SIDE * NARROW)
_narrow_lower = row_sums(_LOWER_ROWS, SIDE * NARROW)
_wide_upper = row_sums(_UPPER_ROWS, SIDE * WIDE)
_wide_lower = row_sums(_LOWER_ROWS, SIDE * WIDE)


@compiled()
def patch_distance(
    target: Any,
    width: int,
    ty: int,
    tx: int,
    atlas: Any,
    atlas_w: int,
    sy: int,
    sx: int,
    wide: bool,
    most: Any,
) -> Any:
    """Sum of squared differences of two patches; gives up with a larger value once it exceeds `most`.

    Args:
        target: Flat (H * width * channels) float32.
        width: Of the target, pixels.
        ty: Patch center, row.
        tx: Patch center, column.
        atlas: Flat (H * atlas_w * channels) float32.
        atlas_w: Of the atlas, pixels.
        sy: Patch center in the atlas, row.
        sx: Patch center in the atlas, column.
        wide: Eight channels, else four.
        most: Distances above this need not be exact.
    """
    channels = WIDE if wide else NARROW
    t_step, s_step = width * channels, atlas_w * channels
    t = (ty - RADIUS) * t_step + (tx - RADIUS) * channels
    s = (sy - RADIUS) * s_step + (sx - RADIUS) * channels
    t_lower, s_lower = t + _UPPER_ROWS * t_step, s + _UPPER_ROWS * s_step
    if wide:
        total = _wide_upper(target, t, t_step, atlas, s, s_step)
        if total <= most:
            total += _wide_lower(target, t_lower, t_step, atlas, s_lower, s_step)
    else:
        total = _narrow_upper(target, t, t_step, atlas, s, s_step)
        if total <= most:
            total += _narrow_lower(target, t_lower, t_step, atlas, s_lower, s_step)
    return total


@compiled()
def mixed(seed: int, a: int, b: int, c: int) -> Any:
    """A 31-bit hash of four numbers (the finalizer of splitmix64 over their combination)."""
    h = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(a) * np.uint64(0xD1B54A32D192ED03)
    h += np.uint64(b) * np.uint64(0xABC98388FB8FAC03) + np.uint64(c) * np.uint64(0x8CB92BA72F3D8DD7)
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    h ^= h >> np.uint64(31)
    return np.int64(h & np.uint64(0x7FFFFFFF))


@compiled()
def _veto(table: Any, cells_t: Any, cells_s: Any, t: int, sy: int, sx: int) -> Any:
    return table[cells_t[t], cells_s[sy, sx]]


@compiled()
def exhaust(
    target: Any,
    width: int,
    atlas: Any,
    wide: bool,
    ty: Any,
    tx: Any,
    source_y: Any,
    source_x: Any,
    penalty: Any,
    table: Any,
    cells_t: Any,
    cells_s: Any,
    best_y: Any,
    best_x: Any,
    best: Any,
    start: int,
    stop: int,
) -> None:
    """Compares every target with every source: exact, for the smallest pictures only."""
    atlas_w = penalty.shape[1]
    for i in range(start, stop):
        at_y, at_x, least = 0, 0, np.float32(np.inf)
        for j in range(source_y.size):
            sy, sx = source_y[j], source_x[j]
            extra = penalty[sy, sx] + _veto(table, cells_t, cells_s, i, sy, sx)
            if extra >= least:
                continue
            found = extra + patch_distance(
                target, width, ty[i], tx[i], atlas, atlas_w, sy, sx, wide, least - extra
            )
            if found < least:
                at_y, at_x, least = sy, sx, found
        best_y[i], best_x[i], best[i] = at_y, at_x, least


@compiled()
def improve(
    target: Any,
    width: int,
    atlas: Any,
    wide: bool,
    ty: Any,
    tx: Any,
    index: Any,
    valid: Any,
    source_y: Any,
    source_x: Any,
    penalty: Any,
    table: Any,
    cells_t: Any,
    cells_s: Any,
    steps: Any,
    tries: int,
    radius: int,
    leaps: int,
    seed: int,
    turn: int,
    from_y: Any,
    from_x: Any,
    best_y: Any,
    best_x: Any,
    best: Any,
    start: int,
    stop: int,
) -> None:
    """One round: each target tries its neighbors' sources, shifted, then random ones ever closer.

    Args:
        target: Flat target picture, see `patch_distance`.
        width: Its width.
        atlas: Flat atlas.
        wide: Eight channels, else four.
        ty: (N,) rows of the targets' centers.
        tx: (N,) their columns.
        index: (H, W) number of the target centered there, or -1.
        valid: (H, atlas width) uint8, one where a source may be centered.
        source_y: (M,) rows of all valid sources.
        source_x: (M,) their columns.
        penalty: (H, atlas width) what a source costs whoever takes it.
        table: (cells, cells) what a source cell costs a target cell.
        cells_t: (N,) cells of the targets.
        cells_s: (H, atlas width) cells of the sources.
        steps: Distances to the neighbors that are asked.
        tries: Random tries around the best source so far, the first within `radius`, then halving.
        radius: Pixels.
        leaps: Random tries among all sources.
        seed: Of the run.
        turn: Number of the round, different in every round of a run.
        from_y: (N,) sources before the round.
        from_x: (N,) likewise.
        best_y: (N,) sources after the round.
        best_x: (N,) likewise.
        best: (N,) their distances, extra costs included.
        start: First target.
        stop: One after the last target.
    """
    height, atlas_w = valid.shape
    rows, columns = index.shape
    for i in range(start, stop):
        y, x = ty[i], tx[i]
        at_y, at_x = from_y[i], from_x[i]
        least = penalty[at_y, at_x] + _veto(table, cells_t, cells_s, i, at_y, at_x)
        least += patch_distance(target, width, y, x, atlas, atlas_w, at_y, at_x, wide, np.float32(np.inf))
        for number in range(4 * steps.size + tries + leaps):
            if number < 4 * steps.size:
                step = steps[number >> 2]
                side = number & 3
                dy = -step if side == 0 else (step if side == 1 else 0)
                dx = -step if side == 2 else (step if side == 3 else 0)
                if y + dy < 0 or y + dy >= rows or x + dx < 0 or x + dx >= columns:
                    continue
                other = index[y + dy, x + dx]
                if other < 0:
                    continue
                sy, sx = from_y[other] - dy, from_x[other] - dx
            elif number < 4 * steps.size + tries:
                reach = radius >> (number - 4 * steps.size)
                if reach < 1:
                    reach = 1
                side = 2 * reach + 1
                sy = at_y + mixed(seed, turn, i, 2 * number) % side - reach
                sx = at_x + mixed(seed, turn, i, 2 * number + 1) % side - reach
            else:
                pick = mixed(seed, turn, i, 2 * number) % source_y.size
                sy, sx = source_y[pick], source_x[pick]
            if sy < 0 or sx < 0 or sy >= height or sx >= atlas_w or valid[sy, sx] == 0:
                continue
            if sy == at_y and sx == at_x:
                continue
            extra = penalty[sy, sx] + _veto(table, cells_t, cells_s, i, sy, sx)
            if extra >= least:
                continue
            found = extra + patch_distance(target, width, y, x, atlas, atlas_w, sy, sx, wide, least - extra)
            if found < least:
                at_y, at_x, least = sy, sx, found
        best_y[i], best_x[i], best[i] = at_y, at_x, least


Kernel = Callable[..., None]
exhaust = cast(Kernel, exhaust)
improve = cast(Kernel, improve)
