"""Compositing: exact outside, exact inside, alpha untouched, edges that move as asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.painting.composite import Edge, composite, edge_weights

dtypes = st.sampled_from([np.uint8, np.uint16])


def disc(side: int, radius: float) -> np.ndarray:
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    return x**2 + y**2 <= radius**2


@settings(deadline=None)
@given(
    st.integers(0, 1000),
    dtypes,
    st.sampled_from([3, 4]),
    st.floats(-6, 12),
    st.floats(0, 12),
    st.floats(0, 9),
)
def test_pixels_of_weight_zero_and_alpha_are_never_written(
    seed: int, dtype: type, channels: int, expand: float, soft: float, reach: float
) -> None:
    rng = np.random.default_rng(seed)
    top = np.iinfo(dtype).max
    photo = rng.integers(0, top, (31, 31, channels), endpoint=True).astype(dtype)
    fill = rng.integers(0, top, (31, 31, 3), endpoint=True).astype(dtype)
    mask, valid = disc(31, 6), disc(31, 6 + reach)
    weights = edge_weights(mask, valid, Edge(expand, soft))
    result = photo.copy()
    composite(result, fill, weights)
    assert weights.min() >= 0
    assert weights.max() <= 1
    assert not weights[~valid].any()
    assert np.array_equal(result[weights == 0], photo[weights == 0])
    assert np.array_equal(result[weights == 1][:, :3], fill[weights == 1])
    if channels == 4:
        assert np.array_equal(result[..., 3], photo[..., 3])
    low = np.minimum(photo[..., :3], fill)
    high = np.maximum(photo[..., :3], fill)
    assert ((result[..., :3] >= low) & (result[..., :3] <= high)).all()


def test_the_default_edge_is_the_mask() -> None:
    mask = disc(31, 8)
    weights = edge_weights(mask, np.ones_like(mask), Edge())
    assert np.array_equal(weights, mask.astype(np.float32))


@pytest.mark.parametrize("expand", [1, 3, 5])
def test_expanding_and_contracting_move_the_edge_by_pixels(expand: int) -> None:
    mask, valid = disc(61, 15), disc(61, 22)
    wider = edge_weights(mask, valid, Edge(expand)) > 0
    narrower = edge_weights(mask, valid, Edge(-expand)) > 0
    assert wider[30].sum() == mask[30].sum() + 2 * expand
    assert narrower[30].sum() == mask[30].sum() - 2 * expand
    assert (wider >= mask).all()
    assert (narrower <= mask).all()


def test_contracting_away_everything_leaves_the_photo() -> None:
    mask = disc(31, 5)
    assert not edge_weights(mask, np.ones_like(mask), Edge(-50, 0)).any()
    assert not edge_weights(mask, np.ones_like(mask), Edge(-50, 4)).any()


def test_feathering_fades_outwards_and_is_steeper_rather_than_cut_at_the_reach() -> None:
    mask, valid = disc(61, 12), disc(61, 20)
    free = edge_weights(mask, np.ones_like(mask), Edge(0, 6))
    assert (free[mask] == 1).all()
    ray = free[30, 42:50]
    assert (np.diff(ray) < 0).all()
    held = edge_weights(mask, valid, Edge(4, 10))
    assert (held[mask] == 1).all()
    steps = np.abs(np.diff(held[30, 30:]))
    assert steps.max() < 0.4
    assert not held[~valid].any()


def test_sixteen_bit_keeps_every_level() -> None:
    photo = np.full((1, 2, 3), 65535, np.uint16)
    fill = np.full((1, 2, 3), 1, np.uint16)
    composite(photo, fill, np.array([[0.5, 1.0]], np.float32))
    assert photo[0, 0, 0] == 32768
    assert photo[0, 1, 0] == 1
