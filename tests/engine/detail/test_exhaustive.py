"""The best source of every target, against a search written out."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detail import exhaustive
from engine.detail.exhaustive import exhaust
from engine.detail.matching import RADIUS, Places, Surcharges

_HEIGHT, _WIDTH, _CHANNELS = 22, 19, 4
_NONE = np.zeros((1, 1), np.float32)
_NOWHERE = np.zeros((1, 1), np.int16)


def _places(rng: np.random.Generator, count: int) -> Places:
    y = rng.integers(RADIUS, _HEIGHT - RADIUS, count)
    x = rng.integers(RADIUS, _WIDTH - RADIUS, count)
    return Places(y.astype(np.int32), x.astype(np.int32))


def _surcharges(rng: np.random.Generator) -> Surcharges:
    return Surcharges(
        mirror=np.float32(0.8),
        usage=rng.random((_HEIGHT, _WIDTH), np.float32) * 20,
        table=rng.random((6, 6), np.float32) * 20,
        cells=rng.integers(0, 6, (_HEIGHT, _WIDTH)).astype(np.int16),
        kind_cost=rng.random((3, 3), np.float32) * 20,
        kinds=rng.integers(0, 3, (_HEIGHT, _WIDTH)).astype(np.int16),
        width=_WIDTH,
    )


def _written_out(atlas: np.ndarray, targets: Places, sources: Places, costs: Surcharges) -> np.ndarray:
    """(N, M) or, with mirrored ones, (N, 2M) what every source costs every target."""

    def patch(y: int, x: int) -> np.ndarray:
        return atlas[y - RADIUS : y + RADIUS + 1, x - RADIUS : x + RADIUS + 1]

    rows = []
    for y, x in zip(*targets, strict=True):
        row = []
        for mirrored in (False, True) if atlas.shape[1] > costs.width else (False,):
            for sy, sx in zip(*sources, strict=True):
                at = 2 * costs.width - 1 - sx if mirrored else sx
                cost = np.square(patch(y, x) - patch(sy, at)).sum() + mirrored * costs.mirror
                cost += costs.usage[sy, sx] if costs.usage.size > 1 else 0
                cost += costs.table[costs.cells[y, x], costs.cells[sy, sx]] if costs.table.size > 1 else 0
                kinds = costs.kinds
                cost += costs.kind_cost[kinds[y, x], kinds[sy, sx]] if costs.kind_cost.size > 1 else 0
                row.append(cost)
        rows.append(row)
    return np.array(rows)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("charged", [False, True])
@pytest.mark.parametrize("at_once", [1, 100, 1_000_000])
def test_it_finds_what_costs_least(
    mirror: bool, charged: bool, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exhaustive, "_PAIRS_AT_ONCE", at_once)
    rng = np.random.default_rng(2)
    picture = rng.random((_HEIGHT, _WIDTH, _CHANNELS), np.float32)
    atlas = np.concatenate([picture, picture[:, ::-1]], axis=1) if mirror else picture
    targets, sources = _places(rng, 9), _places(rng, 40)
    free = Surcharges(np.float32(0.8), _NONE, _NONE, _NOWHERE, _NONE, _NOWHERE, _WIDTH)
    costs = _surcharges(rng) if charged else free

    found, distance = exhaust(atlas, targets, sources, costs)

    wanted = _written_out(atlas, targets, sources, costs)
    best = wanted.argmin(axis=1)
    of_all_y = np.concatenate([sources.y, sources.y])
    of_all_x = np.concatenate([sources.x, 2 * _WIDTH - 1 - sources.x])
    assert np.array_equal(found.y, of_all_y[best])
    assert np.array_equal(found.x, of_all_x[best])
    assert np.allclose(distance, wanted.min(axis=1), rtol=1e-4)


def test_a_patch_that_is_there_twice_is_found_without_a_distance() -> None:
    rng = np.random.default_rng(6)
    picture = rng.random((30, 30, _CHANNELS), np.float32)
    picture[18:25, 18:25] = picture[4:11, 4:11]
    target, source = Places(*np.array([[7], [7]])), Places(*np.array([[21, 12], [21, 15]]))
    free = Surcharges(np.float32(0), _NONE, _NONE, _NOWHERE, _NONE, _NOWHERE, 30)
    found, distance = exhaust(picture, target, source, free)
    assert (found.y[0], found.x[0]) == (21, 21)
    assert distance[0] == pytest.approx(0, abs=1e-4)
