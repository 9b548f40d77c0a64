"""Lines in front of a hole's background: taken off before that is made, laid over it afterwards.

A wire is too thin for patches: copied with what lies beside it, it breaks wherever that has to change. So the
hole is filled as if the wire were not there, and what is seen of the wire on both sides is mirrored into the
hole along the arc that joins them, with a matte instead of its own background.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from engine.channels import chosen
from engine.detail.curves import arc, turns
from engine.detail.easing import smooth_step
from engine.detail.lines import lines_through
from engine.detail.small import shrunk
from engine.detail.strands import LineEnd, Vector, background, line_end, matted
from engine.detail.task import DetailLevel, DetailTask, Image, Mask
from engine.regions import Box

Numbers = npt.NDArray[np.intp]

# Lines are looked for in a picture of about this short side.
_SIDE_PX = 400
# How much a line may turn on its way, radians. Doubt whether two sides are one line: how far they miss each
# other on an even arc, in widths of the line, and how uneven its color is, in units of its contrast. Of pairs
# in photographs whose truth was known these told the right ones, and together better than alone.
_MOST_BENDING = 0.4
_UNEVENNESS_COST, _MOST_DOUBT = 5.0, 3.0
# A line probably goes on beyond what was followed of it: no texture is taken from there.
_LONGER = 3.0
# Both sides are mixed in the middle of the way.
_MIXED = 0.35, 0.65


@dataclass(frozen=True)
class LineLayer:
    """The lines of one hole.

    Attributes:
        task: The hole, lines and all.
        photo: (H, W, 3), the photo; where it is not known, the field.
        pairs: What is seen of every line on both sides of the hole.
    """

    task: DetailTask
    photo: Image
    pairs: list[tuple[LineEnd, LineEnd]]

    def lifted(self) -> DetailTask:
        """The task with a photo, and sources, without what is seen of the lines around the hole."""
        photo, sources = self.photo.copy(), self.task.sources.copy()
        for end in (one for pair in self.pairs for one in pair):
            back, aside, part = _beside(end, self.task.hole.shape)
            on = (back > -end.beside_px) & (np.abs(aside) <= end.beside_px) & self.task.known[part]
            sources[part][on] = False
            on &= back <= end.strand.length
            # Between the strand and the hole's edge its first row speaks.
            photo[part][on] = background(self.photo, end, np.maximum(back[on], 0), aside[on])
        return replace(self.task, photo=photo, sources=sources)

    def laid(self, level: DetailLevel) -> DetailLevel:
        """A state of the hole with the lines in front."""
        pixels = level.pixels.copy()
        box = level.box
        free = self.task.hole[box.slices]
        if self.task.wanted is not None:
            free = free & ~self.task.wanted[box.slices]
        for first, second in self.pairs:
            _lay(pixels, free, box, self.photo, first, second, self.task.strength)
        return replace(level, pixels=np.clip(pixels, *self.task.gamut))


def line_layer(task: DetailTask) -> LineLayer | None:
    """The lines that a hole interrupts; None where there are none.

    Args:
        task: The hole; its field is looked at only where nothing is known.
    """
    small = shrunk(task, _SIDE_PX)
    found = lines_through(*small)
    if not found:
        return None
    scale = task.hole.shape[1] / small.hole.shape[1]
    photo = chosen(task.known, task.photo, task.field)
    pairs = []
    for one, other in found:
        first = line_end(one.scaled(scale), photo, task.known, scale)
        second = line_end(other.scaled(scale), photo, task.known, scale)
        if first is not None and second is not None and _go_on(first, second):
            pairs.append((first, second))
    return LineLayer(task, photo, pairs) if pairs else None


def _go_on(one: LineEnd, other: LineEnd) -> bool:
    """Whether what is seen on one side is the other's continuation."""
    chord = other.strand.place - one.strand.place
    first, second = turns(chord, one.strand.heading, other.strand.heading)
    missed = abs(first - second) * float(np.hypot(*chord)) / (one.strand.half_px + other.strand.half_px)
    doubt = missed + _UNEVENNESS_COST * max(one.unevenness, other.unevenness)
    return abs(first) + abs(second) < _MOST_BENDING and doubt < _MOST_DOUBT


