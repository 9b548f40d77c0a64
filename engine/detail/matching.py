"""Finding, for every patch of the hole, a similar patch of the photo: the PatchMatch family's kernels.

Barnes et al. 2009 (propagation and random search), in the jump-flood order of Rong and Tan 2006 so that
all patches are improved at once from the previous round's state: the result depends on no scan order and
no thread. Randomness is a hash of seed, round and patch.

Sources live in an atlas: the photo and, to its right, its mirror image. A source is a patch center
(y, x) in the atlas. Patches are 7x7; targets and sources always lie entirely inside the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np

from engine.detail.bias import forgiven
from engine.detail.compilation import compiled
from engine.detail.echoes import echo
from engine.detail.patch_sums import RADIUS, SIDE, row_sums

# Floats per pixel: color and one unused, or color, guide and two unused. Padding to powers of two lets a
# patch row be read in whole vectors.
NARROW, WIDE = 4, 8


_UPPER_ROWS, _LOWER_ROWS = 3, 4
_narrow_upper = row_sums(_UPPER_ROWS, SIDE * NARROW)
_narrow_lower = row_sums(_LOWER_ROWS, SIDE * NARROW)
_wide_upper = row_sums(_UPPER_ROWS, SIDE * WIDE)
_wide_lower = row_sums(_LOWER_ROWS, SIDE * WIDE)


@compiled(inline=True)
def patch_distance(
    atlas: Any, atlas_w: int, ty: int, tx: int, sy: int, sx: int, wide: bool, most: Any
) -> Any:
    """Sum of squared differences of two patches; gives up with a larger value once it exceeds `most`.

    Args:
        atlas: Flat (H * atlas_w * channels) float32; its left part is the picture that is being made.
        atlas_w: Its width, pixels.
        ty: Patch center in the picture, row.
        tx: Patch center in the picture, column.
        sy: Patch center in the atlas, row.
        sx: Patch center in the atlas, column.
        wide: Eight channels, else four.
        most: Distances above this need not be exact.
    """
    channels = WIDE if wide else NARROW
    step = atlas_w * channels
    t = (ty - RADIUS) * step + (tx - RADIUS) * channels
    s = (sy - RADIUS) * step + (sx - RADIUS) * channels
    lower = _UPPER_ROWS * step
    if wide:
        total = _wide_upper(atlas, t, step, atlas, s, step)
        if total <= most:
            total += _wide_lower(atlas, t + lower, step, atlas, s + lower, step)
    else:
        total = _narrow_upper(atlas, t, step, atlas, s, step)
        if total <= most:
            total += _narrow_lower(atlas, t + lower, step, atlas, s + lower, step)
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


class Places(NamedTuple):
    """(N,) int32 rows and columns of patch centers."""

    y: Any
    x: Any


class Surcharges(NamedTuple):
    """What sources cost beyond the difference of the patches; planes and tables of one entry are not in use.

    Attributes:
        mirror: Of mirrored sources.
        usage: (H, W) of a source, whoever takes it.
        table: (cells, cells) of a source's cell for a target's cell, [target, source].
        cells: (H, W) cells of the photo.
        kind_cost: (kinds, kinds) of a source of one label for a target of another, [target, source].
        kinds: (H, W) labels of the picture's pixels.
        width: Of the picture; columns of the atlas from there on are mirrored.
    """

    mirror: Any
    usage: Any
    table: Any
    cells: Any
    kind_cost: Any
    kinds: Any
    width: int


class Turn(NamedTuple):
    """What is tried in one round.

    Attributes:
        steps: (n,) int64 distances to the neighbors that are asked.
        tries: Random tries around the best source so far, the first within `radius`, then halving.
        radius: Pixels.
        leaps: Random tries among all sources.
        seed: Of the run.
        number: Of the round, different in every round of a run.
    """

    steps: Any
    tries: int
    radius: int
    leaps: int
    seed: int
    number: int


@compiled(inline=True)
def _in_photo(x: int, width: int) -> Any:
    """The column in the photo of one in the atlas."""
    return x if x < width else 2 * width - 1 - x


@compiled(inline=True)
def _surcharge(costs: Any, y: int, x: int, sy: int, sx: int) -> Any:
    """What a source costs a target on top of their patches' distance."""
    cost = np.float32(0)
    if sx >= costs.width:
        cost += costs.mirror
    sx = _in_photo(sx, costs.width)
    if costs.usage.size > 1:
        cost += costs.usage[sy, sx]
    if costs.table.size > 1:
        cost += costs.table[costs.cells[y, x], costs.cells[sy, sx]]
    if costs.kind_cost.size > 1:
        cost += costs.kind_cost[costs.kinds[y, x], costs.kinds[sy, sx]]
    return cost


