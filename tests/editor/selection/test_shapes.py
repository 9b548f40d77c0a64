"""Drawn shapes cover what they surround, to the pixel."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.painting.rect import Rect
from editor.selection.shapes import Selected, band, polygon, rectangle

BOUNDS = Rect(0, 0, 40, 30)
COORDINATES = st.floats(-60, 100, allow_nan=False)
POINTS = st.tuples(COORDINATES, COORDINATES)


def laid_out(selected: Selected, bounds: Rect = BOUNDS) -> np.ndarray:
    whole = np.zeros((bounds.height, bounds.width), np.bool_)
    rect, coverage = selected
    whole[rect.slices] = coverage > 127
    return whole


def winding(points: list[tuple[float, float]], x: float, y: float) -> int:
    """How often a closed line goes around a point: by the crossings of a ray to the right."""
    turns = 0
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        if (ay <= y) != (by <= y):
            cross = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
            if (ay <= y) == (cross > 0) and cross != 0:
                turns += 1 if ay <= y else -1
    return turns


@given(st.lists(st.tuples(st.integers(-10, 50), st.integers(-10, 40)), min_size=3, max_size=8))
def test_a_polygon_covers_the_centers_that_it_goes_around(corners: list[tuple[int, int]]) -> None:
    # Quarter pixels: no center lies on an edge or a corner's row.
    points = [(x + 0.25, y + 0.25) for x, y in corners]
    covered = laid_out(polygon(points, BOUNDS))
    for y in range(0, BOUNDS.height, 5):
        for x in range(0, BOUNDS.width, 3):
            if abs(nearest_edge(points, x + 0.5, y + 0.5)) > 1e-6:
                assert covered[y, x] == (winding(points, x + 0.5, y + 0.5) != 0)


def nearest_edge(points: list[tuple[float, float]], x: float, y: float) -> float:
    distances = []
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        t = 0.0 if length == 0 else min(1, max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
        distances.append(math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y))
    return min(distances)


def test_a_lasso_that_crosses_itself_leaves_no_hole() -> None:
    twice = [(5, 5), (25, 5), (25, 25), (5, 25)] * 2
    np.testing.assert_array_equal(laid_out(polygon(twice, BOUNDS)), laid_out(polygon(twice[:4], BOUNDS)))


@pytest.mark.parametrize("points", [[], [(3, 3)], [(3, 3), (20, 20)]])
def test_less_than_a_triangle_is_nothing(points: list[tuple[float, float]]) -> None:
    rect, coverage = polygon(points, BOUNDS)
    assert rect.is_empty
    assert coverage.size == 0


@given(POINTS, POINTS)
def test_a_rectangle_is_the_same_from_every_corner(a: tuple[float, float], b: tuple[float, float]) -> None:
    covered = laid_out(rectangle(a, b, BOUNDS))
    for other in (rectangle(b, a, BOUNDS), rectangle((a[0], b[1]), (b[0], a[1]), BOUNDS)):
        np.testing.assert_array_equal(covered, laid_out(other))
    x0, x1 = sorted((a[0], b[0]))
    y0, y1 = sorted((a[1], b[1]))
    y, x = np.mgrid[:30, :40] + 0.5
    inside = (x > x0) & (x < x1) & (y > y0) & (y < y1)
    on_edge = (x == x0) | (x == x1) | (y == y0) | (y == y1)
    assert (covered == inside)[~on_edge].all()


@given(POINTS, POINTS, st.floats(1, 25))
def test_a_band_is_what_lies_within_half_its_width(
    a: tuple[float, float], b: tuple[float, float], width: float
) -> None:
    y, x = np.mgrid[:30, :40] + 0.5
    length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    t = ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / max(length, 1e-9)
    t = np.clip(t, 0, 1)
    distance = np.hypot(a[0] + t * (b[0] - a[0]) - x, a[1] + t * (b[1] - a[1]) - y)
    covered = laid_out(band(a, b, width, BOUNDS))
    # The round ends are polygons: a hair less than a circle.
    assert covered[distance < width / 2 - 0.1].all()
    assert not covered[distance > width / 2 + 0.01].any()


def test_a_wire_of_two_pixels_is_two_pixels_wide() -> None:
    covered = laid_out(band((5, 15), (35, 15), 2, BOUNDS))
    assert (covered[:, 10:30].sum(axis=0) == 2).all()


def test_wild_coordinates_are_harmless() -> None:
    assert laid_out(polygon([(-1e12, -1e12), (1e12, -1e12), (1e12, 1e12), (-1e12, 1e12)], BOUNDS)).all()
