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
# How far texture is looked for: this share of the part's longer side, and more while there are not so many
# times the part's pixels to take it from. A first fill has almost four times.
_NEAR_SHARE, _LEAST_NEAR_PX = 0.25, 48
_LEAST_SOURCES = 3.0


def of_same_hole(previous: Sequence[HoleFill], request: FillRequest, crop: HoleCrop) -> HoleFill | None:
    """The fill among previous ones that was made for this very hole, by labels; None where there is none."""
    part = crop.inner.slices
    box = crop.inner.shifted(crop.box.x0, crop.box.y0)
    for fill in previous:
        if fill.labels is None or fill.box != box or fill.pixels.dtype != request.photo.dtype:
            continue
        is_same = (fill.mask == (crop.hole & crop.valid)[part]).all() and (
            fill.valid == crop.valid[part]
        ).all()
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
    own = crop.hole & crop.valid
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
    """The part of a crop that is enough to find texture in; what it costs to look for it follows its size.

    Args:
        crop: From `part_to_refill`.
        labels: Of the crop: every label of the part finds as much of itself as of the part, if there is so
            much.
        grid: (rows, columns) of the features over the crop; the box keeps to their cells.
    """
    hole = crop.hole & crop.valid
    wanted = np.bincount(labels.codes[hole], minlength=256)
    there = np.bincount(labels.codes[crop.sources], minlength=256)
    needed = np.minimum(there, np.where(wanted > 0, np.maximum(wanted, LEAST_SOURCES_PX), 0))
    least = min(int(there.sum()), max(round(_LEAST_SOURCES * int(hole.sum())), LEAST_SOURCES_PX))
    whole = Box.whole((hole.shape[0], hole.shape[1]))
    margin = max(_LEAST_NEAR_PX, round(_NEAR_SHARE * max(crop.inner.width, crop.inner.height)))
    while True:
        box = _in_cells(crop.inner.grown(margin).intersection(whole), whole, grid)
        found = np.bincount(labels.codes[box.slices][crop.sources[box.slices]], minlength=256)
        if box == whole or (found.sum() >= least and (found >= needed).all()):
            return box
        margin += margin // 2


def _in_cells(box: Box, whole: Box, grid: tuple[int, int]) -> Box:
    """The smallest box around one that begins and ends with cells of a grid."""
    rows, columns = grid
    x0, x1 = _in_steps(box.x0, box.x1, whole.width, columns)
    y0, y1 = _in_steps(box.y0, box.y1, whole.height, rows)
    return Box(x0, y0, x1, y1)


def _in_steps(first: int, last: int, length: int, count: int) -> tuple[int, int]:
    return math.floor(first * count / length) * length // count, math.ceil(
        last * count / length
    ) * length // count


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