@compiled()
def improve(
    atlas: Any,
    atlas_w: int,
    wide: bool,
    targets: Any,
    sources: Any,
    costs: Any,
    bias: Any,
    users: Any,
    index: Any,
    valid: Any,
    turn: Any,
    before: Any,
    after: Any,
    distance: Any,
    start: int,
    stop: int,
) -> None:
    """One round: each target tries its neighbors' sources, shifted, then random ones ever closer.

    Args:
        atlas: Flat atlas, see `patch_distance`.
        atlas_w: Its width: that of the picture, or twice that with the mirror image.
        wide: Eight channels, else four.
        targets: `Places` of the patches that are wanted.
        sources: `Places` of all sources in the photo.
        costs: `Surcharges`.
        bias: `Bias` of the sources before the round.
        users: `Users` of the sources before the round.
        index: (H, W) number of the target centered there, or -1.
        valid: (H, W) bool, where a source may be centered in the photo.
        turn: `Turn`.
        before: `Places` in the atlas of the targets' sources before the round.
        after: `Places` of those after it, written.
        distance: (N,) their distances, surcharges included, written.
        start: First target.
        stop: One after the last target.
    """
    source_y, source_x = sources.y, sources.x
    steps, tries = turn.steps, turn.tries
    width = costs.width
    rows, columns = index.shape
    for i in range(start, stop):
        y, x = targets.y[i], targets.x[i]
        at_y, at_x = before.y[i], before.x[i]
        least = _surcharge(costs, y, x, at_y, at_x)
        least += echo(users, targets, i, at_y, _in_photo(at_x, width))
        unbiased = patch_distance(atlas, atlas_w, y, x, at_y, at_x, wide, np.float32(np.inf))
        least += max(np.float32(0), unbiased - forgiven(bias, i, y, x, at_y, _in_photo(at_x, width)))
        for number in range(4 * steps.size + tries + turn.leaps):
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
                sy, sx = before.y[other] - dy, before.x[other] - dx
            elif number < 4 * steps.size + tries:
                reach = turn.radius >> (number - 4 * steps.size)
                if reach < 1:
                    reach = 1
                side = 2 * reach + 1
                sy = at_y + mixed(turn.seed, turn.number, i, 2 * number) % side - reach
                sx = at_x + mixed(turn.seed, turn.number, i, 2 * number + 1) % side - reach
            else:
                pick = mixed(turn.seed, turn.number, i, 2 * number) % (source_y.size * (atlas_w // width))
                sy, sx = source_y[pick % source_y.size], source_x[pick % source_y.size]
                if pick >= source_y.size:
                    sx = 2 * width - 1 - sx
            if sy < 0 or sx < 0 or sy >= rows or sx >= atlas_w:
                continue
            photo_x = _in_photo(sx, width)
            if not valid[sy, photo_x]:
                continue
            if sy == at_y and sx == at_x:
                continue
            extra = _surcharge(costs, y, x, sy, sx)
            if extra >= least:
                continue
            less = forgiven(bias, i, y, x, sy, photo_x)
            unbiased = patch_distance(atlas, atlas_w, y, x, sy, sx, wide, least - extra + less)
            found = extra + max(np.float32(0), unbiased - less)
            if found < least:
                # Last, since it takes longest.
                found += echo(users, targets, i, sy, photo_x)
            if found < least:
                at_y, at_x, least = sy, sx, found
        after.y[i], after.x[i], distance[i] = at_y, at_x, least


Kernel = Callable[..., None]
improve = cast(Kernel, improve)
