"""What a region looks like beside what was clicked, and where it lies: more cues for the judge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from editor.selection.arrays import Floats
from editor.selection.regions import RegionGraph
from editor.selection.texture import COARSE_EDGES, PLANES, relative

CUES = 6 + PLANES + len(COARSE_EDGES) + 11
"""How many cues `appearance` gives per region."""

_MOST_APART = 2.0
_LEAST_SPREAD = 0.02
_SMALLEST = 1e-3


def appearance(
    graph: RegionGraph, wanted: Sequence[int], unwanted: Sequence[int], belief: Floats
) -> list[Floats]:
    """Describes every region by texture, color and place.

    Args:
        graph: The picture.
        wanted: Regions that were clicked as belonging to the object; at least one.
        unwanted: Regions that were clicked as not belonging to it.
        belief: (n,) what is believed so far, 0..1.

    Returns:
        `CUES` columns (n,), each of about -1..1.
    """
    kinds = relative(graph.texture)
    columns = [
        *_likeness(graph, kinds, wanted, unwanted, belief),
        *np.clip(kinds / 3, -1, 1).T,
        *(graph.texture[:, list(COARSE_EDGES)] / 4).T,
        *_place(graph, wanted, belief),
        np.log(graph.area) / 4 - 1,
        *np.clip(graph.color / 50, -1, 1).T,
    ]
    return [np.asarray(column, np.float32) for column in columns]


def _likeness(
    graph: RegionGraph, kinds: Floats, wanted: Sequence[int], unwanted: Sequence[int], belief: Floats
) -> list[Floats]:
    n = graph.count
    unit = kinds / np.maximum(np.linalg.norm(kinds, axis=1, keepdims=True), _SMALLEST)
    columns = [
        (unit @ unit[list(seeds)].T).max(axis=1) if len(seeds) else np.full(n, -1, np.float32)
        for seeds in (wanted, unwanted)
    ]
    for share in (belief, 1 - belief):
        weight = share * graph.area
        mean = (unit * weight[:, None]).sum(axis=0) / max(float(weight.sum()), _SMALLEST)
        columns.append(unit @ (mean / max(float(np.linalg.norm(mean)), 1e-4)))
    for seeds in (wanted, unwanted):
        if not len(seeds):
            columns.append(np.ones(n, np.float32))
            continue
        apart = np.linalg.norm(kinds[:, None] - kinds[list(seeds)][None], axis=2).min(axis=1)
        columns.append(np.minimum(np.sqrt(apart / np.sqrt(PLANES)), _MOST_APART) / _MOST_APART)
    return [np.asarray(column, np.float32) for column in columns]


def _place(graph: RegionGraph, wanted: Sequence[int], belief: Floats) -> list[Floats]:
    """Beside the clicks, and beside the middle of what is believed, in its own size too."""
    longer = max(graph.labels.shape)
    x, y = graph.center.T / longer
    weight = belief * graph.area
    total = max(float(weight.sum()), _SMALLEST)
    weight = weight / total
    mean_x, mean_y = float((weight * x).sum()), float((weight * y).sum())
    spread = float(np.sqrt((weight * ((x - mean_x) ** 2 + (y - mean_y) ** 2)).sum()))
    every = np.ones(graph.count, np.float32)
    seeds = list(wanted)
    return [
        x - x[seeds].mean(),
        y - y[seeds].mean(),
        x - mean_x,
        y - mean_y,
        every * (3 * spread),
        np.hypot(x - mean_x, y - mean_y) / max(spread, _LEAST_SPREAD) / 4,
        every * np.sqrt(float((belief * graph.area).sum() / graph.area.sum())),
    ]
