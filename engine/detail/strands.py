"""Lines seen beside a hole: where exactly they run, how wide they are, how much they cover."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from engine.detail.easing import smooth_step
from engine.detail.task import Image, Mask

Vector = npt.NDArray[np.float64]

# Pixels of the small picture that a line was found in: how far beside it its background is read, how far a
# guess of its place may be off, and how much of it has to be seen.
_BESIDE_PX, _OFF_PX, _LEAST_PX = 2.0, 3.0, 6.0
# Root mean square contrast with its background, and how much of that is left all along, to be a line at all.
_LEAST_CONTRAST, _LEAST_SHOWN = 0.04, 0.6
_LEAST_WIDTH_PX = 0.5
# A guess of a line's width and place is mended so often.
_ROUNDS = 3
# Colors are told from what shines through only where less than this does.
_LEAST_COVER = 0.4


@dataclass(frozen=True)
class Strand:
    """What is seen of a line beside a hole; x to the right, y down, pixel centers at whole numbers.

    Attributes:
        place: (2,) x and y where it enters the hole.
        heading: (2,) unit vector into the hole.
        curvature: 1/px, positive where the way into the hole turns right.
        length: How far it is seen, pixels.
        half_px: Half its width.
    """

    place: Vector
    heading: Vector
    curvature: float
    length: float
    half_px: float

    def at(self, back: npt.NDArray, aside: npt.NDArray) -> npt.NDArray:
        """(..., 2) places so far back along it and to its right, on the way in."""
        right = np.array([-self.heading[1], self.heading[0]])
        bent = aside + 0.5 * self.curvature * back * back
        return self.place - back[..., None] * self.heading + bent[..., None] * right

    def scaled(self, scale: float) -> Strand:
        """The strand in a picture `scale` times as large."""
        return Strand(
            (self.place + 0.5) * scale - 0.5,
            self.heading,
            self.curvature / scale,
            self.length * scale,
            self.half_px * scale,
        )


@dataclass(frozen=True)
class LineEnd:
    """A strand at the crop's own resolution.

    Attributes:
        strand: Where the line is seen.
        beside_px: How far from its middle its background is read.
        matte: (N,) how much it covers, evenly spaced from `beside_px` on its left to as far on its right.
        unevenness: Standard deviation of its contrast with the background along it, over that contrast.
    """

    strand: Strand
    beside_px: float
    matte: Vector
    unevenness: float = 0.0


def line_end(strand: Strand, photo: Image, known: Mask, scale: float) -> LineEnd | None:
    """A strand put where the line truly is; None where it is none, or too little of it is known.

    Args:
        strand: As found in a small picture, in the crop's own coordinates.
        photo: (H, W, 3), the crop.
        known: (H, W).
        scale: What a pixel of the small picture is.
    """
    for _ in range(_ROUNDS):
        found = _measured(strand, photo, known, scale)
        if found is None:
            return None
        strand = found
    beside = strand.half_px + _BESIDE_PX * scale
    back, aside = np.arange(strand.length), np.linspace(-beside, beside, 2 * int(np.ceil(beside)) + 1)
    grid = np.meshgrid(back, aside, indexing="ij")
    places = strand.at(*grid)
    seen = LineEnd(strand, beside, np.zeros(aside.size))
    behind = background(photo, seen, grid[0].ravel(), grid[1].ravel()).reshape(*places.shape[:2], 3)
    rest = samples(photo, places) - behind
    along = rest[:, np.abs(aside) <= max(0.5, 0.7 * strand.half_px)].mean(axis=1)
    color = along.mean(axis=0)
    power = float(color @ color)
    if np.sqrt(power / 3) < _LEAST_CONTRAST:
        return None
    # A line is the same all along: what covers more here and less there is what lies behind it.
    matte = np.median(np.clip(rest @ color / power, 0, 1), axis=0)
    matte *= 1 - smooth_step(strand.half_px + 0.5 * scale, strand.half_px + 1.5 * scale, np.abs(aside))
    if matte.max() <= _LEAST_SHOWN:
        return None
    unevenness = float(np.sqrt(((along - color) ** 2).sum(axis=1).mean() / power))
    return replace(seen, matte=matte, unevenness=unevenness)


def _measured(strand: Strand, photo: Image, known: Mask, scale: float) -> Strand | None:
    """A strand with its width, place and heading as the photo has them, from its first known row on."""
    wide, sure = 2 * strand.half_px + 4 * scale, strand.half_px + _BESIDE_PX * scale
    back = np.arange(-_OFF_PX * scale, strand.length)
    aside = np.linspace(-wide, wide, 2 * int(np.ceil(2 * wide / min(scale, 2))) + 1)
    places = strand.at(*np.meshgrid(back, aside, indexing="ij"))
    there = samples(known.astype(np.float32), places) > 0.99
    good = np.asarray(there[:, np.abs(aside) <= sure].all(axis=1))
    # The first rows that are wholly known, enough of them: the hole's edge may be ragged, or slant.
    turns = np.flatnonzero(np.diff(np.concatenate([[False], good, [False]]).astype(np.int8)))
    runs = [(int(first), int(last - first)) for first, last in turns.reshape(-1, 2)]
    start, count = next(((first, long) for first, long in runs if long >= _LEAST_PX * scale), (0, 0))
    if count == 0 or back[start] > 2 * wide:
        return None
    rows = slice(start, start + count)
    colors, there = samples(photo, places[rows]), there[rows]
    thirds = np.array_split(np.arange(count), 3)
    whole, *parts = (
        _edges(colors[part], there[part], aside, strand.half_px, scale)
        for part in (np.arange(count), *thirds)
    )
    if whole is None or whole[1] - whole[0] < _LEAST_WIDTH_PX:
        return None
    # Three places make an arc: how far off it lies, which way it leads, and how it bends.
    middles = [0.5 * sum(whole if edges is None else edges) for edges in parts]
    bend, slope, shift = np.polyfit([part.mean() for part in thirds], middles, 2)
    right = np.array([-strand.heading[1], strand.heading[0]])
    heading = strand.heading - slope * right
    return replace(
        strand,
        place=strand.at(np.array(back[start]), np.array(shift)),
        heading=heading / np.linalg.norm(heading),
        curvature=strand.curvature + 2 * bend,
        length=float(count),
        half_px=0.5 * (whole[1] - whole[0]),
    )


def _edges(
    colors: Image, there: Mask, aside: Vector, half: float, scale: float
) -> tuple[float, float] | None:
    """How far to the left and right of its way a line reaches: half-way between its color and what is beyond.

    Args:
        colors: (rows, columns, 3) along and across it.
        there: (rows, columns), where they are known.
        aside: (columns,) to its right.
        half: Its half width, about.
        scale: What a pixel of the small picture is.
    """
    seen = there.sum(axis=0)
    profile = (colors * there[..., None]).sum(axis=0) / np.maximum(seen, 1)[:, None]
    middle = profile[np.abs(aside) <= 0.5 * half + 0.25].mean(axis=0)
    found = []
    for sign in (-1, 1):
        beyond = (sign * aside > half + 0.75 * scale) & (seen > len(colors) / 2)
        if not beyond.any():
            return None
        outer = profile[beyond].mean(axis=0)
        power = float(((middle - outer) ** 2).sum())
        if np.sqrt(power / 3) < _LEAST_CONTRAST:
            return None
        share = ((profile - outer) @ (middle - outer) / power)[sign * aside >= 0][::sign]
        below = share < 0.5
        if below[0] or not below.any():
            return None
        first = int(below.argmax())
        past = (share[first - 1] - 0.5) / (share[first - 1] - share[first])
        found.append(float(sign * (aside[1] - aside[0]) * (first - 1 + past)))
    return found[0], found[1]


def matted(photo: Image, end: LineEnd, back: Vector, aside: Vector) -> tuple[Vector, Vector]:
    """(N,) how much a line covers, and (N, 3) its colors, at places of what is seen of it."""
    colors = samples(photo, end.strand.at(back, aside), cv2.INTER_CUBIC).astype(np.float64)
    behind = background(photo, end, back, aside)
    across = np.linspace(-end.beside_px, end.beside_px, len(end.matte))
    cover = np.interp(aside, across, end.matte, left=0, right=0)
    own = behind + (colors - behind) / np.maximum(cover, _LEAST_COVER)[:, None]
    return cover, np.clip(own, colors.min(initial=0), colors.max(initial=1))


def background(photo: Image, end: LineEnd, back: Vector, aside: Vector) -> Vector:
    """(N, 3) what would be seen at places of a strand if it were not there: between what lies beside."""
    left, right = (
        np.mean([samples(photo, end.strand.at(back, sign * far + 0 * back)) for far in _rim(end)], axis=0)
        for sign in (-1, 1)
    )
    share = np.clip(0.5 + 0.5 * aside / end.beside_px, 0, 1)[:, None]
    return left + share * (right - left)


def _rim(end: LineEnd) -> Vector:
    gap = end.beside_px - end.strand.half_px
    return end.beside_px + gap * np.array([-0.25, 0, 0.25])


def samples(picture: Image, places: npt.NDArray, how: int = cv2.INTER_LINEAR) -> Image:
    """Samples of a picture at places (..., 2), x and y; its border goes on outside."""
    flat = places.reshape(-1, 2).astype(np.float32)
    # OpenCV takes at most 32767 rows or columns of places.
    wide = 4096
    padded = np.zeros((-(-len(flat) // wide) * wide, 2), np.float32)
    padded[: len(flat)] = flat
    grid = padded.reshape(-1, wide, 2)
    found = cv2.remap(picture, grid[..., 0], grid[..., 1], how, borderMode=cv2.BORDER_REPLICATE)
    found = found.astype(np.float32, copy=False).reshape(-1, *picture.shape[2:])[: len(flat)]
    return found.reshape(*places.shape[:-1], *picture.shape[2:])
