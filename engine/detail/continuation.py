"""Contours continued through a hole, and the colors that they let the ring's colors make there.

Ends of contours that mean each other are joined by curves; the ring's colors then flow into the hole, but not
across the curves (structure first: Sun et al. 2005; diffusion curves: Orzan et al. 2008). A guide made so is
sharp just where a field of little training is softest.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.channels import chosen
from engine.detail.contours import contour_ends
from engine.detail.curves import curves_between
from engine.detail.leads import Lead, leads
from engine.detail.poisson import Equations, solved
from engine.detail.small import shrunk
from engine.detail.task import DetailTask, Image, Mask
from engine.detail.tracing import Points
from engine.distance import distance_from
from engine.gamut import gamut
from engine.regions import Box, bounding_box

# Contours are looked for in a picture of about this short side, and in none much smaller.
_SIDE_PX, _LEAST_SIDE_PX = 160, 24
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

    def leads_at(self, size: tuple[int, int]) -> list[Lead]:
        """Where straight contours lead at a level (H, W) of the crop."""
        return leads(self.curves, (self.say.shape[0], self.say.shape[1]), size)

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
    picture, known, hole = shrunk(task, _SIDE_PX)
    if min(hole.shape) < _LEAST_SIDE_PX:
        return None
    curves = [curve.points for curve in curves_between(contour_ends(picture, known, hole))]
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
    colors = np.pad(chosen(known, picture, 0), ((1, 1), (1, 1), (0, 0)))
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
    return chosen(hole, np.clip(found, *gamut(picture, ~hole)), picture)


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
    on = np.zeros(hole.shape, np.bool_)
    for curve in curves:
        x, y = np.rint(curve).astype(np.intp).T
        inside = (x >= 0) & (y >= 0) & (x < hole.shape[1]) & (y < hole.shape[0])
        on[y[inside], x[inside]] = True
    if not on.any():
        return np.zeros(hole.shape, np.float32)
    away = distance_from(on) / np.float32(_SAY * min(hole.shape))
    return (np.exp(-0.5 * away * away) * hole).astype(np.float32)


def _cut_out(small: Image, box: Box, size: tuple[int, ...]) -> Image:
    """A box of what a small picture of a crop shows, at the crop's own size."""
    step_y, step_x = small.shape[0] / size[0], small.shape[1] / size[1]
    x = (np.arange(box.x0, box.x1, dtype=np.float32) + np.float32(0.5)) * np.float32(step_x) - np.float32(0.5)
    y = (np.arange(box.y0, box.y1, dtype=np.float32) + np.float32(0.5)) * np.float32(step_y) - np.float32(0.5)
    grid_x, grid_y = np.meshgrid(x, y)
    found = cv2.remap(small, grid_x, grid_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return found.astype(np.float32, copy=False)
