"""Levels: right values, made lazily, brought up to date by rectangles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.canvas.pyramid import Pyramid, mean_of_four, most_of_four
from editor.painting.rect import Rect


def whole(pyramid: Pyramid, level: int) -> np.ndarray:
    return pyramid.read(level, Rect.whole(pyramid.size(level)))


def halved(array: np.ndarray) -> np.ndarray:
    """Brute force: odd edges repeated, four pixels become their mean."""
    pad = [(0, array.shape[0] % 2), (0, array.shape[1] % 2), (0, 0)]
    padded = np.pad(array, pad, mode="edge").astype(float)
    return (padded[0::2, 0::2] + padded[1::2, 0::2] + padded[0::2, 1::2] + padded[1::2, 1::2]) / 4


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("size", [(1, 1), (5, 3), (517, 1030), (256, 512), (1, 700)])
def test_a_level_is_the_mean_of_the_level_before(size: tuple[int, int], dtype: type) -> None:
    photo = np.random.default_rng(0).integers(0, 256, (*size, 3)).astype(dtype)
    pyramid = Pyramid(size, lambda rect: photo[rect.slices], mean_of_four)
    finer = photo
    for level in range(1, pyramid.top + 2):
        coarser = whole(pyramid, level)
        assert coarser.shape == (-(-finer.shape[0] // 2), -(-finer.shape[1] // 2), 3)
        assert coarser.dtype == dtype
        assert np.abs(coarser - halved(finer)).max() <= 0.5
        finer = coarser


def test_the_top_level_is_one_tile() -> None:
    for side in (1, 255, 256, 257, 512, 513, 12000):
        pyramid = Pyramid((side, 3), lambda rect: np.zeros((rect.height, rect.width)), most_of_four)
        assert max(pyramid.size(pyramid.top)) <= 256
        assert pyramid.top == 0 or max(pyramid.size(pyramid.top - 1)) > 256


def test_only_what_is_looked_at_is_read() -> None:
    read: list[Rect] = []
    photo = np.zeros((4096, 4096), np.uint8)

    def log(rect: Rect) -> np.ndarray:
        read.append(rect)
        return photo[rect.slices]

    pyramid = Pyramid((4096, 4096), log, most_of_four)
    pyramid.read(1, Rect(1000, 1000, 1010, 1010))
    assert sum(rect.area for rect in read) <= 512 * 512 + 1
    read.clear()
    pyramid.read(1, Rect(1000, 1000, 1010, 1010))
    assert not read


rects = st.tuples(st.integers(0, 600), st.integers(0, 500), st.integers(1, 300), st.integers(1, 300))


@settings(deadline=None, max_examples=40)
@given(st.lists(rects, min_size=1, max_size=4), st.sampled_from([mean_of_four, most_of_four]))
def test_refreshed_levels_are_what_fresh_ones_would_be(places, halve) -> None:
    rng = np.random.default_rng(1)
    size = (521, 643)
    photo = rng.integers(0, 256, size).astype(np.uint8)

    def read(rect: Rect) -> np.ndarray:
        return photo[rect.slices]

    pyramid = Pyramid(size, read, halve)
    whole(pyramid, 2)
    for x, y, width, height in places:
        rect = Rect(x, y, x + width, y + height).intersection(Rect.whole(size))
        photo[rect.slices] = rng.integers(0, 256, (rect.height, rect.width))
        pyramid.refresh(rect)
    fresh = Pyramid(size, read, halve)
    for level in (1, 2, 3):
        assert np.array_equal(whole(pyramid, level), whole(fresh, level))


def test_what_is_known_to_be_blank_is_not_read_and_shows_up_when_it_no_longer_is() -> None:
    mask = np.zeros((3000, 3000), np.uint8)
    covered: list[Rect] = []
    read: list[Rect] = []

    def log(rect: Rect) -> np.ndarray:
        read.append(rect)
        return mask[rect.slices]

    pyramid = Pyramid(
        (3000, 3000), log, most_of_four, lambda rect: not any(rect.overlaps(c) for c in covered)
    )
    assert not whole(pyramid, 3).any()
    assert sum(rect.area for rect in read) <= 9
    dab = Rect(1000, 1200, 1040, 1230)
    mask[dab.slices] = 200
    covered.append(Rect(768, 1024, 1280, 1280))
    pyramid.refresh(dab)
    assert sum(rect.area for rect in read) < 2_000_000
    fresh = Pyramid((3000, 3000), lambda rect: mask[rect.slices], most_of_four)
    for level in (3, 1, 2):
        assert np.array_equal(whole(pyramid, level), whole(fresh, level))
    mask[dab.slices] = 0
    covered.clear()
    pyramid.refresh(dab)
    assert not whole(pyramid, 3).any()


@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 3))
def test_the_thinnest_stroke_is_on_every_level(height: int, width: int, level: int) -> None:
    mask = np.zeros((height, width), np.uint8)
    mask[height // 2, width // 3] = 255
    pyramid = Pyramid((height, width), lambda rect: mask[rect.slices], most_of_four)
    coarse = whole(pyramid, level)
    assert coarse[(height // 2) >> level, (width // 3) >> level] == 255
    assert (coarse > 0).sum() == 1
