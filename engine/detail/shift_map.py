"""A first guess of the hole from the photo shifted as a whole: seams where they show least.

Pritch et al., "Shift-Map Image Editing" (ICCV 2009): every pixel of the hole takes the photo's pixel at one
of a few offsets, so that neighbors with different offsets agree in color (Kwatra et al. 2003). Solved by
min-sum belief propagation in four directional sweeps a round (Szeliski et al. 2008, "BP-S").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine.channels import channel_mean, chosen
from engine.detail.belief_propagation import FORBIDDEN, UNCOMPARED, Labels, least_cost
from engine.detail.leads import Lead
from engine.detail.levels import Level
from engine.detail.offsets import Offsets, rarity
from engine.detail.task import Image
from engine.detail.vetoes import Vetoes
from engine.regions import Box, bounding_box

# Costs are mean squared differences per channel, sRGB 0..1.
# What it costs a pixel to stay with the field, beyond what copies cost.
_STAYING = 0.02
# Where a person chose a label, neither the field's color nor its likeness to a source says much.
_STAYING_UNWANTED, _HEARD_UNWANTED = 0.5, 0.1
# Every offset costs a little, differently for every seed.
_PREFERENCE = 0.002
# Weight of what the ring says, and how far it reaches.
_RING_WEIGHT, _RING_PX = 4.0, 2
# Weight of a source's rarity.
_RARITY_WEIGHT = 1.0
# What it costs to leave a contour that goes straight on through the hole.
_ASTRAY = 0.05
# Thin holes have fewer levels, and texture right beside them: shifts from far would only do harm.
LEAST_SHIFT_LEVELS = 3
# A level whose hole has more pixels than this takes too long (0.3 s on two cores).
_MOST_PIXELS = 2000


@dataclass(frozen=True)
class ShiftMap:
    """Where each pixel of the hole takes its color from.

    Attributes:
        box: The hole's bounding box in the level.
        labels: (h, w) int32 number of the offset; -1 where the field stays, and outside the hole.
        colors: (h, w, 3), the shifted photo's; the level's own picture where the label is -1.
    """

    box: Box
    labels: Labels
    colors: Image


def shift_map_level(hole_sizes: list[int]) -> int:
    """Number of the level that a shift map is made at.

    Args:
        hole_sizes: Pixels of the hole at every level, coarsest first.

    Returns:
        The finest one that is small enough; 0, the coarsest, if none is.
    """
    fitting = [number for number, size in enumerate(hole_sizes) if size <= _MOST_PIXELS]
    return fitting[-1] if fitting else 0


def shift_map(
    level: Level,
    offsets: Offsets,
    guide_weight: Image,
    vetoes: Vetoes,
    leads: list[Lead],
    seed: int,
    threads: int,
) -> ShiftMap:
    """Fills a level's hole with shifted copies of the photo.

    Args:
        level: The level.
        offsets: (N, 2) to choose from, see `dominant_offsets`.
        guide_weight: (H, W) float32, of the low-passed field's difference between place and source.
        vetoes: What kinds of things may stand for one another.
        leads: What straight contours claim; their offsets are among `offsets`.
        seed: Offsets are preferred a little at random, so that seeds arrange the hole differently.
        threads: To use; changes no result.
    """
    box = bounding_box(level.hole)
    candidates = _candidates(level, offsets, box)
    cost = _own_cost(level, offsets, box, candidates, guide_weight)
    sources = _sources_cost(level, offsets, box, vetoes)
    for lead in leads:
        along = (offsets[:, None] == lead.offsets[None]).all(axis=2).any(axis=1)
        band = lead.band[box.slices]
        cost[band] += np.float32(_ASTRAY) * np.append(~along, True)
        sources[band[..., None] & along] = 0
    cost[..., :-1] += sources
    cost[..., -1] += _usual_cost(cost[..., :-1], level.hole[box.slices])
    random = np.random.default_rng([seed, 0x7368])
    cost[..., :-1] += _PREFERENCE * random.random(len(offsets), dtype=np.float32)
    active = np.ascontiguousarray(level.hole[box.slices])
    best = least_cost(cost, candidates, active, threads)
    stays = best == len(offsets)
    colors = np.take_along_axis(candidates[..., :3], best[..., None, None], axis=2)[:, :, 0]
    labels = np.where(active & ~stays, best, -1).astype(np.int32)
    return ShiftMap(box, labels, chosen(active, colors, level.picture[box.slices]))


def finer(found: ShiftMap, offsets: Offsets, level: Level) -> ShiftMap:
    """The same pieces on a level of twice the size.

    Args:
        found: On the level below.
        offsets: (N, 2) in pixels of the finer level: twice those below.
        level: The finer level.
    """
    rows, columns = level.size
    below = np.full((found.box.y1 + 1, found.box.x1 + 1), -1, np.int32)
    below[found.box.slices] = found.labels
    box = bounding_box(level.hole)
    y, x = np.mgrid[box.y0 : box.y1, box.x0 : box.x1]
    # Half a coarse pixel of hole may lie beyond the coarse hole's box.
    labels = below[np.minimum(y // 2, below.shape[0] - 1), np.minimum(x // 2, below.shape[1] - 1)]
    shift = np.concatenate([offsets, np.zeros((1, 2), np.int32)])[labels]
    from_y, from_x = y + shift[..., 0], x + shift[..., 1]
    copied = (labels >= 0) & (from_y >= 0) & (from_y < rows) & (from_x >= 0) & (from_x < columns)
    from_y, from_x = np.clip(from_y, 0, rows - 1), np.clip(from_x, 0, columns - 1)
    copied &= level.known[from_y, from_x] & level.hole[box.slices]
    colors = chosen(copied, level.picture[from_y, from_x], level.picture[box.slices])
    return ShiftMap(box, np.where(copied, labels, -1).astype(np.int32), colors)


def _usual_cost(copies: Image, hole: npt.NDArray[np.bool_]) -> float:
    """What the cheapest copy costs by itself, over the hole (the median); 0 where nothing can be copied.

    Staying must be dearer than that: the field has no seams at all, and in a large hole, far from every
    source, it would win everywhere.
    """
    if copies.shape[2] == 0:
        return 0.0
    least = copies.min(axis=2)[hole]
    least = least[least < FORBIDDEN]
    return float(np.median(least)) if least.size else 0.0


def _candidates(level: Level, offsets: Offsets, box: Box) -> Image:
    """(h, w, N + 1, 4): the color at every offset and whether it may be used; last comes the field."""
    rows, columns = level.size
    source = cv2.dilate(level.centers.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    source &= level.known
    y, x = np.mgrid[box.y0 : box.y1, box.x0 : box.x1]
    from_y, from_x = y[..., None] + offsets[:, 0], x[..., None] + offsets[:, 1]
    inside = (from_y >= 0) & (from_y < rows) & (from_x >= 0) & (from_x < columns)
    from_y, from_x = np.clip(from_y, 0, rows - 1), np.clip(from_x, 0, columns - 1)
    result = np.empty((box.height, box.width, len(offsets) + 1, 4), np.float32)
    result[:, :, :-1, :3] = level.picture[from_y, from_x]
    result[:, :, :-1, 3] = inside & source[from_y, from_x]
    result[:, :, -1, :3] = level.picture[box.slices]
    result[:, :, -1, 3] = 1
    return result


def _own_cost(level: Level, offsets: Offsets, box: Box, candidates: Image, guide_weight: Image) -> Image:
    """(h, w, N + 1): what a pixel's choice costs by itself."""
    cost = np.full(candidates.shape[:3], _STAYING, np.float32)
    ring = cv2.dilate(level.hole.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=_RING_PX) > 0
    ring &= level.known
    # Only what the kernel sees from inside the box counts: the level may be many times as large.
    around = box.grown(_RING_PX).intersection(Box.whole(level.size))
    part, inner = around.slices, box.shifted(-around.x0, -around.y0).slices
    ring, picture, smooth = ring[part], level.picture[part], level.guide[part]
    kernel = (2 * _RING_PX + 1, 2 * _RING_PX + 1)
    share = cv2.blur(ring.astype(np.float32), kernel, borderType=cv2.BORDER_CONSTANT)
    weight = (guide_weight * np.where(level.kinds.wanted, np.float32(_HEARD_UNWANTED), np.float32(1)))[part]
    for number, (down, right) in enumerate(offsets):
        source = around.shifted(int(right), int(down))
        there, valid = _seen_in(source, level.picture, level.known)
        unlike = channel_mean((there - picture) ** 2)
        unlike = np.where(ring, np.where(valid, unlike, UNCOMPARED), 0).astype(np.float32)
        said = cv2.blur(unlike, kernel, borderType=cv2.BORDER_CONSTANT)
        guide = _seen_in(source, level.guide, level.known)[0]
        drift = channel_mean((guide - smooth) ** 2)
        # The ring's word counts by how much of it is in sight.
        own = _RING_WEIGHT * said / np.maximum(share, 0.2) + weight * drift
        cost[:, :, number] = own[inner]
    cost[candidates[..., 3] == 0] = FORBIDDEN
    if level.kinds.wanted.any():
        cost[level.kinds.wanted[box.slices], -1] = _STAYING_UNWANTED
    return cost


