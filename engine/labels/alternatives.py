"""Other label maps that a hole may have: in each of them one label has grown at the cost of the likeliest.

A label grows out of what is seen of it at the hole's edge. Where it meets others there its border stays, so
that borders are continued, only bent. A label that is not seen there would be a thing that nobody has seen:
of those maps that had grown from the network's guess alone most fills looked like debris.

Everything here is in cells: a segmentation network's own resolution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from engine.labels.vocabulary import UNKNOWN, label_of

Bits = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

MOST = 8
DISTINCT = 0.12
"""Share of a hole in which two label maps have to differ to count as two."""
# A label grows by this share of the hole: visibly, and not all over it; and by no more than so many times the
# share of the ring that it grows from.
_GROWTH, _GROWTH_OF_RING = 0.3, 2.0
# It may grow if it takes this share of the ring of known cells around a hole, and so much is expected in it.
_RING_CELLS, _IN_RING, _EXPECTED = 3, 0.08, 0.08
# What a nat of unlikeliness counts beside the logarithm of how much nearer other labels are, and when a cell
# is "certainly not" a label's.
_NAT, _MOST_MARGIN = 0.15, 6.0
# Cells that cost more are out of reach: deep in what others surround, growth took on the hole's own outline.
_MOST_COST = 1.0
_SMOOTH_CELLS = 1.0
# Parts smaller than this share of the hole, and than these cells, are noise.
_ISLAND, _LEAST_ISLAND = 0.02, 4
_LEAST_PROBABILITY = 1e-4


@dataclass(frozen=True)
class LabelMap:
    """One way to label a hole and what surrounds it.

    Attributes:
        codes: (h, w) uint8.
        grown: Code of the label that has grown; 0 in the likeliest map.
        score: Mean log-probability of the hole's labels.
    """

    codes: Codes
    grown: int
    score: float

    @property
    def name(self) -> str:
        """ "more water"; "" for the likeliest map."""
        return name_of(self.grown)


def name_of(grown: int) -> str:
    """What a map is called in which a label has grown; "" for 0, the likeliest."""
    return "" if grown == UNKNOWN else f"more {label_of(grown).name}"


def distinct_maps(
    probabilities: Floats, codes: tuple[int, ...], hole: Bits, fixed: Codes, most: int = MOST
) -> list[LabelMap]:
    """The likeliest label map, then others by what they cost in likelihood, at most one per label.

    Every two of them differ in at least `DISTINCT` of the hole's cells. They differ nowhere else.

    Args:
        probabilities: (h, w, K), 0..1.
        codes: The labels of the K channels.
        hole: (h, w), cells that the hole touches.
        fixed: (h, w) codes that are not to be changed, 0 = free; they need not be among `codes`.
        most: How many at most.
    """
    logs = _smoothed_logs(probabilities, hole)
    channels = np.asarray(codes, np.uint8)
    said = channels[probabilities.argmax(axis=2)]
    likeliest = channels[logs.argmax(axis=2)]
    likeliest = np.where(fixed != UNKNOWN, fixed, np.where(hole, likeliest, said))
    free = hole & (fixed == UNKNOWN)
    least = max(_LEAST_ISLAND, round(_ISLAND * int(hole.sum())))
    likeliest = _without_islands(likeliest, free, least)
    found = [LabelMap(likeliest, UNKNOWN, _score(logs, codes, likeliest, free))]
    if most == 1:
        return found
    grown = [
        LabelMap(changed, code, _score(logs, codes, changed, free))
        for code, changed in _grown_maps(logs, codes, likeliest, hole, free, least)
    ]
    for candidate in sorted(grown, key=lambda map: (-map.score, map.grown)):
        if len(found) == most:
            break
        if all(_difference(candidate.codes, other.codes, hole) >= DISTINCT for other in found):
            found.append(candidate)
    return found


def _grown_maps(
    logs: Floats, codes: tuple[int, ...], likeliest: Codes, hole: Bits, free: Bits, least: int
) -> Iterator[tuple[int, Codes]]:
    """The map for every label that may grow."""
    if not free.any():
        return
    area = int(hole.sum())
    known = ~free
    ring = ~hole & (_distance(hole) <= _RING_CELLS)
    seen = likeliest[ring]
    for channel, code in enumerate(codes):
        in_ring = float((seen == code).mean()) if seen.size else 0.0
        if in_ring < _IN_RING or float(np.exp(logs[..., channel][free]).mean()) < _EXPECTED:
            continue
        taken = likeliest == code
        margin = np.clip(logs.max(axis=2) - logs[..., channel], 0, _MOST_MARGIN)
        cost = _NAT * margin + np.log(_distance(known & taken) / _distance(known & ~taken))
        open_to_it = free & ~taken & (cost <= _MOST_COST)
        growth = min(_GROWTH, _GROWTH_OF_RING * in_ring)
        count = min(int(open_to_it.sum()), round(growth * area))
        if count == 0:
            continue
        cheapest = np.flatnonzero(open_to_it)[np.argsort(cost[open_to_it], kind="stable")[:count]]
        changed = likeliest.copy()
        changed.flat[cheapest] = code
        changed = _without_islands(changed, free, least)
        if np.count_nonzero(changed == code) > np.count_nonzero(taken):
            yield code, changed


def _distance(places: Bits) -> npt.NDArray[np.float64]:
    """Cells to the nearest of some places, at least 1; more than the map is wide where there are none."""
    if not places.any():
        return np.full(places.shape, float(sum(places.shape)))
    distance: Any = ndimage.distance_transform_edt(~places)
    return np.maximum(distance, 1)


def _smoothed_logs(probabilities: Floats, hole: Bits) -> Floats:
    """Log-probabilities, smoothed inside the hole only, where they are guesses."""
    logs = np.log(np.maximum(probabilities, _LEAST_PROBABILITY)).astype(np.float32)
    # One plane at a time: OpenCV filters no more than four channels at once.
    planes = [cv2.GaussianBlur(plane, (0, 0), _SMOOTH_CELLS) for plane in logs.transpose(2, 0, 1)]
    return np.where(hole[..., None], np.stack(planes, axis=2), logs)


def _without_islands(codes: Codes, free: Bits, least: int) -> Codes:
    """The map with its small parts taken over by what lies nearest, where that is free."""
    small = np.zeros(codes.shape, np.bool_)
    for code in np.unique(codes[free]):
        _, parts, stats, _ = cv2.connectedComponentsWithStats(
            (codes == code).astype(np.uint8), connectivity=4
        )
        is_small = stats[:, cv2.CC_STAT_AREA] < least
        is_small[0] = False
        small |= is_small[parts]
    small &= free
    if not small.any() or small.all():
        return codes
    nearest: Any = ndimage.distance_transform_edt(small, return_distances=False, return_indices=True)
    return codes[nearest[0], nearest[1]]


def _score(logs: Floats, codes: tuple[int, ...], labels: Codes, free: Bits) -> float:
    if not free.any():
        return 0.0
    channel_of = np.zeros(256, np.intp)
    channel_of[list(codes)] = range(len(codes))
    return float(np.take_along_axis(logs[free], channel_of[labels[free]][:, None], axis=1).mean())


def _difference(first: Codes, second: Codes, hole: Bits) -> float:
    return float((first != second)[hole].mean()) if hole.any() else 0.0
