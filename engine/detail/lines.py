"""Lines that arrive at a hole: wires, poles, rails, joints; too thin to have two sides that step apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.detail.contours import rings_around
from engine.detail.counted import gaussian_mean
from engine.detail.curves import curves_between
from engine.detail.profiles import LineProfile
from engine.detail.strands import Strand
from engine.detail.task import Image, Mask
from engine.detail.tracing import Ends, Points, ends_of, ground, traced

# Lines are looked for this far from the hole, pixels of a small picture, and seen through this blur.
_BAND_PX, _SIGMA_PX = 3, 0.7
# Half widths; what lies beside is a mean over so many pixels of the ring, beyond a gap.
_HALF_PX = (0.5, 1.5, 2.5, 3.5)
_BESIDE_PX, _GAP_PX = 4, 1
# Contrast with both sides (root mean square, sRGB 0..1), and by how much it must exceed what goes on there.
_LEAST_CONTRAST, _LEAST_CLARITY = 0.05, 1.5
# Ends of one width that are followed, the strongest ones first.
_MOST_ENDS = 24
# The headings of lines so small are rough yet: see `line_layer`, which looks again.
_MOST_COST = 1.2


def lines_through(picture: Image, known: Mask, hole: Mask) -> list[tuple[Strand, Strand]]:
    """Finds lines that a hole interrupts: what is seen of them on both sides.

    Args:
        picture: (h, w, 3), small: a few hundred pixels wide; read where it is known.
        known: (h, w), nowhere in the hole.
        hole: (h, w).
    """
    smooth = gaussian_mean(picture, known, _SIGMA_PX)
    distance, rings = rings_around(hole, _BAND_PX)
    arrivals = np.concatenate([np.zeros((0, 4)), *(_arrivals(smooth, known, ring) for ring in rings)])
    around = ground(smooth, known, distance)
    found, widths = [], []
    for half in _HALF_PX:
        here = arrivals[arrivals[:, 2] == half]
        here = here[np.argsort(-here[:, 3], kind="stable")[:_MOST_ENDS]]
        if len(here) == 0:
            continue
        ends = traced(around, LineProfile(around, half), here[:, :2].astype(np.float32))
        found += list(zip(*vars(ends).values(), strict=True))
        widths += [half] * len(ends.place)
    ends = ends_of(found)
    pairs = []
    for curve in curves_between(ends, _MOST_COST, may_cross=True):
        if max(widths[n] for n in curve.ends) <= 1 + 2 * min(widths[n] for n in curve.ends):
            first, second = (_strand(ends, n, widths[n]) for n in curve.ends)
            pairs.append((first, second))
    return pairs


def _strand(ends: Ends, number: int, half: float) -> Strand:
    return Strand(
        ends.place[number].astype(np.float64),
        ends.heading[number].astype(np.float64),
        float(ends.curvature[number]),
        float(ends.length[number]),
        half,
    )


def _arrivals(smooth: Image, known: Mask, ring: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """(N, 4): x, y, half width and strength of the lines that cross a ring of pixels."""
    count, reach = len(ring), round(max(_HALF_PX)) + _GAP_PX + _BESIDE_PX
    if count < 3 * reach:
        return np.zeros((0, 4))
    color, there = smooth[ring[:, 1], ring[:, 0]], known[ring[:, 1], ring[:, 0]]
    at = np.arange(count)[:, None]
    strengths = np.stack([_strength(color, there, at, half) for half in _HALF_PX])
    width = strengths.argmax(axis=0)
    strength = strengths.max(axis=0)
    near = (at + np.arange(-_BESIDE_PX, _BESIDE_PX + 1)) % count
    found = np.flatnonzero((strength > 0) & (strength >= strength[near].max(axis=1)))
    columns = [ring[found], np.array(_HALF_PX)[width[found]], strength[found]]
    return np.column_stack(columns).astype(np.float64)


def _strength(color: Image, there: Mask, at: npt.NDArray[np.intp], half: float) -> Points:
    """(N,) contrast of a line of a width with both its sides, everywhere on a ring; 0 = no line."""
    count, inner = len(color), int(half)
    beyond = np.arange(inner + 1 + _GAP_PX, inner + 1 + _GAP_PX + _BESIDE_PX)
    before, after = (at - beyond) % count, (at + beyond) % count
    middle = color[(at + np.arange(-inner, inner + 1)) % count].mean(axis=1)
    one, other = color[before], color[after]
    first, second = middle - one.mean(axis=1), middle - other.mean(axis=1)
    contrast = np.sqrt(np.maximum((first * second).mean(axis=1), 0))
    unrest = np.sqrt(0.5 * (one.var(axis=1) + other.var(axis=1)).mean(axis=1))
    apart = np.sqrt(((one.mean(axis=1) - other.mean(axis=1)) ** 2).mean(axis=1))
    clear = there[before].all(axis=1) & there[after].all(axis=1)
    clear &= (contrast > _LEAST_CONTRAST) & (contrast > _LEAST_CLARITY * unrest) & (contrast > apart)
    return np.where(clear, contrast, 0).astype(np.float32)
