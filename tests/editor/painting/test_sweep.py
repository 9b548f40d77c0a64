"""A piece of a label that is dragged: what goes along, what it covers, and its shape."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.painting.labels import MOST_CODE, Sweep
from editor.painting.rect import Rect
from editor.painting.strokes import Point
from engine.labels.vocabulary import CODES


def halves(height: int = 100, width: int = 120, border: int = 60) -> np.ndarray:
    """A map with label 1 above a horizon, label 2 below."""
    codes = np.full((height, width), 1, np.uint8)
    codes[border:] = 2
    return codes


def test_every_code_of_the_engine_is_known_here() -> None:
    assert MOST_CODE == CODES - 1


def test_a_horizon_is_pushed_up_as_a_horizon() -> None:
    sweep = Sweep(halves(), 60.5, 62.5, 40)
    coverage = np.zeros((100, 120), np.uint8)
    sweep.paint(coverage, [Point(60.5, 42.5)])
    assert sweep.code == 2
    covered = coverage > 127
    # Within the circle's chord the border has moved by exactly 20 rows, and it is level.
    top = covered.argmax(axis=0)
    assert set(top[45:76].tolist()) == {40}
    assert not covered[:40].any()


def test_only_what_hangs_together_goes_along() -> None:
    codes = halves()
    codes[60:62] = 1  # a gap of two rows parts the lower label from a sliver above
    codes[58:60] = 2
    coverage = np.zeros((100, 120), np.uint8)
    Sweep(codes, 60.5, 66.5, 40).paint(coverage, [Point(60.5, 66.5)])
    assert (coverage > 127)[64:70, 55:65].all()
    assert not (coverage > 127)[:62].any()


@given(
    x=st.integers(0, 119),
    y=st.integers(0, 99),
    dx=st.integers(-60, 60),
    dy=st.integers(-60, 60),
    size=st.integers(1, 90),
)
def test_it_stays_within_its_reach_and_covers_both_ends(x: int, y: int, dx: int, dy: int, size: int) -> None:
    codes = halves()
    start, end = Point(x + 0.5, y + 0.5), Point(x + dx + 0.5, y + dy + 0.5)
    still = np.zeros(codes.shape, np.uint8)
    Sweep(codes, start.x, start.y, size).paint(still, [start])
    assert still[y, x] > 127
    assert (codes[still > 127] == codes[y, x]).all()
    sweep = Sweep(codes, start.x, start.y, size)
    reach = sweep.reach([end])
    coverage = np.zeros(codes.shape, np.uint8)
    changed = sweep.paint(coverage, [end])
    rows, columns = np.nonzero(coverage)
    for row, column in (
        (rows.min(initial=y), columns.min(initial=x)),
        (rows.max(initial=y), columns.max(initial=x)),
    ):
        assert reach.y0 <= row < reach.y1
        assert reach.x0 <= column < reach.x1
    outside = coverage.copy()
    outside[changed.slices] = 0
    assert not outside.any()
    if 0 <= end.x < 120 and 0 <= end.y < 100:
        assert coverage[y + dy, x + dx] > 127


@pytest.mark.parametrize("size", [3, 20, 200])
def test_the_way_has_no_gaps(size: int) -> None:
    codes = np.full((60, 400), 7, np.uint8)
    coverage = np.zeros(codes.shape, np.uint8)
    Sweep(codes, 20.5, 30.5, size).paint(coverage, [Point(380.5, 30.5)])
    assert (coverage[30, 21:380] > 127).all()


def test_a_map_no_larger_than_the_circle_is_enough() -> None:
    codes = halves()
    whole, part = np.zeros(codes.shape, np.uint8), np.zeros(codes.shape, np.uint8)
    Sweep(codes, 50.5, 62.5, 31).paint(whole, [Point(70.5, 40.5)])
    near = Rect(33, 45, 68, 80)
    Sweep(codes[near.slices], 50.5 - near.x0, 62.5 - near.y0, 31, (near.x0, near.y0)).paint(
        part, [Point(70.5, 40.5)]
    )
    np.testing.assert_array_equal(part, whole)
