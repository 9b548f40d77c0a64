"""Rectangles: half-open, empty ones add nothing, tiles cover exactly."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from editor.painting.rect import EMPTY, Rect

edges = st.integers(-40, 40)
rects = st.builds(Rect, edges, edges, edges, edges)


def points(rect: Rect) -> set[tuple[int, int]]:
    return {(x, y) for x in range(rect.x0, rect.x1) for y in range(rect.y0, rect.y1)}


@given(rects, rects)
def test_intersection_holds_exactly_the_common_points(a: Rect, b: Rect) -> None:
    assert points(a.intersection(b)) == points(a) & points(b)
    assert a.overlaps(b) == bool(points(a) & points(b))


@given(rects, rects)
def test_union_holds_both(a: Rect, b: Rect) -> None:
    assert points(a) | points(b) <= points(a.united(b))
    assert a.united(EMPTY) == a or a.is_empty


@given(rects.filter(lambda rect: not rect.is_empty))
def test_tiles_cover_the_rectangle_and_each_touches_it(rect: Rect) -> None:
    tiles = list(rect.tiles(16))
    squares = [Rect(c * 16, r * 16, c * 16 + 16, r * 16 + 16) for r, c in tiles]
    assert all(square.overlaps(rect) for square in squares)
    assert points(rect) <= set().union(*(points(square) for square in squares))


def test_of_takes_anything_with_four_edges() -> None:
    assert Rect.of(SimpleNamespace(x0=1, y0=2, x1=3, y1=5)) == Rect(1, 2, 3, 5)
    assert Rect(1, 2, 3, 5).area == 6
    assert Rect.whole((7, 9)) == Rect(0, 0, 9, 7)
