"""With the shipped weights: photos in sRGB, Display P3 and ProPhoto are filled with the same colors."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data
from skimage.color import deltaE_ciede2000, rgb2lab

from engine.api import FillEngine, fill
from engine.photo.color import from_srgb, to_srgb
from tests.engine.photo import makers

CORNERS = ((20, 20), (60, 120))


@pytest.fixture(scope="module")
def pictures() -> list[np.ndarray]:
    """Eight crops of photographs, (240, 300, 3) in 0..1."""
    photos = [np.asarray(getattr(data, name)()) for name in ("coffee", "rocket", "chelsea", "astronaut")]
    crops = [photo[top : top + 240, left : left + 300] for photo in photos for top, left in CORNERS]
    return [crop.astype(np.float32) / 255 for crop in crops]


def test_fields_are_equal_between_profiles(engine: FillEngine, pictures: list[np.ndarray]) -> None:
    for picture in pictures:
        for difference in differences(engine, picture, detail=0.0, grain=0.0):
            # Eyes tell 1 apart. What is left is the rounding of the way there and back: thousandths, and in
            # single pixels more.
            assert difference.mean() < 0.01
            assert difference.max() < 0.5


def test_fills_agree_between_profiles(engine: FillEngine, pictures: list[np.ndarray]) -> None:
    """Wrong colors would show in every crop. Between two sources that are equally good the last of sixteen
    bits may choose, so single crops may differ, and all are judged together.
    """
    found = [difference for picture in pictures for difference in differences(engine, picture)]
    means = [difference.mean() for difference in found]

    assert np.median(means) <= 0.5
    assert np.mean(means) <= 1
    assert np.median([np.percentile(difference, 99) for difference in found]) <= 3


def differences(
    engine: FillEngine, picture: np.ndarray, detail: float = 1.0, grain: float = 1.0
) -> list[np.ndarray]:
    """CIEDE2000 in the hole between the fill of an sRGB picture and those of the same in wider spaces."""
    mask = np.zeros(picture.shape[:2], bool)
    mask[90:150, 120:190] = True
    shown = []
    for profile in (None, makers.p3(), makers.prophoto()):
        stored = from_srgb(picture, profile, np.uint16)
        filled = fill(engine, stored, mask, profile=profile, detail=detail, grain=grain)
        shown.append(rgb2lab(np.clip(to_srgb(filled, profile), 0, 1)))
    return [deltaE_ciede2000(shown[0], other)[mask] for other in shown[1:]]
