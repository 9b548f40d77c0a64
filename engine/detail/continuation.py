"""Contours continued through a hole, and the colors that they let the ring's colors make there.

Ends of contours that mean each other are joined by curves; the ring's colors then flow into the hole, but not
across the curves (structure first: Sun et al. 2005; diffusion curves: Orzan et al. 2008). A guide made so is
sharp just where a field of little training is softest.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.detail.contours import contour_ends
from engine.detail.curves import curves_between
from engine.detail.offsets import Offsets
from engine.detail.poisson import Equations, solved
from engine.detail.task import DetailTask, Image, Mask
from engine.detail.tracing import Points
from engine.regions import Box, bounding_box

# Contours are looked for in a picture of about this short side, and in none much smaller.
_SIDE_PX, _LEAST_SIDE_PX = 160, 24
# What a straight curve may stray from its chord, pixels; sources along it begin so far beyond it.
_STRAIGHT_PX, _BEYOND_PX = 1.5, 4.0
# Standard deviation of a contour's say, in units of the short side.
_SAY = 0.06


@dataclass(frozen=True)
class Continuation:
    """What contours say of a hole, in a small picture of its crop.

    Attributes:
        curves: The contours' ways through the hole, (N, 2) x and y, pixel centers at whole numbers.
        colors: (h, w, 3), the photo; in the hole what flowed in from the ring.
        say: (h, w), 1 on a continued contour in the hole, 0 far from all.
    """

    curves: list[Points]
    colors: Image
    say: Image

    def say_at(self, size: tuple[int, int]) -> Image:
        """(H, W) `say` at another size of the crop, up to a few times as large."""
        return cv2.resize(self.say, size[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)

    def offsets_at(self, size: tuple[int, int]) -> Offsets:
        """Offsets along straight contours, by a little more than the hole interrupts of them, there and back.

        Args:
            size: (H, W) of a level of the crop.

        Returns:
            (N, 2) int32 rows and columns: the photo shifted so goes on along the contour, in phase or not.
        """
        scale = np.array([size[1] / self.say.shape[1], size[0] / self.say.shape[0]])
        found: list[tuple[int, int]] = []
        for curve in self.curves:
            chord = (curve[-1] - curve[0]).astype(np.float64)
            length = np.hypot(*chord)
            aside = (curve - curve[0]) @ np.array([-chord[1], chord[0]]) / length
            if np.abs(aside).max() <= _STRAIGHT_PX:
                right, down = np.rint(chord * scale * (1 + _BEYOND_PX / np.hypot(*(chord * scale)))).astype(
                    int
                )
                found += [(down, right), (-down, -right)]
        return np.array(found, np.int32).reshape(-1, 2)

    def led(self, field: Image, hole: Mask) -> Image:
        """A field whose pixels in the hole take the flowed colors, as far as contours have a say.

        Args:
            field: (H, W, 3), of the whole crop.
            hole: (H, W).
        """
        box = bounding_box(hole)
        part = box.slices
        share = _cut_out(self.say, box, hole.shape)[..., None] * hole[part][..., None]
        result = field.copy()
        result[part] += share * (_cut_out(self.colors, box, hole.shape) - field[part])
        return result


def continued(task: DetailTask, threads: int) -> Continuation | None:
    """Continues the contours that a hole interrupts; None where there are none.

    Args:
        task: The hole; its field is not looked at.
        threads: To use; changes no result.
    """
    height, width = task.hole.shape
    factor = max(1.0, min(height, width) / _SIDE_PX)
    size = (round(width / factor), round(height / factor))
    if min(size) < _LEAST_SIDE_PX:
        return None
    hole = cv2.resize(task.hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.01
    share = cv2.resize(task.known.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    photo = np.where(task.known[..., None], task.photo, np.float32(0)).astype(np.float32)
    picture = cv2.resize(photo, size, interpolation=cv2.INTER_AREA) / np.maximum(share, 1e-3)[..., None]
    picture = picture.astype(np.float32)
    known = (share > 0.99) & ~hole
    curves = curves_between(contour_ends(picture, known, hole))
    if not curves:
        return None
    colors = flowed(picture, known, hole, curves, threads)
    return Continuation(curves, colors, _near(curves, hole))


def flowed(picture: Image, known: Mask, hole: Mask, curves: list[Points], threads: int) -> Image:
    """Lets the colors around a hole flow into it; nothing flows across a curve.

    Args:
        picture: (h, w, 3).
        known: (h, w), where the picture is known; nowhere in the hole.
        hole: (h, w).
        curves: (N, 2) x and y each.
        threads: To use; changes no result.

    Returns:
        (h, w, 3) float32: the picture; in the hole the harmonic function between ring and curves.
    """
    # The solver leaves a border of one pixel out.
    free, fixed = np.pad(hole, 1), np.pad(known, 1)
    colors = np.pad(np.where(known[..., None], picture, 0), ((1, 1), (1, 1), (0, 0))).astype(np.float32)
    across, down = np.ones(free.shape, np.float32), np.ones(free.shape, np.float32)
    for curve in curves:
        _cut(curve + 1, across, down)
    barriers = across == 0, down == 0
    held = np.zeros(free.shape, np.float32)
    wanted = np.zeros(colors.shape, np.float32)
    before, after = slice(None, -1), slice(1, None)
    for links, one, other in (
        (across, np.s_[:, before], np.s_[:, after]),
        (down, np.s_[before, :], np.s_[after, :]),
    ):
        for pixel, neighbor in ((one, other), (other, one)):
            pull = links[one] * (free[pixel] & fixed[neighbor])
            held[pixel] += pull
            wanted[pixel] -= pull[..., None] * colors[neighbor]
    # What curves shut in is gray.
    held += np.float32(1e-5) * free
    wanted -= np.float32(0.5e-5) * free[..., None]
    across[:, before] *= free[:, before] & free[:, after]
    down[before] *= free[before] & free[after]
    found = solved(Equations(wanted, held, across, down, barriers), threads)[1:-1, 1:-1]
    return np.where(hole[..., None], np.clip(found, 0, 1), picture).astype(np.float32)


def _cut(curve: Points, across: Image, down: Image) -> None:
    """Removes the links, to the right and down, that a curve passes between."""
    start, stop = curve[:-1].astype(np.float64), curve[1:].astype(np.float64)
    for axis, links in ((0, down), (1, across)):
        # The curve cuts links down where it crosses their column, links to the right where it does their row.
        low, high = np.minimum(start, stop)[:, axis], np.maximum(start, stop)[:, axis]
        line = np.ceil(low)
        crosses = line < high
        share = (line - start[:, axis])[crosses] / (stop - start)[crosses, axis]
        place = np.floor(start[crosses, 1 - axis] + share * (stop - start)[crosses, 1 - axis])
        x, y = (line[crosses], place) if axis == 0 else (place, line[crosses])
        inside = (x >= 0) & (y >= 0) & (x < links.shape[1]) & (y < links.shape[0])
        links[y[inside].astype(np.intp), x[inside].astype(np.intp)] = 0


def _near(curves: list[Points], hole: Mask) -> Image:
    """(h, w), 1 on curves in the hole, falling off with the distance from them."""
    elsewhere = np.ones(hole.shape, np.uint8)
    for curve in curves:
        x, y = np.rint(curve).astype(np.intp).T
        inside = (x >= 0) & (y >= 0) & (x < hole.shape[1]) & (y < hole.shape[0])
        elsewhere[y[inside], x[inside]] = 0
    away = cv2.distanceTransform(elsewhere, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) / (_SAY * min(hole.shape))
    return (np.exp(-0.5 * away * away) * hole).astype(np.float32)


def _cut_out(small: Image, box: Box, size: tuple[int, ...]) -> Image:
    """A box of what a small picture of a crop shows, at the crop's own size."""
    step_y, step_x = small.shape[0] / size[0], small.shape[1] / size[1]
    x = (np.arange(box.x0, box.x1, dtype=np.float32) + np.float32(0.5)) * np.float32(step_x) - np.float32(0.5)
    y = (np.arange(box.y0, box.y1, dtype=np.float32) + np.float32(0.5)) * np.float32(step_y) - np.float32(0.5)
    grid_x, grid_y = np.meshgrid(x, y)
    found = cv2.remap(small, grid_x, grid_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return found.astype(np.float32, copy=False)
