"""Where a search begins: a source for every patch of a level, before any two have been compared.

Places are (N,) rows and columns of patch centers; sources likewise, in the photo or, to its right, in its
mirror image, see `matching`.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.detail.kinds import Kinds, overlaps, own_sources
from engine.detail.levels import Level
from engine.detail.offsets import Offsets
from engine.detail.patch_sums import RADIUS
from engine.detail.shift_map import ShiftMap
from engine.detail.task import Mask

Ints = npt.NDArray[np.int32]


def nearest(y: Ints, x: Ints, sources: Mask) -> tuple[Ints, Ints]:
    """The nearest of some sources (H, W), at least one, for each place of a photo."""
    good = sources[y, x]
    near_y, near_x = y.astype(np.int32), x.astype(np.int32)
    if good.all():
        return near_y, near_x
    labels = _nearest_labels(sources)
    number = np.zeros(int(labels.max()) + 1, np.int32)
    source_y, source_x = rows_and_columns(sources)
    number[labels[source_y, source_x]] = np.arange(source_y.size, dtype=np.int32)
    found = number[labels[y[~good], x[~good]]]
    near_y[~good], near_x[~good] = source_y[found], source_x[found]
    return near_y, near_x


def shifted(level: Level, y: Ints, x: Ints, offsets: Offsets, found: ShiftMap) -> tuple[Ints, Ints]:
    """What a shift map says; around the hole what it says of the hole's nearest pixel.

    Args:
        level: Of the map.
        y: Places.
        x: Likewise.
        offsets: (M, 2) that the map chose from.
        found: The map.
    """
    whole = np.full(level.size, -1, np.int32)
    whole[found.box.slices] = found.labels
    label = _spread(whole, level.hole)[y, x]
    shift = np.concatenate([offsets, np.zeros((1, 2), np.int32)])[label]
    height, width = level.size
    wanted_y = np.clip(y + shift[:, 0], 0, height - 1)
    wanted_x = np.clip(x + shift[:, 1], 0, width - 1)
    return nearest(wanted_y, wanted_x, level.centers)


def doubled(level: Level, y: Ints, x: Ints, index: Ints, match_y: Ints, match_x: Ints) -> tuple[Ints, Ints]:
    """The coarser level's sources, on this one; where that is none, the nearest one.

    Args:
        level: This one.
        y: Its places.
        x: Likewise.
        index: (h, w) number of the coarser level's place there, or -1.
        match_y: The coarser level's sources.
        match_x: Likewise.
    """
    rows, columns = index.shape
    coarse_y = np.clip(y // 2, RADIUS, rows - RADIUS - 1)
    coarse_x = np.clip(x // 2, RADIUS, columns - RADIUS - 1)
    number = np.maximum(index[coarse_y, coarse_x], 0)
    from_y = match_y[number] + (y // 2 - coarse_y)
    from_x = match_x[number] + (x // 2 - coarse_x)
    height, width = level.size
    # Walking right in the mirror is walking left in the photo.
    mirrored = match_x[number] >= columns
    from_x = np.where(mirrored, 2 * columns - 1 - from_x, from_x)
    half = x % 2
    wanted_x = np.clip(2 * from_x + np.where(mirrored, 1 - half, half), 0, width - 1)
    wanted_y = np.clip(2 * from_y + y % 2, 0, height - 1)
    found_y, found_x = nearest(wanted_y, wanted_x, level.centers)
    return found_y, np.where(mirrored, 2 * width - 1 - found_x, found_x).astype(np.int32)


def disobedient(kinds: Kinds, y: Ints, x: Ints, source_y: Ints, source_x: Ints) -> Mask:
    """(N,) which places with a chosen label have a source (in the photo) that is not its own."""
    unlike = kinds.cost[kinds.numbers[y, x], kinds.numbers[source_y, source_x]] > 0
    return kinds.wanted[y, x] & unlike


def move_to_labels(level: Level, y: Ints, x: Ints, match: tuple[Ints, Ints], lost: Mask, seed: int) -> None:
    """Gives places a source of their label, as much in one piece as fits; changes `match`.

    Args:
        level: Of the places.
        y: All places.
        x: Likewise.
        match: Their sources.
        lost: (N,) which of them move.
        seed: Of the run.
    """
    own = level.kinds.numbers[y, x]
    height, width = level.size
    for number in np.unique(own[lost]):
        those = lost & (own == number)
        places = np.zeros(level.size, np.bool_)
        places[y[those], x[those]] = True
        sources = own_sources(level.kinds, number, level.centers)
        down, right = overlaps(places, sources, 1, seed)[0] if sources.any() else (0, 0)
        wanted_y = np.clip(y[those] + down, 0, height - 1)
        wanted_x = np.clip(x[those] + right, 0, width - 1)
        match[0][those], match[1][those] = nearest(wanted_y, wanted_x, sources)


def rows_and_columns(where: Mask) -> tuple[Ints, Ints]:
    """Of the pixels of a mask, row by row."""
    rows, columns = np.nonzero(where)
    return rows.astype(np.int32), columns.astype(np.int32)


def _spread(labels: Ints, hole: Mask) -> Ints:
    """Every pixel outside a hole takes the label of the hole's nearest pixel."""
    near = _nearest_labels(hole)
    number = np.zeros(int(near.max()) + 1, np.int32)
    number[near[hole]] = labels[hole]
    return number[near]


def _nearest_labels(where: Mask) -> Ints:
    """(H, W) numbers; every pixel has that of the nearest pixel of a mask."""
    _, labels = cv2.distanceTransformWithLabels(
        (~where).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    return labels.astype(np.int32, copy=False)
