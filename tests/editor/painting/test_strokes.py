"""Strokes: no gaps at any speed, pressure, and the rectangle they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point, Stroke

coordinates = st.floats(-50, 250, allow_nan=False)
points = st.lists(st.builds(Point, coordinates, coordinates, st.floats(0, 1)), min_size=1, max_size=5)
brushes = st.builds(Brush, st.floats(1, 90), st.floats(0, 1), st.booleans(), st.booleans())


@pytest.mark.parametrize("size", [1, 3, 20, 200])
def test_a_fast_straight_stroke_has_no_gaps_and_the_brush_s_width(size: int) -> None:
    mask = np.zeros((400, 1200), np.uint8)
    Stroke(Brush(size, 1.0)).paint(mask, [Point(150.5, 200.5), Point(1049.5, 200.5)])
    hole = mask > 127
    heights = hole[:, 150:1050].sum(axis=0)
    # The notch between two dabs is at most a quarter of a pixel on each side.
    assert heights.min() >= max(1, size - 1)
    assert heights.max() <= size + 1


@settings(deadline=None)
@given(points, brushes)
def test_a_stroke_stays_within_its_promised_reach(way: list[Point], brush: Brush) -> None:
    mask = np.full((200, 210), 255 if brush.erase else 0, np.uint8)
    before = mask.copy()
    stroke = Stroke(brush)
    reach = stroke.reach(way).intersection(Rect(0, 0, 210, 200))
    changed = stroke.paint(mask, way)
    assert changed.is_empty or reach.contains(changed)
    outside = mask != before
    outside[changed.slices] = False
    assert not outside.any()
    assert stroke.last == way[-1]


@settings(deadline=None)
@given(points, brushes)
def test_painting_in_pieces_is_painting_at_once(way: list[Point], brush: Brush) -> None:
    whole, pieces = np.zeros((2, 200, 200), np.uint8)
    Stroke(brush).paint(whole, way)
    stroke = Stroke(brush)
    for point in way:
        stroke.paint(pieces, [point])
    assert np.array_equal(whole, pieces)


def test_pressure_scales_the_width() -> None:
    mask = np.zeros((100, 300), np.uint8)
    Stroke(Brush(40, 1.0)).paint(mask, [Point(50, 50, 0.25), Point(250, 50, 1.0)])
    widths = (mask > 127).sum(axis=0)
    assert widths[50] == pytest.approx(10, abs=1)
    assert widths[250] == pytest.approx(40, abs=1)
    assert widths[100] < widths[150] < widths[200]
    flat = np.zeros_like(mask)
    Stroke(Brush(40, 1.0, is_pressure_sized=False)).paint(flat, [Point(50, 50, 0.25)])
    assert (flat > 127).sum(axis=0)[50] == pytest.approx(40, abs=1)


def test_erasing_takes_away_what_was_painted_with_the_same_stroke() -> None:
    mask = np.zeros((120, 120), np.uint8)
    way = [Point(30, 40), Point(80, 70)]
    Stroke(Brush(30, 0.7)).paint(mask, way)
    Stroke(Brush(30, 1.0, erase=True)).paint(mask, way)
    assert not (mask > 127).any()
