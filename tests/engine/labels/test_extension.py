"""Labels that go on into holes: closed forms and bounds of the extension, and what becomes of a guess."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.labels.extension import STRETCH, continued, extended


def hole_in(size: tuple[int, int], rows: slice, columns: slice) -> np.ndarray:
    hole = np.zeros(size, bool)
    hole[rows, columns] = True
    return hole


def soft(seed: int, size: tuple[int, int] = (16, 20)) -> np.ndarray:
    """Random probabilities of five labels."""
    values = np.exp(np.random.default_rng(seed).normal(0, 2, (*size, 5))).astype(np.float32)
    return values / values.sum(axis=2, keepdims=True)


@pytest.mark.parametrize("stretch", [1.0, STRETCH])
def test_a_plane_goes_on_as_a_plane(stretch: float) -> None:
    y, x = np.mgrid[0:14, 0:18].astype(np.float32)
    plane = np.stack([0.3 * y + 0.1 * x, 4 - 0.2 * x], axis=2)
    hole = hole_in((14, 18), slice(3, 11), slice(4, 15))

    found = extended(np.where(hole[..., None], np.float32(-99), plane), hole, stretch)

    np.testing.assert_allclose(found, plane, atol=1e-4)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(0.1, 20))
def test_an_extension_stays_between_the_extremes_around_and_touches_nothing_else(
    seed: int, stretch: float
) -> None:
    values = soft(seed)
    rng = np.random.default_rng(seed)
    hole = rng.random(values.shape[:2]) < rng.uniform(0.1, 0.95)
    hole[0, 0] = False

    found = extended(values, hole, stretch)

    assert (found[~hole] == values[~hole]).all()
    known = values[~hole]
    assert (found[hole] <= known.max(axis=0) + 1e-4).all()
    assert (found[hole] >= known.min(axis=0) - 1e-4).all()


def test_stretched_it_follows_the_rows() -> None:
    values = np.zeros((21, 21, 2), np.float32)
    values[:, [0, -1], 0] = 1  # left and right
    values[[0, -1], :, 1] = 1  # above and below
    hole = hole_in((21, 21), slice(1, 20), slice(1, 20))

    even, rows = extended(values, hole, 1)[10, 10], extended(values, hole)[10, 10]

    assert even[0] == pytest.approx(even[1], abs=1e-4)
    assert rows[0] > 0.75 > 0.25 > rows[1]


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_probabilities_stay_probabilities_and_what_is_seen_stays(seed: int) -> None:
    values = soft(seed)
    hole = hole_in((16, 20), slice(2, 12), slice(0, 13))

    found = continued(values, hole)

    assert (found[~hole] == values[~hole]).all()
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=2), 1, atol=1e-4)


def test_where_the_network_knows_nothing_surroundings_decide_and_where_it_is_certain_it_does() -> None:
    values = np.zeros((16, 20, 5), np.float32)
    values[..., 2] = 1
    hole = hole_in((16, 20), slice(4, 12), slice(4, 16))
    values[hole] = 0.2
    values[6:8, 6:8] = (1, 0, 0, 0, 0)

    found = continued(values, hole)

    assert (found[6:8, 6:8].argmax(axis=2) == 0).all()
    found[6:8, 6:8] = values[0, 0]
    assert (found.argmax(axis=2) == 2).all()
    assert (found[hole].max(axis=1) < 1.001).all()


def test_with_nothing_or_everything_in_the_hole_guesses_stay() -> None:
    values = soft(3)
    for hole in (np.zeros(values.shape[:2], bool), np.ones(values.shape[:2], bool)):
        assert (continued(values, hole) == values).all()
