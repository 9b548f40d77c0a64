"""After an edit of labels: what of a fill stays, and what of the hole is made anew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.crops import LEAST_SOURCES_PX, Bits, HoleCrop, dilated
from engine.photo.color import to_srgb
from engine.protocol import FillRequest, HoleFill, HoleLabels
from engine.regions import Box, bounding_box

# Around changed labels this much is made anew too, so that the new meets the old in texture of one kind.
_MARGIN_SHARE, _LEAST_MARGIN_PX = 0.04, 12
# How far around a part is looked: this share of its longer side, at least so many of the network's cells, and
# more while there are not so many times the part's pixels to take texture from. A first fill has almost four.
# Its features were seen in the whole crop: on four photographs 0.25, 4 and 3 looked no better, and cost a
# fifth of a first fill more at 512 px.
_NEAR_SHARE, _LEAST_NEAR_CELLS = 0.15, 2
_LEAST_SOURCES = 2.0


def of_same_hole(previous: Sequence[HoleFill], request: FillRequest, crop: HoleCrop) -> HoleFill | None:
    """The fill among previous ones that was made for this very hole, by labels; None where there is none."""
    part = crop.inner.slices
    box = crop.inner.shifted(crop.box.x0, crop.box.y0)
    for fill in previous:
        if fill.labels is None or fill.box != box or fill.pixels.dtype != request.photo.dtype:
            continue
        is_same = (fill.mask == crop.own[part]).all() and (fill.valid == crop.valid[part]).all()
        if is_same:
            return fill
    return None


def part_to_refill(crop: HoleCrop, changed: Bits, previous: HoleFill, profile: bytes | None) -> HoleCrop:
    """The crop with the previous fill in it, as known as the photo, but for what is made anew.

    Args:
        crop: As for a first fill.
        changed: (H, W), where labels have changed; somewhere, and in the hole only.
        previous: Of this hole.
        profile: ICC profile of the photo.

    Returns:
        A crop with a smaller hole. Texture still comes from the photo, never from the fill.
    """
    own = crop.own
    margin = max(_LEAST_MARGIN_PX, round(_MARGIN_SHARE * max(crop.inner.width, crop.inner.height)))
    anew = own & dilated(changed, margin)
    photo = crop.photo.copy()
    part = crop.inner.slices
    inside = crop.valid[part]
    photo[part][inside] = to_srgb(previous.pixels, profile)[inside]
    # The ring beyond the mask is the photo's own until the hole is filled; `valid` says where it is redone.
    ring = crop.valid & ~crop.hole
    photo[ring] = crop.photo[ring]
    valid = anew | (ring & dilated(anew, margin))
    return replace(crop, inner=bounding_box(valid), photo=photo, hole=crop.hole & ~(own & ~anew), valid=valid)


def near(crop: HoleCrop, labels: HoleLabels, grid: tuple[int, int]) -> Box:
    """The part of a crop that is enough to look at; what it costs to paint and to texture follows its size.

    Args:
        crop: From `part_to_refill`.
        labels: Of the crop: every label of the part finds as much of itself as of the part, if there is so
            much.
        grid: (rows, columns) of the network's cells over the crop.

    Returns:
        The part, in these cells.
    """
    size = (crop.hole.shape[0], crop.hole.shape[1])
    hole = crop.own
    wanted = np.bincount(labels.codes[hole], minlength=256)
    there = np.bincount(labels.codes[crop.sources], minlength=256)
    needed = np.minimum(there, np.where(wanted > 0, np.maximum(wanted, LEAST_SOURCES_PX), 0))
    least = min(int(there.sum()), max(round(_LEAST_SOURCES * int(hole.sum())), LEAST_SOURCES_PX))
    cell = max(size[0] / grid[0], size[1] / grid[1])
    margin = round(max(_LEAST_NEAR_CELLS * cell, _NEAR_SHARE * max(crop.inner.width, crop.inner.height)))
    while True:
        cells = _cells_around(crop.inner.grown(margin).intersection(Box.whole(size)), grid, size)
        part = in_pixels(cells, grid, size).slices
        found = np.bincount(labels.codes[part][crop.sources[part]], minlength=256)
        if cells == Box.whole(grid) or (found.sum() >= least and (found >= needed).all()):
            return cells
        margin += margin // 2


def in_pixels(cells: Box, grid: tuple[int, int], size: tuple[int, int]) -> Box:
    """A box of cells in pixels, where (rows, columns) of cells lie over (height, width) of pixels."""
    (rows, columns), (height, width) = grid, size
    return Box(
        cells.x0 * width // columns,
        cells.y0 * height // rows,
        cells.x1 * width // columns,
        cells.y1 * height // rows,
    )


def _cells_around(box: Box, grid: tuple[int, int], size: tuple[int, int]) -> Box:
    """The fewest cells that hold a box of pixels, but two in each direction: the network takes no less."""
    (rows, columns), (height, width) = grid, size
    x0, y0 = box.x0 * columns // width, box.y0 * rows // height
    x1, y1 = math.ceil(box.x1 * columns / width), math.ceil(box.y1 * rows / height)
    return Box(min(x0, columns - 2), min(y0, rows - 2), max(x1, x0 + 2), max(y1, y0 + 2)).intersection(
        Box.whole(grid)
    )


def joined(previous: HoleFill, fresh: HoleFill) -> HoleFill:
    """The previous fill with what was made anew, bit by bit itself elsewhere.

    Args:
        previous: Of the whole hole.
        fresh: Of the part from `part_to_refill`; its box lies in that of the previous one.
    """
    pixels, confidence = previous.pixels.copy(), previous.confidence.copy()
    part = fresh.box.shifted(-previous.box.x0, -previous.box.y0).slices
    pixels[part][fresh.valid] = fresh.pixels[fresh.valid]
    confidence[part][fresh.valid] = fresh.confidence[fresh.valid]
    return replace(previous, pixels=pixels, confidence=confidence)
