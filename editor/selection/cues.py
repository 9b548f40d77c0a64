"""What speaks for a region to belong to the clicked object: distances, colors, a random walk, its looks.

SciPy is imported where it is used: with it every window would open a third of a second later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from editor.selection import appearance
from editor.selection.arrays import Floats
from editor.selection.regions import RegionGraph

# How many cues `cues` gives per region.
CUES = 26 + appearance.CUES
# A walk is drawn back to "not the object" a little at every pixel, or one click would take the whole picture.
_RESTARTS = (0.0008, 0.008)
_SEED_WEIGHT = 1e4
_LEAST_WEIGHT = 1e-4
# Farther than this (in medians of border strength, in L*a*b*) is all the same.
_FARTHEST, _FARTHEST_COLOR = 60.0, 60.0
# L*a*b* in 16 x 16 x 16 bins.
_COLOR_ORIGIN = np.array([0, 60, 60], np.float32)
_COLOR_BIN = np.array([100 / 16, 120 / 16, 120 / 16], np.float32)


def cues(
    graph: RegionGraph,
    wanted: Sequence[int],
    unwanted: Sequence[int],
    last: int,
    before: Floats | None,
) -> Floats:
    """Describes every region as seen from the clicks.

    Args:
        graph: The picture.
        wanted: Regions that were clicked as belonging to the object; at least one.
        unwanted: Regions that were clicked as not belonging to it.
        last: The region that was clicked last, one of the above.
        before: (n,) belief 0..1 before the last click; None at the first one.

    Returns:
        (n, CUES), each of about -1..1.
    """
    from scipy import sparse
    from scipy.sparse import csgraph

    n = graph.count
    i, j = graph.pairs.T
    diagonal = float(np.hypot(*graph.labels.shape))
    links = sparse.csr_matrix((graph.strength + 0.05, (i, j)), (n, n))
    tree = csgraph.minimum_spanning_tree(links)
    columns: list[Floats] = []
    for seeds in (list(dict.fromkeys(wanted)), list(dict.fromkeys(unwanted))):
        if not seeds:
            far = np.ones(n, np.float32)
            columns += [far, far, far, far, far]
            continue
        geodesic = csgraph.dijkstra(links, directed=False, indices=seeds, min_only=True)
        columns.append(_squashed(geodesic, _FARTHEST))
        columns.append(_squashed(_steepest(tree, seeds), 12.0))
        apart = graph.center[:, None] - graph.center[seeds][None]
        columns.append((np.linalg.norm(apart, axis=2).min(axis=1) / diagonal).astype(np.float32))
        shade = graph.color[:, None] - graph.color[seeds][None]
        columns.append(_squashed(np.linalg.norm(shade, axis=2).min(axis=1), _FARTHEST_COLOR))
        columns.append(_squashed(np.linalg.norm(shade[..., 1:], axis=2).min(axis=1), _FARTHEST_COLOR / 2))
    walks = [walk(graph, np.zeros(n), restart, wanted, unwanted) for restart in _RESTARTS]
    for chances in walks:
        columns += [chances, np.log10(np.maximum(chances, 1e-4)) / 4 + 1]
    belief = walks[0] > 0.3 if before is None else before > 0.5
    belief[list(wanted)] = True
    columns.append(_likeness(graph, belief))
    touches = np.zeros(n, np.float32)
    for side in (graph.labels[0], graph.labels[-1], graph.labels[:, 0], graph.labels[:, -1]):
        touches[side] = 1
    columns.append(touches)
    columns.append(np.zeros(n, np.float32) if before is None else before * 2 - 1)
    columns.append(np.full(n, 0.0 if before is None else 1.0, np.float32))
    columns.append(np.full(n, min(len(wanted), 6) / 6, np.float32))
    columns.append(np.full(n, min(len(unwanted), 6) / 6, np.float32))
    columns.append(_squashed(graph.roughness, 20.0))
    sign = 1.0 if last in wanted else -1.0
    correction = csgraph.dijkstra(links, directed=False, indices=last)
    columns.append(sign * (1 - _squashed(correction, _FARTHEST)))
    away = np.linalg.norm(graph.center - graph.center[last], axis=1)
    columns.append(sign * (1 - _squashed(away, diagonal)))
    nearest = columns[2] / np.maximum(columns[2] + columns[7], 1e-3)
    columns += [nearest, columns[0] - columns[5], columns[3] - columns[8]]
    seen = walks[0] if before is None else before
    columns += appearance.appearance(graph, wanted, unwanted, seen)
    return np.stack(columns, axis=1).astype(np.float32)


def walk(
    graph: RegionGraph,
    prior: npt.NDArray[np.floating],
    restart: float,
    wanted: Sequence[int],
    unwanted: Sequence[int],
) -> Floats:
    """Chance of a random walker from each region to meet the object first.

    Borders are walls, the higher the stronger; at each step the walker may stop and believe the prior.

    Args:
        graph: The picture.
        prior: (n,) what is believed where the walk stops, 0..1.
        restart: How readily it stops, per pixel.
        wanted: Regions that are the object.
        unwanted: Regions that are not.

    Returns:
        (n,) chances 0..1.
    """
    from scipy import sparse
    from scipy.sparse.linalg import spsolve

    n = graph.count
    i, j = graph.pairs.T
    weight = graph.length * np.exp(-graph.strength) + _LEAST_WEIGHT
    stop = restart * graph.area
    diagonal = np.bincount(i, weight, n) + np.bincount(j, weight, n) + stop
    pulled = stop * prior
    diagonal[list(wanted)] += _SEED_WEIGHT
    pulled[list(wanted)] += _SEED_WEIGHT
    diagonal[list(unwanted)] += _SEED_WEIGHT
    own = np.arange(n)
    rows, columns = np.concatenate([i, j, own]), np.concatenate([j, i, own])
    matrix = sparse.csc_matrix((np.concatenate([-weight, -weight, diagonal]), (rows, columns)), (n, n))
    return np.clip(np.asarray(spsolve(matrix, pulled)), 0, 1).astype(np.float32)


def _squashed(distances: Floats, farthest: float) -> Floats:
    return np.sqrt(np.minimum(distances, farthest) / farthest).astype(np.float32)


def _steepest(tree: Any, seeds: Sequence[int]) -> Floats:
    """The strongest border that cannot be gone around on the way to the nearest seed."""
    from scipy.sparse import csgraph

    both: Any = tree + tree.T
    best = np.full(both.shape[0], np.inf)
    for seed in seeds:
        order, parent = csgraph.breadth_first_order(both, seed, directed=False)
        height = np.zeros(both.shape[0])
        steps = np.asarray(both[order[1:], parent[order[1:]]]).ravel()
        for region, above, step in zip(order[1:], parent[order[1:]], steps, strict=True):
            height[region] = max(height[above], step)
        best = np.minimum(best, height)
    return best.astype(np.float32)


def _likeness(graph: RegionGraph, belief: npt.NDArray[np.bool_]) -> Floats:
    """How much a region's color is that of the believed object rather than that of the rest."""
    bins = np.clip(((graph.color + _COLOR_ORIGIN) / _COLOR_BIN).astype(np.intp), 0, 15)
    density = np.zeros((2, 16, 16, 16), np.float32)
    for side, chosen in enumerate((belief, ~belief)):
        np.add.at(density[side], tuple(bins[chosen].T), graph.area[chosen])
    for side in range(2):
        for axis in range(3):
            rolled = np.moveaxis(density[side], axis, 0)
            padded = np.pad(rolled, ((1, 1), (0, 0), (0, 0)))
            density[side] = np.moveaxis(0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:], 0, axis)
        density[side] /= max(float(density[side].sum()), 1e-6)
    object_, rest = (density[side][tuple(bins.T)] for side in range(2))
    return ((object_ + 1e-5) / (object_ + rest + 2e-5) * 2 - 1).astype(np.float32)
