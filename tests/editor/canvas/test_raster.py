"""The window's raster: what is out of date, and moving what is not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from editor.canvas.raster import Raster, move
from editor.painting.rect import Rect

shifts = st.integers(-200, 200)


@given(st.integers(1, 190), st.integers(1, 90), shifts, shifts)
def test_moving_in_place_is_moving_a_copy(height: int, width: int, dx: int, dy: int) -> None:
    array = np.random.default_rng(0).integers(0, 99, (height, width, 4)).astype(np.uint8)
    expected = array.copy()
    for y in range(height):
        for x in range(0, width, 1 if width < 20 else 7):
            if 0 <= y - dy < height and 0 <= x - dx < width:
                expected[y, x] = array[y - dy, x - dx]
    move(array, dx, dy)
    step = 1 if width < 20 else 7
    assert np.array_equal(array[:, ::step], expected[:, ::step])


edges = st.integers(-10, 70)


@given(
    st.lists(st.tuples(edges, edges, edges, edges), max_size=20), st.integers(-60, 60), st.integers(-60, 60)
)
def test_nothing_that_is_out_of_date_is_forgotten(rects, dx: int, dy: int) -> None:
    raster = Raster((50, 60), has_alpha=False)
    raster.take_dirty(64)
    stale = np.zeros((50, 60), bool)
    for edges_ in rects:
        rect = Rect(*edges_)
        raster.spoil(rect)
        stale[rect.intersection(raster.whole).slices] = True
    raster.scroll(dx, dy)
    moved = np.ones_like(stale)
    for y in range(50):
        for x in range(60):
            if 0 <= y - dy < 50 and 0 <= x - dx < 60:
                moved[y, x] = stale[y - dy, x - dx]
    for rect in raster.take_dirty(16):
        assert raster.whole.contains(rect)
        assert rect.height <= 16
        moved[rect.slices] = False
    assert not moved.any()


def test_the_image_shows_the_array_s_memory() -> None:
    raster = Raster((3, 5), has_alpha=True)
    raster.pixels[1, 2] = (10, 20, 30, 255)
    assert raster.image.pixelColor(2, 1).getRgb() == (30, 20, 10, 255)
    assert raster.take_dirty(64) == [raster.whole]
