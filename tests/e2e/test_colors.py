"""With the shipped weights: photos in sRGB, Display P3 and ProPhoto are filled with the same colors."""

from __future__ import annotations

import numpy as np
from skimage import data
from skimage.color import deltaE_ciede2000, rgb2lab

from engine.api import FillEngine, fill
from engine.photo.color import from_srgb, to_srgb
from tests.engine.photo import makers

CORNERS = ((20, 20), (60, 120))


def test_fills_agree_between_profiles(engine: FillEngine) -> None:
    """Wrong colors would show in every crop. Between two sources that are equally good the last bit may
    choose, so the hundredth pixel is judged by the crops together.
    """
    means, hundredths = [], []
    for name in ("coffee", "rocket", "chelsea", "astronaut"):
        for top, left in CORNERS:
            picture = np.asarray(getattr(data, name)())[top : top + 240, left : left + 300]
            for difference in differences(engine, picture.astype(np.float32) / 255):
                means.append(difference.mean())
                hundredths.append(np.percentile(difference, 99))

    assert max(means) <= 2
    assert np.mean(means) <= 1
    assert np.median(hundredths) <= 3


def differences(engine: FillEngine, picture: np.ndarray) -> list[np.ndarray]:
    """CIEDE2000 in the hole between the fill of an sRGB picture and those of the same in wider spaces."""
    mask = np.zeros(picture.shape[:2], bool)
    mask[90:150, 120:190] = True
    shown = []
    for profile in (None, makers.p3(), makers.prophoto()):
        stored = from_srgb(picture, profile, np.uint16)
        filled = fill(engine, stored, mask, profile=profile)
        shown.append(rgb2lab(np.clip(to_srgb(filled, profile), 0, 1)))
    return [deltaE_ciede2000(shown[0], other)[mask] for other in shown[1:]]
