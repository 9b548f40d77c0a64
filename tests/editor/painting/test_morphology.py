"""Growing, shrinking, feathering: by true distance, checked against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.painting.morphology import distance_outside, feather, grow, shrink
from editor.painting.rect import EMPTY, Rect, bounding_rect


def masks(seed: int, share: float = 0.03, size: tuple[int, int] = (23, 31)) -> np.ndarray:
    return (np.random.default_rng(seed).random(size) < share).astype(np.uint8) * 255


def brute_distance(hole: np.ndarray) -> np.ndarray:
    set_y, set_x = np.nonzero(hole)
    y, x = np.mgrid[: hole.shape[0], : hole.shape[1]]
    return np.sqrt((y[..., None] - set_y) ** 2 + (x[..., None] - set_x) ** 2).min(axis=-1)


@settings(deadline=None)
@given(st.integers(0, 200))
def test_distance_is_euclidean(seed: int) -> None:
    hole = masks(seed) > 127
    if not hole.any():
        assert np.isinf(distance_outside(hole)).all()
    else:
        assert distance_outside(hole) == pytest.approx(brute_distance(hole), abs=1e-4)


@settings(deadline=None)
@given(st.integers(0, 200), st.integers(0, 9))
def test_grown_holes_hold_every_pixel_within_the_radius(seed: int, radius: int) -> None:
    mask = masks(seed)
    grown = grow(mask, radius)
    assert (grown >= mask).all()
    if mask.any():
        assert np.array_equal(grown == 255, brute_distance(mask > 127) <= radius)


@settings(deadline=None)
@given(st.integers(0, 200), st.integers(0, 6), st.integers(0, 6))
def test_growing_more_holds_growing_less(seed: int, a: int, b: int) -> None:
    mask = masks(seed, 0.01)
    assert (grow(mask, max(a, b)) >= grow(mask, min(a, b))).all()


@settings(deadline=None)
@given(st.integers(0, 200), st.integers(1, 6))
def test_shrinking_is_growing_of_what_is_known(seed: int, radius: int) -> None:
    mask = masks(seed, 0.97)
    kept = shrink(mask, radius)
    assert (kept <= mask).all()
    if (mask == 0).any():
        assert np.array_equal(kept > 0, brute_distance(mask == 0) > radius)
    assert np.array_equal(grow(mask, -radius), kept)


def test_the_photo_s_border_is_no_edge() -> None:
    full = np.full((9, 9), 255, np.uint8)
    assert np.array_equal(shrink(full, 3), full)
    half = full.copy()
    half[:, 5:] = 0
    assert np.array_equal(shrink(half, 2) > 127, np.tile(np.arange(9) < 3, (9, 1)))


def test_feathering_keeps_the_hole_and_fades_outwards() -> None:
    mask = np.zeros((41, 41), np.uint8)
    mask[15:26, 15:26] = 255
    soft = feather(mask, 8)
    assert (soft[mask > 0] == 255).all()
    row = soft[20, 25:35].astype(int)
    assert (np.diff(row) < 0).all()
    assert soft[20, 25 + 8] > 0
    assert soft[20, 25 + 10] == 0


def test_nothing_stays_nothing_and_the_original_is_not_touched() -> None:
    empty = np.zeros((5, 7), np.uint8)
    for change in (grow, shrink, feather):
        assert not change(empty, 4).any()
    mask = masks(3)
    before = mask.copy()
    for change in (grow, shrink, feather):
        change(mask, 4)
    assert np.array_equal(mask, before)


def test_bounding_rect() -> None:
    assert bounding_rect(np.zeros((4, 4), np.uint8)) == EMPTY
    mask = np.zeros((8, 9), np.uint8)
    mask[2, 3] = mask[5, 7] = 1
    assert bounding_rect(mask) == Rect(3, 2, 8, 6)
