import cv2
import numpy as np
import pytest

from engine.evaluation.texture import gradient_strength, high_power, inside, surroundings

EVERYWHERE = np.ones((128, 128), dtype=np.bool_)


def wave(frequency: float, amplitude: float = 40.0) -> np.ndarray:
    """A horizontal sine wave, its frequency in units of the Nyquist frequency."""
    phase = np.pi * frequency * np.arange(128) + 0.7
    return (
        np.rint(128 + amplitude * np.sin(phase))[None, :, None].repeat(128, 0).repeat(3, 2).astype(np.uint8)
    )


def disk(radius: float) -> np.ndarray:
    y, x = np.mgrid[0:128, 0:128]
    return np.hypot(y - 64, x - 64) < radius


def test_the_upper_half_of_the_spectrum_passes_and_the_lower_does_not() -> None:
    power = (40 / 255) ** 2 / 2
    middle = disk(50)
    assert high_power(wave(0.9), middle) == pytest.approx(power, rel=0.05)
    assert high_power(wave(0.2), middle) < 0.01 * power
    # At half the Nyquist frequency the filter takes half of the amplitude.
    assert high_power(wave(0.5), middle) == pytest.approx(power / 4, rel=0.05)


def test_white_noise_has_the_power_that_the_filter_leaves() -> None:
    noise = np.random.default_rng(0).normal(0, 20, (512, 512, 3))
    picture = np.rint(128 + noise).clip(0, 255).astype(np.uint8)
    taps = np.array([-1, 0, 9, 16, 9, 0, -1]) / 32
    left = np.zeros((7, 7))
    left[3, 3] = 1
    left -= np.outer(taps, taps)
    expected = (20 / 255) ** 2 * np.sum(left**2)
    assert high_power(picture, np.ones((512, 512), dtype=np.bool_)) == pytest.approx(expected, rel=0.03)


def test_blur_has_no_power_and_equal_pictures_have_equal_power() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (128, 128, 3), dtype=np.uint8)
    blurred = cv2.GaussianBlur(picture, (0, 0), 3)
    hole = disk(40)
    assert high_power(blurred, inside(hole)) / high_power(picture, inside(hole)) < 0.01
    assert high_power(picture, inside(hole)) / high_power(picture, surroundings(hole)) == pytest.approx(
        1, 0.1
    )


def test_flat_pictures_compare_as_equal() -> None:
    dark, light = np.full((128, 128, 3), 20, np.uint8), np.full((128, 128, 3), 200, np.uint8)
    assert high_power(dark, EVERYWHERE) == pytest.approx(high_power(light, EVERYWHERE), rel=1e-3)
    assert gradient_strength(dark, EVERYWHERE) == pytest.approx(gradient_strength(light, EVERYWHERE))
    assert min(high_power(dark, EVERYWHERE), gradient_strength(dark, EVERYWHERE)) > 0


def test_inside_and_around_do_not_see_across_the_border() -> None:
    hole = disk(30)
    picture = np.full((128, 128, 3), 100, dtype=np.uint8)
    picture[hole] = 140
    flat = high_power(np.full_like(picture, 100), EVERYWHERE)
    assert high_power(picture, inside(hole)) == pytest.approx(flat)
    assert high_power(picture, surroundings(hole)) == pytest.approx(flat)
    assert high_power(picture, EVERYWHERE) > 10 * flat


def test_a_thin_hole_is_taken_whole() -> None:
    thin = np.zeros((128, 128), dtype=np.bool_)
    thin[60:63] = True
    assert np.array_equal(inside(thin), thin)


def test_the_gradient_of_a_ramp() -> None:
    ramp = (np.arange(128) * 2)[None, :, None].repeat(128, 0).repeat(3, 2).astype(np.uint8)
    middle = disk(50)
    assert gradient_strength(ramp, middle) == pytest.approx(2, abs=0.02)
    assert gradient_strength(ramp.transpose(1, 0, 2).copy(), middle) == pytest.approx(2, abs=0.02)
