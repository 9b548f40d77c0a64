"""Structure cases: an edge drawn by code on real photographs runs through a hole; is it continued?

Two photographs, one kept light and one kept dark, meet along a known curve: a horizon, a railing, a rim, a
roof. After filling, the threshold between light and dark finds the edge again, and its distance to the drawn
one is the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.distance import distance_from
from engine.evaluation.cases import SMALL_PX, Case, Mask, Photo
from engine.regions import Box
from engine.training.data import PhotoShards

Floats = npt.NDArray[np.float64]

_LIGHT, _DARK, _CONTRAST = 0.72, 0.28, 0.12
_SMOOTHING_PX = 1.5


@dataclass(frozen=True)
class StructureCase:
    """A case and where its edge truly runs.

    Attributes:
        kind: One of `KINDS`.
        case: The photograph and its hole.
        below: (H, W) bool, true on the dark side of the edge.
    """

    kind: str
    case: Case
    below: Mask


def structure_cases(shards: PhotoShards, seed: int, each: int) -> Iterator[StructureCase]:
    """Cases of all `KINDS`.

    Args:
        shards: Where the two photographs of a case come from.
        seed: Of the choice of photographs, curves and holes.
        each: Cases of each kind.
    """
    pool = shards.at_least(SMALL_PX)
    for number, (kind, side_of) in enumerate(KINDS.items()):
        for turn in range(each):
            rng = np.random.default_rng((seed, number, turn))
            light, dark = (_toned(shards.photo(int(i)), rng) for i in rng.choice(pool, 2))
            y, x = np.mgrid[0:SMALL_PX, 0:SMALL_PX] / SMALL_PX
            below = side_of(x, y, rng)
            blend = cv2.GaussianBlur(below.astype(np.float32), (0, 0), 0.6)[..., None]
            picture = (_LIGHT + light) * (1 - blend) + (_DARK + dark) * blend
            photo = np.clip(np.rint(picture * 255), 0, 255).astype(np.uint8)
            mask = _hole_across(below, rng)
            case = Case(f"{kind} {turn + 1}", kind, photo, mask, Box.whole(mask.shape), seed)
            yield StructureCase(kind, case, below)


def edge_distance(fill: Photo, below: Mask, hole: Mask) -> float:
    """Mean distance between the fill's edge and the drawn one inside the hole, both ways, in px.

    Args:
        fill: (H, W, 3) uint8, composited.
        below: (H, W), the dark side as drawn.
        hole: (H, W), crossed by the drawn edge.

    Returns:
        0 for the drawn edge itself; an edge that is missing counts as far as the nearest one that is left.
    """
    gray = cv2.GaussianBlur(fill.mean(axis=2).astype(np.float32) / 255, (0, 0), _SMOOTHING_PX)
    drawn, found = _edge(below), _edge(gray < (_LIGHT + _DARK) / 2)
    missed = _distance_to(found)[drawn & hole]
    invented = _distance_to(drawn)[found & hole]
    return float(np.concatenate([missed, invented]).mean())


def _edge(side: Mask) -> Mask:
    """Pixels of a region that have a neighbor outside it."""
    inner = cv2.erode(side.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1)
    return side & (inner == 0)


def _distance_to(edge: Mask) -> npt.NDArray[np.float32]:
    if not edge.any():
        return np.full(edge.shape, float(max(edge.shape)), dtype=np.float32)
    return distance_from(edge)


def _toned(photo: Photo, rng: np.random.Generator) -> Floats:
    """A crop of a photograph with little contrast around 0, so that it stays on its side of the threshold."""
    y, x = (int(rng.integers(length - SMALL_PX + 1)) for length in photo.shape[:2])
    crop = photo[y : y + SMALL_PX, x : x + SMALL_PX].astype(np.float64) / 255
    crop -= crop.mean()
    # tanh keeps the texture of the middle tones and holds the extremes: 2.5 sigma reach the bound.
    return _CONTRAST * np.tanh(crop / max(float(crop.std()), 1e-3) / 1.5)


def _hole_across(below: Mask, rng: np.random.Generator) -> Mask:
    """A box of 35 to 45 % of the side, its middle on the drawn edge."""
    margin = SMALL_PX // 4
    edge = _edge(below)
    edge[:margin] = edge[-margin:] = False
    edge[:, :margin] = edge[:, -margin:] = False
    rows, columns = np.nonzero(edge)
    chosen = int(rng.integers(len(rows)))
    half = int(rng.uniform(0.175, 0.225) * SMALL_PX)
    y, x = int(rows[chosen]), int(columns[chosen])
    mask = np.zeros_like(below)
    mask[y - half : y + half, x - half : x + half] = True
    return mask


def _horizon(x: Floats, y: Floats, rng: np.random.Generator) -> Mask:
    return y > rng.uniform(0.4, 0.6) + rng.normal(0, 0.12) * (x - 0.5)


def _railing(x: Floats, y: Floats, rng: np.random.Generator) -> Mask:
    """A handrail and upright bars, each about 8 px thick."""
    rail = rng.uniform(0.35, 0.5) + rng.normal(0, 0.05) * (x - 0.5)
    pitch, thickness = rng.uniform(0.13, 0.18), 0.03
    bars = ((x + rng.uniform(0, pitch)) % pitch < thickness) & (y > rail)
    return bars | (np.abs(y - rail) < thickness)


def _rim(x: Floats, y: Floats, rng: np.random.Generator) -> Mask:
    """The round edge of something large that stands in the lower half."""
    radii = rng.uniform(0.3, 0.5, 2)
    middle = (rng.uniform(0.4, 0.6), rng.uniform(0.75, 0.9))
    return ((x - middle[0]) / radii[0]) ** 2 + ((y - middle[1]) / radii[1]) ** 2 < 1


def _roof(x: Floats, y: Floats, rng: np.random.Generator) -> Mask:
    """Two slopes that meet in a ridge."""
    ridge = (rng.uniform(0.4, 0.6), rng.uniform(0.3, 0.45))
    slope = np.where(x < ridge[0], rng.uniform(0.3, 0.8), rng.uniform(0.3, 0.8))
    return y > ridge[1] + slope * np.abs(x - ridge[0])


KINDS: dict[str, Callable[[Floats, Floats, np.random.Generator], Mask]] = {
    "horizon": _horizon,
    "railing": _railing,
    "rim": _rim,
    "roof edge": _roof,
}
