"""Wire cases: a wire drawn by code across a photograph runs through a hole; does it go on?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.detail.strands import samples
from engine.evaluation.cases import SMALL_PX, Case, Photo
from engine.regions import Box
from engine.training.data import PhotoShards

Floats = npt.NDArray[np.float64]

# Widths of wires, pixels; how much of its contrast with what it is seen against must be left, and how far
# aside it may run.
_WIDTHS = 1.2, 4.0
_LEAST_LEFT, _ASIDE_PX = 0.5, 1.5
# What lies beside a wire is read so far from its edge.
_BESIDE_PX = 2.5
# A wire of nearly the color of what it crosses is not drawn: root mean square difference, 8 bits.
_LEAST_CONTRAST = 40.0


@dataclass(frozen=True)
class WireCase:
    """A case and its wire.

    Attributes:
        case: The photograph with the wire, and its hole.
        points: (N, 2) x and y along the wire inside the hole, a pixel apart.
        normal: (N, 2) unit vectors across it.
        width_px: Its width.
        color: (3,), 0..255.
    """

    case: Case
    points: Floats
    normal: Floats
    width_px: float
    color: Floats


def wire_cases(shards: PhotoShards, seed: int, count: int) -> Iterator[WireCase]:
    """Cases on photographs of the shards.

    Args:
        shards: Where the photographs come from.
        seed: Of their choice, of wires and holes.
        count: How many.
    """
    pool = shards.at_least(SMALL_PX)
    for turn in range(count):
        rng = np.random.default_rng((seed, 0x77697265, turn))
        photo = shards.photo(int(rng.choice(pool)))
        y, x = (int(rng.integers(length - SMALL_PX + 1)) for length in photo.shape[:2])
        crop = photo[y : y + SMALL_PX, x : x + SMALL_PX].astype(np.float64)
        width = float(rng.uniform(*_WIDTHS))
        half = round(rng.uniform(0.175, 0.225) * SMALL_PX)
        middle = rng.uniform(half + 30, SMALL_PX - half - 30, 2)
        angle, sag = rng.uniform(-1.2, 1.2), rng.normal(0, 0.0006)
        along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        rows, columns = np.mgrid[0:SMALL_PX, 0:SMALL_PX]
        gap = np.stack([columns, rows], axis=2) - middle
        far, aside = gap @ along, gap @ across
        away = np.abs(aside - sag * far * far)
        cover = np.clip(width / 2 + 0.5 - away, 0, 1)[..., None]
        behind = crop[away < 6].mean(axis=0)
        color = np.clip(rng.uniform(0, 60, 3) if behind.mean() > 110 else rng.uniform(195, 255, 3), 0, 255)
        picture = crop + cover * (color - crop)
        mask = np.zeros((SMALL_PX, SMALL_PX), np.bool_)
        mask[int(middle[1]) - half : int(middle[1]) + half, int(middle[0]) - half : int(middle[0]) + half] = 1
        t = np.arange(-2 * half, 2 * half + 1.0)
        points = middle + t[:, None] * along + (sag * t * t)[:, None] * across
        inside = (np.abs(points - middle) < half - 2).all(axis=1)
        normal = across - (2 * sag * t)[:, None] * along
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        pixels = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
        case = Case(f"wire {turn + 1}", "wire", pixels, mask, Box.whole(mask.shape), seed)
        yield WireCase(case, points[inside], normal[inside], width, color)


def share_continued(fill: Photo, wire: WireCase) -> float:
    """The share of a wire's way through the hole where it is seen; NaN where nothing could tell.

    Args:
        fill: (H, W, 3) uint8, composited.
        wire: What should be there.
    """
    picture = fill.astype(np.float32)
    far = wire.width_px / 2 + _BESIDE_PX
    beside = np.stack([samples(picture, wire.points + side * far * wire.normal) for side in (-1, 1)])
    step = wire.color - beside
    power = (step * step).sum(axis=2)
    told = np.sqrt(power / 3).min(axis=0) > _LEAST_CONTRAST
    if not told.any():
        return float("nan")
    # A wire thinner than a pixel's width is as much fainter.
    wanted = _LEAST_LEFT * min(1.0, wire.width_px)
    seen = np.zeros(len(wire.points), np.bool_)
    for aside in np.arange(-_ASIDE_PX, _ASIDE_PX + 0.1, 0.5):
        there = samples(picture, wire.points + aside * wire.normal) - beside
        seen |= ((there * step).sum(axis=2) / np.maximum(power, 1e-6)).min(axis=0) > wanted
    return float(seen[told].mean())
