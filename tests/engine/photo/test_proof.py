"""The proof counts exactly what changed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from engine.photo.proof import compare, ring_around
from engine.protocol import InvalidRequestError


@given(
    height=st.integers(1, 600),
    width=st.integers(1, 9),
    channels=st.sampled_from([3, 4]),
    deep=st.booleans(),
    seed=st.integers(0, 99),
)
def test_counts_are_those_of_the_plain_definition(
    height: int, width: int, channels: int, deep: bool, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    dtype = np.uint16 if deep else np.uint8
    before = rng.integers(0, np.iinfo(dtype).max, (height, width, channels), dtype, True)
    after = before.copy()
    where = rng.random((height, width)) < 0.2
    after[where, rng.integers(0, channels)] ^= dtype(1)
    mask = rng.random((height, width)) < 0.5
    proof = compare(before, after, mask)
    assert proof.inside == mask.sum()
    assert proof.outside == (~mask).sum()
    assert proof.inside_changed == (where & mask).sum()
    assert proof.outside_changed == (where & ~mask).sum()
    assert proof.outside_largest == int((where & ~mask).any())
    assert proof.depth == (16 if deep else 8)


def test_the_ring_is_counted_by_itself() -> None:
    mask = np.zeros((300, 40), bool)
    mask[250:262, 10:20] = True  # across a seam of the strips
    ring = ring_around(mask, 3)
    assert not (ring & mask).any()
    y, x = np.nonzero(ring)
    gap = np.hypot(np.maximum(np.maximum(250 - y, y - 261), 0), np.maximum(np.maximum(10 - x, x - 19), 0))
    assert 1 <= gap.min() <= gap.max() <= 3
    before = np.zeros((300, 40, 3), np.uint8)
    after = before.copy()
    after[ring] = 5
    after[0, 0] = 2
    proof = compare(before, after, mask, ring)
    assert (proof.ring, proof.ring_changed) == (ring.sum(), ring.sum())
    assert (proof.outside_changed, proof.outside_largest, proof.inside_changed) == (1, 2, 0)
    assert proof.outside == mask.size - mask.sum() - ring.sum()
    assert f"in the ring around it {ring.sum()} of {ring.sum()}" in proof.sentence()


@given(
    height=st.integers(1, 700),
    width=st.integers(1, 60),
    width_px=st.integers(0, 64),
    seed=st.integers(0, 99),
)
def test_a_ring_is_what_lies_near(height: int, width: int, width_px: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = rng.random((height, width)) < rng.choice([0, 0.001, 0.01])
    expected = np.zeros_like(mask)
    if mask.any():
        outside = ~mask
        expected = outside & (ndimage.distance_transform_edt(outside) <= width_px)
    assert np.array_equal(ring_around(mask, width_px), expected)


def test_identical_photos() -> None:
    pixels = np.zeros((4, 4, 3), np.uint8)
    proof = compare(pixels, pixels.copy(), np.eye(4, dtype=bool))
    assert proof.sentence() == "inside the mask 0 of 4 pixels changed; outside it none of 12."


def test_differences_are_named_in_levels() -> None:
    before = np.zeros((2, 2, 3), np.uint8)
    after = before.copy()
    after[0, 0, 1] = 9
    proof = compare(before, after, np.zeros((2, 2), bool))
    assert proof.outside_share == 0.25
    assert "1 of 4 (25.00%), by at most 9 of 255 levels" in proof.sentence()


def test_depths_are_compared_at_8_bits() -> None:
    eight = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)
    deep = eight.astype(np.uint16) * 257 + 100
    assert compare(eight, deep, np.zeros((8, 8), bool)).outside_changed == 0


def test_a_lost_alpha_channel_counts() -> None:
    before = np.full((2, 2, 4), 255, np.uint8)
    after = before[..., :3].copy()
    assert compare(before, after, np.zeros((2, 2), bool)).outside_changed == 0
    before[0, 0, 3] = 55
    proof = compare(before, after, np.zeros((2, 2), bool))
    assert (proof.outside_changed, proof.outside_largest) == (1, 200)


def test_other_sizes_are_refused() -> None:
    with pytest.raises(InvalidRequestError, match="differ in size"):
        compare(np.zeros((2, 2, 3), np.uint8), np.zeros((2, 3, 3), np.uint8), np.zeros((2, 2), bool))