def _lay(
    pixels: Image, free: Mask, box: Box, photo: Image, first: LineEnd, second: LineEnd, strength: float
) -> None:
    """Draws one line into the box of a hole."""
    points = arc(first.strand.place, first.strand.heading, second.strand.place, -second.strand.heading)
    points = points.astype(np.float64) - (box.x0, box.y0)
    step = np.gradient(points, axis=0)
    step /= np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-6)
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    beside = max(first.beside_px, second.beside_px)
    rows, columns, number = _nearest(points, free, beside)
    if len(rows) == 0:
        return
    tangent = step[number]
    gap = np.stack([columns, rows], axis=1) - points[number]
    at = along[number] + (gap * tangent).sum(axis=1)
    aside = gap[:, 1] * tangent[:, 0] - gap[:, 0] * tangent[:, 1]
    share = np.clip(at / along[-1], 0, 1)
    half = first.strand.half_px + share * (second.strand.half_px - first.strand.half_px)
    mix = smooth_step(*_MIXED, share)
    cover, color = np.zeros(len(at)), np.zeros((len(at), 3))
    for end, far, sign, weight in ((first, at, 1, 1 - mix), (second, along[-1] - at, -1, mix)):
        back = _to_and_fro(far + 0.5, end.strand.length)
        there, colors = matted(photo, end, back, sign * aside * end.strand.half_px / half)
        cover += weight * there
        color += (weight * there)[:, None] * colors
    color /= np.maximum(cover, 1e-3)[:, None]
    cover *= strength
    pixels[rows, columns] += (cover[:, None] * (color - pixels[rows, columns])).astype(np.float32)


def _nearest(points: Vector, free: Mask, reach: float) -> tuple[Numbers, Numbers, Numbers]:
    """Pixels of a hole near a way through it: rows, columns, and number of the way's nearest point."""
    none = np.zeros(0, np.intp)
    x, y = np.rint(points).astype(np.intp).T
    inside = (x >= 0) & (y >= 0) & (x < free.shape[1]) & (y < free.shape[0])
    if not inside.any():
        return none, none, none
    elsewhere = np.ones(free.shape, np.uint8)
    elsewhere[y[inside], x[inside]] = 0
    distance, labels = cv2.distanceTransformWithLabels(
        elsewhere, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    labels = labels.astype(np.intp, copy=False)
    number = np.zeros(int(labels.max()) + 1, np.intp)
    number[labels[y[inside], x[inside]]] = np.flatnonzero(inside)
    rows, columns = np.nonzero(free & (distance <= reach))
    return rows, columns, np.asarray(number[labels[rows, columns]], np.intp)


def _beside(end: LineEnd, size: tuple[int, ...]) -> tuple[Vector, Vector, tuple[slice, slice]]:
    """How far back and aside pixels are that a strand may lie on, and the part of a picture that they are."""
    strand, wide = end.strand, 2 * end.beside_px
    far = np.linspace(-wide, _LONGER * strand.length, 9)
    corners = strand.at(far[:, None], np.array([-wide, wide])[None])
    low, high = corners.min(axis=(0, 1)), corners.max(axis=(0, 1))
    x0, y0 = np.maximum(np.floor(low), 0).astype(int)
    x1, y1 = np.minimum(np.ceil(high) + 1, size[1::-1]).astype(int)
    y, x = np.mgrid[y0 : max(y0, y1), x0 : max(x0, x1)]
    gap_x, gap_y = x - strand.place[0], y - strand.place[1]
    back = -(gap_x * strand.heading[0] + gap_y * strand.heading[1])
    aside = gap_y * strand.heading[0] - gap_x * strand.heading[1]
    part = slice(y0, max(y0, y1)), slice(x0, max(x0, x1))
    aside = aside - 0.5 * strand.curvature * back * back
    return np.where(back > _LONGER * strand.length, -np.inf, back), aside, part


def _to_and_fro(far: Vector, length: float) -> Vector:
    """Distances mirrored at both ends of what is seen."""
    return length - np.abs(np.mod(far, 2 * length) - length)
