"""With the shipped weights: one photo in sRGB, Display P3 and ProPhoto is filled with the same colors."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data
from skimage.color import deltaE_ciede2000, rgb2lab

from engine.api import FillEngine, fill
from engine.photo.color import from_srgb, to_srgb
from tests.engine.photo import makers


@pytest.mark.parametrize("name", ["coffee", "rocket"])
def test_fills_agree_between_profiles(engine: FillEngine, name: str) -> None:
    corner = {"coffee": (60, 120), "rocket": (140, 60)}[name]
    part = slice(corner[0], corner[0] + 240), slice(corner[1], corner[1] + 300)
    picture = np.asarray(getattr(data, name)())[part].astype(np.float32) / 255
    mask = np.zeros(picture.shape[:2], bool)
    mask[90:150, 120:190] = True
    shown = {}
    for profile in (None, makers.p3(), makers.prophoto()):
        stored = from_srgb(picture, profile, np.uint16)
        filled = fill(engine, stored, mask, profile=profile)
        shown[profile] = rgb2lab(np.clip(to_srgb(filled, profile), 0, 1))
    for profile in (makers.p3(), makers.prophoto()):
        difference = deltaE_ciede2000(shown[None], shown[profile])[mask]
        assert difference.mean() <= 1
        assert np.percentile(difference, 99) <= 3
