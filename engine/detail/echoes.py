"""Echoes: the same piece of the photo shown again a little way off; in texture eyes find that first.

A search that follows a smooth guide falls back on the few patches that fit it best, and sets them side by
side as combs and rows of dots. Here a source costs more where a place nearby shows it already.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from engine.detail.compilation import compiled
from engine.detail.task import Image

# How far echoes are looked for, pixels of the output; at coarse levels not less than a patch is wide.
_FAR_PX, _LEAST_FAR_PX = 64, 8
# The most that an echo costs, mean squared difference per channel: what is seen strongly need not cost more.
_MOST = 0.012
# Nobody looks for echoes of texture fainter than this (standard deviation of luminance, sRGB 0..1).
_UNSEEN = 0.008
# Users that are looked at before it is decided whether there is an echo.
_AT_ONCE = 64


class Users(NamedTuple):
    """Who uses which source.

    Attributes:
        cost: (N,) float32 what an echo costs each target; nobody is looked up where it is 0.
        near: Targets closer than this, pixels, see one piece of the photo.
        far: Targets farther away than this do not count.
        cell: Sources within a cell of so many pixels, or in those beside it, are the same.
        columns: Cells in a row of the photo.
        starts: (cells + 1) int32, where the users of each cell begin.
        y: (M,) float32 rows of the users, by the cells of their sources.
        x: (M,) float32, their columns.
        depth: (M,) float32, how deep they lie in the hole.
        own_depth: (N,) float32, how deep each target does.
    """

    cost: Any
    near: int
    far: int
    cell: int
    columns: int
    starts: Any
    y: Any
    x: Any
    depth: Any
    own_depth: Any


def users_of(
    targets: tuple[npt.NDArray, npt.NDArray],
    sources: tuple[npt.NDArray, npt.NDArray],
    depth: Image,
    cost: Image,
    rows: int,
    columns: int,
    scale: int,
) -> Users:
    """Looks up who uses which source.

    Args:
        targets: (N,) rows and columns.
        sources: (N,) rows and columns in the photo of what each of them uses.
        depth: (N,) float32 how deep they lie.
        cost: (N,) float32 what an echo costs each of them.
        rows: Of the level.
        columns: Of the level.
        scale: Pixels of the output in one of the level.
    """
    cell = max(1, 4 // scale)
    across = columns // cell + 1
    # A quarter of the users of the finest level stands for all; nobody is looked up where echoes are free.
    step = 2 if scale == 1 else 1
    is_kept = (targets[0] % step == 0) & (targets[1] % step == 0) & bool(cost.any())
    kept = np.flatnonzero(is_kept)
    cells = (sources[0][kept] // cell) * across + sources[1][kept] // cell
    order = np.argsort(cells, kind="stable")
    starts = np.searchsorted(cells[order], np.arange((rows // cell + 1) * across + 1))
    far = max(_LEAST_FAR_PX, _FAR_PX // scale)
    kept = kept[order]
    return Users(
        cost, 2 * cell + 1, far, cell, across, starts.astype(np.int32),
        targets[0][kept].astype(np.float32), targets[1][kept].astype(np.float32), depth[kept], depth,
    )  # fmt: skip


def echo_cost(contrast: Image, weight: float) -> Image:
    """What an echo costs, mean squared difference per channel: the more, the better it is seen.

    Args:
        contrast: Variance of luminance that is expected, sRGB 0..1.
        weight: Of an echo in units of it: two unlike patches of one texture differ by twice their variance.
    """
    cost = np.minimum(np.float32(weight) * contrast, np.float32(_MOST))
    return np.where(contrast < _UNSEEN**2, 0, cost).astype(np.float32)


@compiled(inline=True)
def echo(users: Any, targets: Any, number: int, source_y: int, source_x: int) -> Any:
    """What it costs a target to show what a shallower one nearby shows: pieces grow inwards from the ring.

    Args:
        users: `Users`.
        targets: `Places`.
        number: Of the target.
        source_y: Row of the source.
        source_x: Its column in the photo, not in the mirror image.
    """
    cost = users.cost[number]
    if cost == 0:
        return cost
    y, x, depth = np.float32(targets.y[number]), np.float32(targets.x[number]), users.own_depth[number]
    row, column = source_y // users.cell, source_x // users.cell
    rows = (users.starts.size - 1) // users.columns
    for r in range(max(row - 1, 0), min(row + 2, rows)):
        first = r * users.columns + max(column - 1, 0)
        last = r * users.columns + min(column + 1, users.columns - 1)
        begin, end = users.starts[first], users.starts[last + 1]
        while begin < end:
            if _any_seen(users, begin, min(begin + _AT_ONCE, end), y, x, depth):
                return cost
            begin += _AT_ONCE
    return np.float32(0)


@compiled(inline=True)
def _any_seen(users: Any, begin: int, end: int, y: Any, x: Any, depth: Any) -> Any:
    """Whether any of some users lies near a place, not too near, and shallower."""
    near, far = np.float32(users.near), np.float32(users.far)
    found = False
    # Without a decision in the loop, and with unsigned numbers, which never count from the end of an array,
    # this becomes vector instructions.
    for k in range(np.uint64(begin), np.uint64(end)):
        down, aside = abs(users.y[k] - y), abs(users.x[k] - x)
        is_near = (down <= far) & (aside <= far)
        found |= is_near & ((down >= near) | (aside >= near)) & (users.depth[k] < depth)
    return found
