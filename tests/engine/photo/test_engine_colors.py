"""What the engine fills is the same color whatever profile and depth the photo has."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage import data
from skimage.color import deltaE_ciede2000, rgb2lab

from engine import api
from engine.model.checkpoint import Checkpoint
from engine.model.inpainter import Inpainter
from engine.photo.color import from_srgb, to_srgb
from engine.session import Engine
from tests.engine.model.conftest import TINY
from tests.engine.photo import makers

PROFILES = {"p3": makers.p3(), "prophoto": makers.prophoto()}


@pytest.fixture(scope="module")
def engine() -> Engine:
    torch.manual_seed(0)
    return Engine(Checkpoint(Inpainter(TINY).eval(), "0" * 64, {}), torch.device("cpu"))


# Rounding to another profile's levels may tip the choice between two patches of equal worth; of the field
# it changes nothing that could be seen.
@pytest.mark.parametrize(("detail", "mean", "most"), [(0.0, 0.05, 0.5), (1.0, 1.0, 6.0)])
@pytest.mark.parametrize("name", PROFILES)
def test_fills_agree_between_profiles(
    engine: Engine, name: str, detail: float, mean: float, most: float
) -> None:
    picture = np.asarray(data.chelsea())[60:220, 60:260].astype(np.float32) / 255
    mask = np.zeros(picture.shape[:2], bool)
    mask[60:100, 80:130] = True
    shown = []
    for profile in (makers.srgb(), PROFILES[name]):
        stored = from_srgb(picture, profile, np.uint16)
        shown.append(to_srgb(api.fill(engine, stored, mask, profile=profile, detail=detail), profile))
    difference = deltaE_ciede2000(rgb2lab(shown[0]), rgb2lab(shown[1]))[mask]
    assert difference.mean() <= mean
    assert np.percentile(difference, 99) <= most


@pytest.mark.parametrize("detail", [0.0, 1.0])
@pytest.mark.parametrize("color", [(240, 7, 7), (7, 240, 7)])
def test_colors_outside_srgb_stay_as_saturated_in_the_hole(
    engine: Engine, color: tuple[int, int, int], detail: float
) -> None:
    grain = np.random.default_rng(0).integers(-3, 4, (160, 200, 1))
    photo = (np.array(color) + grain).astype(np.uint8)
    assert to_srgb(photo, makers.p3()).min() < -0.02
    mask = np.zeros(photo.shape[:2], bool)
    mask[60:100, 80:130] = True
    shown = photo.copy()
    shown[mask] = 0
    result = api.fill(engine, shown, mask, profile=makers.p3(), detail=detail)
    np.testing.assert_allclose(result[mask].mean(axis=0), color, atol=4)


def test_a_16_bit_gradient_keeps_more_than_8_bits_in_the_hole(engine: Engine) -> None:
    ramp = np.linspace(20000, 24000, 200).astype(np.uint16)
    photo = np.repeat(np.repeat(ramp[None, :], 160, axis=0)[..., None], 3, axis=2)
    mask = np.zeros(photo.shape[:2], bool)
    mask[60:100, 80:120] = True
    result = api.fill(engine, photo, mask)
    inside, eight_bit_levels = result[mask], 65536 // 257
    assert np.unique(inside).size > eight_bit_levels
    assert (inside % 257 != 0).mean() > 0.9
