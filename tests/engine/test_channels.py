"""Arithmetic between planes and pictures: what numpy says, to the bit."""

from __future__ import annotations

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.channels import channel_max, channel_mean, channel_min, channel_sum, chosen, spread

SHAPES = some.tuples(some.integers(1, 9), some.integers(1, 9), some.integers(1, 6))
FLOATS = some.floats(-1e6, 1e6, width=32)


def pictures(shape: tuple[int, ...]) -> some.SearchStrategy[np.ndarray]:
    return arrays.arrays(np.float32, shape, elements=FLOATS)


@given(SHAPES.flatmap(pictures))
def test_channels_are_summed_up_as_numpy_does(picture: np.ndarray) -> None:
    assert np.array_equal(channel_sum(picture), picture.sum(axis=2))
    assert np.array_equal(channel_mean(picture), picture.mean(axis=2))
    assert np.array_equal(channel_max(picture), picture.max(axis=2))
    assert np.array_equal(channel_min(picture), picture.min(axis=2))


@given(SHAPES.flatmap(lambda shape: some.tuples(pictures(shape), pictures(shape), pictures(shape[:2]))))
def test_a_mask_chooses_between_pictures(given_arrays: tuple[np.ndarray, ...]) -> None:
    one, other, plane = given_arrays
    mask = plane > 0
    assert np.array_equal(chosen(mask, one, other), np.where(mask[..., None], one, other))
    assert np.array_equal(chosen(mask, one, 0.5), np.where(mask[..., None], one, np.float32(0.5)))
    # Parts of larger arrays, mirrored ones, and other kinds of numbers.
    part = np.s_[:, ::-1]
    expected = np.where(mask[part][..., None], one[part], other[part])
    assert np.array_equal(chosen(mask[part], one[part].astype(np.float64), other[part]), expected)


@given(SHAPES.flatmap(pictures))
def test_neither_picture_is_changed(picture: np.ndarray) -> None:
    before = picture.copy()
    chosen(np.ones(picture.shape[:2], np.bool_), np.zeros_like(picture), picture)
    channel_sum(picture), channel_max(picture)
    assert np.array_equal(picture, before)


def test_what_is_not_chosen_may_be_no_number() -> None:
    picture = np.full((2, 2, 3), np.nan, np.float32)
    assert not chosen(np.zeros((2, 2), np.bool_), picture, 0).any()


def test_nothing_may_be_chosen_from() -> None:
    nothing = np.zeros((0, 4, 3), np.float32)
    assert chosen(np.zeros((0, 4), np.bool_), nothing, nothing).shape == (0, 4, 3)


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 7])
def test_a_plane_is_spread_over_channels(channels: int) -> None:
    plane = np.random.default_rng(0).random((3, 5), np.float32)
    assert np.array_equal(spread(plane, channels), np.repeat(plane[..., None], channels, axis=2))
