"""A fill fades within the ring that was asked for: not a pixel beyond, and as the engine itself does it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from editor.painting.composite import Edge, composite, edge_weights
from engine import api


@given(
    height=st.integers(3, 50),
    width=st.integers(3, 50),
    ring_px=st.integers(0, 32),
    expand_px=st.integers(-4, 8),
    deep=st.booleans(),
    seed=st.integers(0, 999),
)
def test_nothing_changes_beyond_the_edge(
    height: int, width: int, ring_px: int, expand_px: int, deep: bool, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    dtype = np.uint16 if deep else np.uint8
    photo = rng.integers(0, np.iinfo(dtype).max, (height, width, 4), dtype, True)
    fill = rng.integers(0, np.iinfo(dtype).max, (height, width, 3), dtype, True)
    mask = np.zeros((height, width), bool)
    mask[rng.integers(0, height), rng.integers(0, width)] = True
    mask |= rng.random(mask.shape) < rng.choice([0.0, 0.01, 0.2])
    result = photo.copy()
    composite(result, fill, edge_weights(mask, np.ones_like(mask), Edge(expand_px, ring_px)))
    distance = ndimage.distance_transform_edt(~mask) if not mask.all() else np.zeros(mask.shape)
    beyond = distance > max(0, expand_px) + ring_px
    assert np.array_equal(result[beyond], photo[beyond])
    assert np.array_equal(result[..., 3], photo[..., 3])


@given(st.integers(1, 12), st.integers(0, 99))
def test_editor_and_command_line_fade_alike(ring_px: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    photo = rng.integers(0, 65536, (50, 60, 3), np.uint16)
    fill = rng.integers(0, 65536, (50, 60, 3), np.uint16)
    mask = np.zeros((50, 60), bool)
    y, x = rng.integers(15, 25, 2)
    mask[y : y + 9, x : x + 12] = True
    valid = ndimage.distance_transform_edt(~mask) <= ring_px + 1
    box = api.bounding_box(valid)
    part = box.slices
    hole = api.HoleFill(box, fill[part], mask[part], valid[part], np.ones(mask[part].shape, np.float32))
    edited = photo.copy()
    composite(edited[part], fill[part], edge_weights(mask[part], valid[part], Edge(0, ring_px)))
    assert np.abs(edited.astype(int) - api.composite(photo, [hole], ring_px)).max() <= 1
