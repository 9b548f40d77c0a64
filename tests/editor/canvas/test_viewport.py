"""The map between photo and window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.canvas.viewport import MAX_SCALE, Viewport
from editor.painting.rect import EMPTY, Rect


def viewport(photo: tuple[int, int], window: tuple[int, int]) -> Viewport:
    result = Viewport()
    result.set_window(window)
    result.set_photo(photo)
    return result


sizes = st.tuples(st.integers(1, 12000), st.integers(1, 12000))
windows = st.tuples(st.integers(50, 2000), st.integers(50, 2000))


@given(sizes, windows)
def test_fit_shows_the_whole_photo_in_the_middle(photo: tuple[int, int], window: tuple[int, int]) -> None:
    v = viewport(photo, window)
    assert v.visible == Rect.whole(photo)
    covered = v.photo_on_device
    if v.scale < MAX_SCALE:
        assert covered.width >= window[1] - 2 or covered.height >= window[0] - 2
    assert abs((covered.x0 + covered.x1) - window[1]) <= 3
    assert abs((covered.y0 + covered.y1) - window[0]) <= 3


@given(sizes, windows, st.floats(0.01, 64), st.floats(0.2, 0.8), st.floats(0.2, 0.8))
def test_zoom_keeps_the_point_under_the_pointer(
    photo: tuple[int, int], window: tuple[int, int], scale: float, across: float, down: float
) -> None:
    v = viewport(photo, window)
    v.zoom_at(1.0, window[1] / 2, window[0] / 2)
    # A pointer over the photo, not too far out, so that nothing has to be kept in sight.
    x, y = v.to_device(photo[1] * across, photo[0] * down)
    if not (0 <= x < window[1] and 0 <= y < window[0]):
        x, y = window[1] / 2, window[0] / 2
    before = v.to_photo(x, y)
    v.zoom_at(scale, x, y)
    assert v.min_scale <= v.scale <= MAX_SCALE
    middle = v.to_photo(window[1] / 2, window[0] / 2)
    is_held = any(
        abs(m) < 1 / v.scale or abs(m - n) < 1 / v.scale for m, n in zip(middle, photo[::-1], strict=True)
    )
    if not is_held:
        after = v.to_device(*before)
        assert after[0] == pytest.approx(x, abs=0.51)
        assert after[1] == pytest.approx(y, abs=0.51)


@given(sizes, windows, st.lists(st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999)), max_size=4))
def test_nobody_can_lose_the_photo(
    photo: tuple[int, int], window: tuple[int, int], moves: list[tuple[int, int]]
) -> None:
    v = viewport(photo, window)
    v.zoom_at(v.scale * 3, 10, 10)
    for dx, dy in moves:
        v.pan(dx, dy)
    x, y = v.to_photo(window[1] / 2, window[0] / 2)
    slack = 1 / v.scale
    assert -slack <= x <= photo[1] + slack
    assert -slack <= y <= photo[0] + slack


def test_a_fitted_photo_stays_fitted_when_the_window_grows_and_a_zoomed_one_keeps_its_place() -> None:
    v = viewport((3000, 4000), (600, 800))
    assert v.scale == pytest.approx(0.2)
    v.set_window((1200, 1600))
    assert v.scale == pytest.approx(0.4)
    v.zoom_at(2.0, 800, 600)
    middle = v.to_photo(800, 600)
    v.set_window((600, 800))
    assert v.scale == 2.0
    assert v.to_photo(400, 300) == pytest.approx(middle, abs=1)


def test_rectangles_between_photo_and_device() -> None:
    v = viewport((100, 100), (400, 400))
    v.zoom_at(8.0, 200, 200)
    x0, y0 = v.to_device(50, 50)
    assert v.device_rect(Rect(50, 50, 51, 52)) == Rect(int(x0), int(y0), int(x0) + 8, int(y0) + 16)
    assert v.device_rect(EMPTY) == EMPTY
    assert v.photo_rect(v.device_rect(Rect(50, 50, 51, 52))) == Rect(50, 50, 51, 52)
    assert v.photo_rect(Rect(-999, -999, -998, -998)).is_empty


def test_one_pixel_is_at_most_3200_percent() -> None:
    v = viewport((1, 1), (500, 500))
    assert v.scale == MAX_SCALE
    assert v.visible == Rect(0, 0, 1, 1)
