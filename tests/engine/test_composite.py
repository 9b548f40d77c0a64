"""A fill in its photo: the hole is the fill's, the ring a mixture, everything else the photo's own bytes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from engine.api import FillRequest, HoleFill, InvalidRequestError, composite, fill
from engine.composite import WIDEST_RING_PX
from engine.regions import bounding_box
from tests.fakes import FakeEngine

Case = tuple[np.ndarray, HoleFill, np.ndarray]


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, HoleFill, np.ndarray, int]:
    """A photo of any depth, alpha and size, a fill with any reach, its mask and a ring within the reach."""
    height, width = draw(st.integers(2, 60)), draw(st.integers(2, 60))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    dtype = draw(st.sampled_from([np.uint8, np.uint16]))
    channels, reach = draw(st.sampled_from([3, 4])), draw(st.integers(0, 12))
    photo = rng.integers(0, np.iinfo(dtype).max, (height, width, channels), dtype, True)
    mask = np.zeros((height, width), bool)
    y, x = rng.integers(0, height), rng.integers(0, width)
    mask[y : y + rng.integers(1, 20), x : x + rng.integers(1, 20)] = True
    mask &= rng.random(mask.shape) < 0.8
    mask[y, x] = True
    valid = mask | (ndimage.distance_transform_edt(~mask) <= reach) if not mask.all() else mask
    box = bounding_box(valid)
    pixels = rng.integers(0, np.iinfo(dtype).max, (box.height, box.width, 3), dtype, True)
    part = box.slices
    hole = HoleFill(box, pixels, mask[part], valid[part], np.ones((box.height, box.width), np.float32))
    return photo, hole, mask, draw(st.integers(0, reach))


@given(cases())
def test_outside_mask_and_ring_every_bit_stays(case: tuple[np.ndarray, HoleFill, np.ndarray, int]) -> None:
    photo, hole, mask, ring_px = case
    before = photo.copy()
    result = composite(photo, [hole], ring_px)
    assert np.array_equal(photo, before)
    distance = ndimage.distance_transform_edt(~mask) if not mask.all() else np.zeros(mask.shape)
    beyond = ~mask & (distance > ring_px)
    assert np.array_equal(result[beyond], photo[beyond])
    assert np.array_equal(result[..., 3:], photo[..., 3:])
    whole = np.zeros((*mask.shape, 3), photo.dtype)
    whole[hole.box.slices] = hole.pixels
    assert np.array_equal(result[mask][:, :3], whole[mask])
    # In the ring the fill's share falls in equal steps with the distance.
    ring = ~mask & (distance <= ring_px)
    share = (1 - distance[ring] / (ring_px + 1))[:, None]
    expected = whole[ring] * share + photo[ring][:, :3] * (1 - share)
    tolerance = 0.51 if photo.dtype == np.uint8 else 0.6
    assert np.abs(result[ring][:, :3] - expected).max(initial=0) <= tolerance


def test_the_ring_is_asked_for_and_no_wider() -> None:
    photo = np.zeros((40, 60, 3), np.uint8)
    mask = np.zeros((40, 60), bool)
    mask[15:25, 20:40] = True
    engine = FakeEngine()
    result = fill(engine, photo, mask, ring_px=3)
    assert engine.asked[0].reach_px == 3
    changed = (result != photo).any(axis=2)
    assert changed[12:28, 22:38].all()
    assert not changed[:12].any()
    assert not changed[:, :17].any()
    assert np.array_equal(fill(engine, photo, mask) != photo, np.repeat(mask[..., None], 3, axis=2))
    for ring_px in (-1, WIDEST_RING_PX + 1):
        with pytest.raises(InvalidRequestError, match="0 to 64"):
            fill(engine, photo, mask, ring_px=ring_px)
    assert isinstance(engine.asked[0], FillRequest)
