"""Small pictures: their size, their place, their depth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.painting.rect import Rect
from editor.painting.thumbnails import lay, shrunk


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 60), st.integers(1, 60))
def test_a_picture_keeps_its_shape_within_the_limits_and_is_never_enlarged(
    height: int, width: int, most_width: int, most_height: int
) -> None:
    picture = shrunk(np.full((height, width, 3), 9, np.uint8), (most_width, most_height))
    assert picture.shape[0] <= min(height, most_height)
    assert picture.shape[1] <= min(width, most_width)
    scale = min(1.0, most_width / width, most_height / height)
    assert abs(picture.shape[0] - height * scale) <= 1
    assert abs(picture.shape[1] - width * scale) <= 1
    assert (picture == 9).all()


@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bits_become_eight_and_alpha_is_left_out(channels: int) -> None:
    pixels = np.full((50, 70, channels), 257 * 200, np.uint16)
    picture = shrunk(pixels, (7, 7))
    assert picture.dtype == np.uint8
    assert picture.shape == (5, 7, 3)
    assert (picture == 200).all()


def test_a_ramp_stays_in_its_place() -> None:
    ramp = np.repeat(np.linspace(0, 255, 2000)[None, :, None], 1000, 0).repeat(3, 2).astype(np.uint8)
    picture = shrunk(ramp, (100, 100)).astype(float)
    np.testing.assert_allclose(picture[25, :, 0], (np.arange(100) + 0.5) * 2.55, atol=1.5)


@given(st.integers(-50, 250), st.integers(-50, 250), st.integers(1, 120), st.integers(1, 120))
def test_a_part_is_laid_where_it_belongs_and_nowhere_else(x: int, y: int, width: int, height: int) -> None:
    around = Rect(20, 10, 220, 170)
    picture = np.zeros((40, 50, 3), np.uint8)
    where = Rect(x, y, x + width, y + height)
    lay(picture, around, where, np.full((height, width, 3), 255, np.uint8))
    common = where.intersection(around)
    rows, columns = np.nonzero(picture[..., 0])
    if rows.size:
        assert rows.min() >= (common.y0 - 10) / 4 - 1
        assert rows.max() <= (common.y1 - 10) / 4
        assert columns.min() >= (common.x0 - 20) / 4 - 1
        assert columns.max() <= (common.x1 - 20) / 4
    elif not common.is_empty:
        assert common.width <= 4 or common.height <= 4


def test_the_pixels_stay_as_they_are() -> None:
    pixels = np.arange(27, dtype=np.uint8).reshape(3, 3, 3)
    picture = shrunk(pixels, (10, 10))
    picture[:] = 0
    np.testing.assert_array_equal(pixels.ravel(), np.arange(27))
