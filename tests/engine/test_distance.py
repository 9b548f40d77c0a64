"""Distances are exact, and the same wherever in memory a picture lies."""

from __future__ import annotations

import numpy as np

from editor.painting.morphology import distance_outside
from engine.distance import distance_from


def some(height: int = 90, width: int = 131) -> np.ndarray:
    return np.random.default_rng(2).random((height, width)) < 0.004


def test_distances_are_those_to_the_nearest_pixel() -> None:
    things = some()
    y, x = np.nonzero(things)
    rows, columns = np.mgrid[0:90, 0:131]
    squares = (rows[..., None] - y) ** 2 + (columns[..., None] - x) ** 2
    assert np.array_equal(distance_from(things), np.sqrt(squares.min(axis=2)).astype(np.float32))


def test_alignment_changes_no_bit() -> None:
    things = some(300, 401)
    once = distance_from(things)
    for shift in range(64):
        elsewhere = np.empty(things.size + 64, np.bool_)[shift:][: things.size].reshape(things.shape)
        elsewhere[:] = things
        assert np.array_equal(distance_from(elsewhere), once)


def test_the_editor_s_distances_are_the_engine_s_to_the_bit() -> None:
    """Each has its own, because neither room may import the other's."""
    for things in (some(), some(300, 401), some()[20:71, 33:]):
        assert np.array_equal(distance_outside(things), distance_from(things))