def _sources_cost(level: Level, offsets: Offsets, box: Box, vetoes: Vetoes) -> Image:
    """(h, w, N): what sources cost by what they are: of another kind or label, or rare."""
    rows, columns = level.size
    y, x = np.mgrid[box.y0 : box.y1, box.x0 : box.x1]
    from_y = np.clip(y[..., None] + offsets[:, 0], 0, rows - 1)
    from_x = np.clip(x[..., None] + offsets[:, 1], 0, columns - 1)
    cost = np.float32(_RARITY_WEIGHT) * rarity(level)[from_y, from_x]
    if vetoes.table.size > 1:
        cells = vetoes.cells(level.size)
        cost += vetoes.table[cells[box.slices][..., None], cells[from_y, from_x]]
    kinds = level.kinds
    if not kinds.is_empty:
        cost += kinds.cost[kinds.numbers[box.slices][..., None], kinds.numbers[from_y, from_x]]
    return cost


def _seen_in(box: Box, picture: Image, known: npt.NDArray[np.bool_]) -> tuple[Image, Any]:
    """What lies in a box that may reach beyond the picture, and whether it is known."""
    rows, columns = known.shape
    y, x = np.arange(box.y0, box.y1), np.arange(box.x0, box.x1)
    inside = ((y >= 0) & (y < rows))[:, None] & ((x >= 0) & (x < columns))[None]
    y, x = np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)
    return picture[y][:, x], inside & known[y][:, x]
