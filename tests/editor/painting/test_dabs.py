"""Dabs: round, as large as asked, adding by maximum and erasing by minimum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.painting.dabs import MAX_SIZE_PX, dab, dab_rect, press
from editor.painting.rect import Rect, bounding_rect


@pytest.mark.parametrize("size", [1, 2, 3, 10, 61, 200, 600, 2000])
def test_a_hard_dab_is_a_disc_of_its_size(size: int) -> None:
    print_ = dab(size, 1.0)
    assert print_.shape == (size, size)
    assert not print_.flags.writeable
    area = print_.sum() / 255
    assert area == pytest.approx(np.pi * size**2 / 4, rel=0.3 if size < 5 else 0.01)
    assert np.array_equal(print_, print_[::-1, ::-1])
    assert np.array_equal(print_, print_.T)


@pytest.mark.parametrize("hardness", [0.0, 0.3, 0.9])
def test_a_soft_dab_falls_from_the_center_and_stays_inside_the_hard_one(hardness: float) -> None:
    soft, hard = dab(101, hardness), dab(101, 1.0)
    profile = soft[50, 50:].astype(int)
    assert profile[0] == 255
    assert (np.diff(profile) <= 0).all()
    assert (soft <= hard).all()
    core = int(hardness * 50)
    assert (profile[: max(1, core)] == 255).all()


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("hardness", [0.0, 1.0])
def test_the_smallest_brush_makes_a_hole(size: int, hardness: float) -> None:
    assert (dab(size, hardness) > 127).all()


def test_sizes_are_brought_into_range() -> None:
    assert dab(0, 1.0).shape == (1, 1)
    assert dab(9999, 1.0).shape == (MAX_SIZE_PX, MAX_SIZE_PX)


def test_a_dab_is_centered_on_its_point() -> None:
    assert dab_rect(10.9, 20.1, 1) == Rect(10, 20, 11, 21)
    assert dab_rect(10.0, 20.0, 4) == Rect(8, 18, 12, 22)


places = st.tuples(st.integers(-30, 60), st.integers(-30, 60), st.integers(1, 40), st.booleans())


@given(places, st.integers(1, 30), st.integers(1, 30))
def test_press_says_exactly_what_it_changed_and_changes_nothing_twice(
    place: tuple[int, int, int, bool], height: int, width: int
) -> None:
    x, y, size, erase = place
    mask = np.random.default_rng(size).integers(0, 256, (height, width)).astype(np.uint8)
    before = mask.copy()
    changed = press(mask, dab_rect(x, y, size), dab(size, 0.5), erase)
    assert changed == bounding_rect(mask != before)
    assert (mask <= before).all() if erase else (mask >= before).all()
    once = mask.copy()
    assert press(mask, dab_rect(x, y, size), dab(size, 0.5), erase).is_empty
    assert np.array_equal(mask, once)
