"""Colors between a photo's profile and sRGB: exact back, more than 8 bits, the same color everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage.color import deltaE_ciede2000, rgb2lab

from engine.photo.color import from_srgb, linear_to_srgb, srgb_to_linear, to_srgb
from tests.engine.photo import makers

PROFILES = {
    "none": None,
    "srgb": makers.srgb(),
    "p3": makers.p3(),
    "prophoto": makers.prophoto(),
    "gamma 2.2": makers.rgb_profile(makers.SRGB_XY, makers.D65, (2.2,)),
}


@pytest.mark.parametrize("name", PROFILES)
@given(codes=st.lists(st.integers(0, 65535), min_size=3, max_size=30))
def test_every_16_bit_color_comes_back(name: str, codes: list[int]) -> None:
    pixels = np.array(codes[: len(codes) // 3 * 3], np.uint16).reshape(1, -1, 3)
    back = from_srgb(to_srgb(pixels, PROFILES[name]), PROFILES[name], np.uint16)
    # Saturated colors leave a float32 by a few hundred-millionths; near black ProPhoto's curve is steep.
    assert np.abs(back.astype(int) - pixels).max() <= 12
    bright = pixels.min(axis=2) > 2000
    assert np.abs(back.astype(int) - pixels)[bright].max(initial=0) <= 1


@pytest.mark.parametrize("name", PROFILES)
def test_every_8_bit_gray_and_primary_comes_back(name: str) -> None:
    ramp = np.arange(256, dtype=np.uint8)
    pixels = np.zeros((4, 256, 3), np.uint8)
    pixels[0] = ramp[:, None]
    for channel in range(3):
        pixels[1 + channel, :, channel] = ramp
    assert np.array_equal(from_srgb(to_srgb(pixels, PROFILES[name]), PROFILES[name], np.uint8), pixels)


def test_sRGB_and_no_profile_leave_the_numbers_alone() -> None:
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3) * 5
    expected = pixels.astype(np.float32) / 255
    assert np.array_equal(to_srgb(pixels, None), expected)
    assert np.array_equal(to_srgb(pixels, makers.srgb()), expected)


def test_alpha_is_ignored() -> None:
    pixels = makers.smooth_pixels(8, 8, 4)
    assert np.array_equal(to_srgb(pixels, makers.p3()), to_srgb(pixels[..., :3], makers.p3()))


def test_wide_colors_are_not_clipped_on_the_way_in() -> None:
    green = to_srgb(np.array([[[0, 255, 0]]], np.uint8), makers.p3())[0, 0]
    # Display P3's green in sRGB, by the published matrices: (-0.5116, 1.0183, -0.3107).
    assert green == pytest.approx([-0.5116, 1.0183, -0.3107], abs=2e-3)


@pytest.mark.parametrize("name", ["p3", "prophoto"])
def test_a_16_bit_gradient_keeps_more_than_8_bits(name: str) -> None:
    ramp = np.linspace(20000, 24000, 2000).astype(np.uint16)
    pixels = np.repeat(ramp[None, :, None], 3, axis=2)
    back = from_srgb(to_srgb(pixels, PROFILES[name]), PROFILES[name], np.uint16)
    assert np.unique(back[0, :, 0]).size == np.unique(ramp).size


def test_one_color_in_three_profiles_is_one_color() -> None:
    wanted = np.random.default_rng(1).uniform(0.05, 0.95, (40, 40, 3)).astype(np.float32)
    lab = rgb2lab(wanted)
    for name in ("srgb", "p3", "prophoto"):
        stored = from_srgb(wanted, PROFILES[name], np.uint16)
        difference = deltaE_ciede2000(lab, rgb2lab(to_srgb(stored, PROFILES[name])))
        assert difference.max() < 0.05, name


def test_gray_profiles_give_gray_back() -> None:
    profile = makers.gray_profile(1.8)
    ramp = np.repeat(np.arange(0, 65536, 257, dtype=np.uint16)[None, :, None], 3, axis=2)
    assert np.abs(from_srgb(to_srgb(ramp, profile), profile, np.uint16).astype(int) - ramp).max() <= 1
    tinted = np.array([[[0.9, 0.5, 0.2]]], np.float32)
    result = from_srgb(tinted, profile, np.uint16)[0, 0]
    assert result[0] == result[1] == result[2]
    luminance = srgb_to_linear(tinted.astype(np.float64)) @ [0.2225045, 0.7168786, 0.0606169]
    assert result[0] / 65535 == pytest.approx(float(luminance[0, 0]) ** (1 / 1.8), abs=1e-3)


def test_profiles_of_tables_agree_with_little_cms() -> None:
    from engine.photo.color import _TableConversion

    pixels = np.random.default_rng(2).integers(6000, 60000, (20, 20, 3)).astype(np.uint16)
    # The same profile by way of Lab at 16 bits and by its matrix: two independent computations.
    tables = _TableConversion(makers.p3()).to_srgb(pixels)
    difference = np.abs(tables - to_srgb(pixels, makers.p3()))
    # The largest one stands at a channel near zero, where the sRGB curve is steepest.
    assert difference.max() < 4e-3
    assert difference.mean() < 2e-4
    assert np.abs(_TableConversion(makers.p3()).from_srgb(tables) * 65535 - pixels).max() < 100


@pytest.mark.parametrize(
    "damage",
    [b"", b"not a profile", makers.p3()[:140], makers.p3()[:200], b"\0" * 500],
    ids=["empty", "text", "tags cut", "curves cut", "zeros"],
)
def test_damaged_profiles_count_as_sRGB(damage: bytes) -> None:
    pixels = makers.smooth_pixels(4, 4)
    assert np.array_equal(to_srgb(pixels, damage), to_srgb(pixels, None))


@given(st.floats(-2, 2, allow_subnormal=False))
def test_the_srgb_curve_and_its_inverse_undo_each_other(value: float) -> None:
    there = linear_to_srgb(np.array([value], np.float64))
    # The two published thresholds of the standard differ by 3e-8 in linear light.
    assert float(srgb_to_linear(there)[0]) == pytest.approx(value, abs=2e-7)
