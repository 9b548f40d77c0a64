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

from engine.detail.compilation import compiled, in_ranges
from engine.detail.leads import Lead
from engine.detail.levels import Level
from engine.detail.offsets import Offsets, rarity
from engine.detail.semantics import Vetoes
from engine.detail.task import Image
from engine.regions import Box, bounding_box

Labels = npt.NDArray[np.int32]

# Costs are mean squared differences per channel, sRGB 0..1.
_FORBIDDEN = 4.0
# What it costs a pixel to stay with the field, and neighbors where one side cannot be compared.
_STAYING = 0.02
# Where a person chose a label, neither the field's color nor its likeness to a source says much.
_STAYING_UNWANTED, _HEARD_UNWANTED = 0.5, 0.1
_UNCOMPARED = 0.03
# Every seam costs a little, even between equal colors; so does every offset, differently for every seed.
_SEAM = 0.0005
# Weight of what the ring says, and how far it reaches.
_RING_WEIGHT, _RING_PX = 4.0, 2
_PREFERENCE = 0.002
# Weight of a source's rarity.
_RARITY_WEIGHT = 1.0
# What it costs to leave a contour that goes straight on through the hole.
_ASTRAY = 0.05
_ROUNDS = 4
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
    random = np.random.default_rng([seed, 0x7368])
    cost[..., :-1] += _PREFERENCE * random.random(len(offsets), dtype=np.float32)
    active = np.ascontiguousarray(level.hole[box.slices])
    best = _minimized(cost, candidates, active, threads)
    stays = best == len(offsets)
    colors = np.take_along_axis(candidates[..., :3], best[..., None, None], axis=2)[:, :, 0]
    labels = np.where(active & ~stays, best, -1).astype(np.int32)
    return ShiftMap(box, labels, np.where(active[..., None], colors, level.picture[box.slices]))


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
        unlike = ((there - picture) ** 2).mean(axis=2)
        unlike = np.where(ring, np.where(valid, unlike, _UNCOMPARED), 0).astype(np.float32)
        said = cv2.blur(unlike, kernel, borderType=cv2.BORDER_CONSTANT)
        guide = _seen_in(source, level.guide, level.known)[0]
        drift = ((guide - smooth) ** 2).mean(axis=2)
        # The ring's word counts by how much of it is in sight.
        own = _RING_WEIGHT * said / np.maximum(share, 0.2) + weight * drift
        cost[:, :, number] = own[inner]
    cost[candidates[..., 3] == 0] = _FORBIDDEN
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


def _minimized(cost: Image, candidates: Image, active: npt.NDArray[np.bool_], threads: int) -> Labels:
    """(h, w) int32 choices of least cost, own and between neighbors."""
    height, width, count = cost.shape
    # One plane per channel, so that a pixel's candidates lie side by side.
    planes = np.ascontiguousarray(candidates.transpose(0, 1, 3, 2))
    messages = np.zeros((4, height, width, count), np.float32)
    for _ in range(_ROUNDS):
        for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            lines = height if dx else width
            in_ranges(_sweep, lines, threads, cost, planes, active, messages, dy, dx, least_share=4)
    return (cost + messages.sum(axis=0)).argmin(axis=2).astype(np.int32)


@compiled()
def _say(belief: Any, here: Any, there: Any, a: int, said: Any) -> None:
    """Lowers what a neighbor hears to what it costs if this pixel chooses `a`."""
    third = np.float32(1 / 3)
    is_comparable = there[3, a] > 0
    for b in range(said.size):
        red, green, blue = here[0, a] - here[0, b], here[1, a] - here[1, b], here[2, a] - here[2, b]
        near = (red * red + green * green + blue * blue) * third
        red, green, blue = there[0, a] - there[0, b], there[1, a] - there[1, b], there[2, a] - there[2, b]
        far = (red * red + green * green + blue * blue) * third
        near = near if here[3, b] > 0 else np.float32(_UNCOMPARED)
        far = far if is_comparable else np.float32(_UNCOMPARED)
        seam = np.float32(0) if a == b else np.float32(_SEAM)
        said[b] = min(said[b], belief + near + far + seam)


@compiled()
def _sweep(
    cost: Any, planes: Any, active: Any, messages: Any, dy: int, dx: int, start: int, stop: int
) -> None:
    """Passes messages along lines in one direction (right, left, down or up).

    Args:
        cost: (h, w, N) own costs.
        planes: (h, w, 4, N) candidates' colors and whether they may be used.
        active: (h, w) pixels that take part.
        messages: (4, h, w, N), what each pixel hears from its left, right, upper and lower neighbor.
        dy: Step along a line, rows.
        dx: Step along a line, columns.
        start: First line.
        stop: One after the last.
    """
    height, width, count = cost.shape
    heard = 0 if dx > 0 else (1 if dx < 0 else (2 if dy > 0 else 3))
    back = heard ^ 1
    length = width if dx != 0 else height
    belief = np.empty(count, np.float32)
    said = np.empty(count, np.float32)
    for line in range(start, stop):
        for step in range(length - 1):
            if dx != 0:
                y, x = line, step if dx > 0 else width - 1 - step
            else:
                y, x = step if dy > 0 else height - 1 - step, line
            to_y, to_x = y + dy, x + dx
            if not (active[y, x] and active[to_y, to_x]):
                continue
            for a in range(count):
                total = cost[y, x, a] - messages[back, y, x, a]
                for side in range(4):
                    total += messages[side, y, x, a]
                belief[a] = total
                said[a] = np.float32(1e9)
            here, there = planes[y, x], planes[to_y, to_x]
            for a in range(count):
                if cost[y, x, a] >= np.float32(_FORBIDDEN):
                    continue
                for b in range(count):
                    red, green, blue = (
                        here[0, a] - here[0, b],
                        here[1, a] - here[1, b],
                        here[2, a] - here[2, b],
                    )
                    near = (red * red + green * green + blue * blue) * np.float32(1 / 3)
                    red, green, blue = (
                        there[0, a] - there[0, b],
                        there[1, a] - there[1, b],
                        there[2, a] - there[2, b],
                    )
                    far = (red * red + green * green + blue * blue) * np.float32(1 / 3)
                    near = near if here[3, b] > 0 else np.float32(_UNCOMPARED)
                    far = far if there[3, a] > 0 else np.float32(_UNCOMPARED)
                    seam = np.float32(0) if a == b else np.float32(_SEAM)
                    total = belief[a] + near + far + seam
                    said[b] = min(said[b], total)
            least = said[0]
            for b in range(1, count):
                least = min(least, said[b])
            for b in range(count):
                messages[heard, to_y, to_x, b] = said[b] - least
