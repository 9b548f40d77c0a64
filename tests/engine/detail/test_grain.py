"""Grain: what is measured around a hole is what is put into it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.detail import DetailTask, synthesize
from engine.detail.grain import measure, synthesize_grain


def noisy_ramp(sigma: float, blur_px: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A smooth photo with noise of a given strength and softness, and the same without."""
    y, x = np.mgrid[0:240, 0:260].astype(np.float32)
    ramp = np.repeat((0.3 + 0.001 * x + 0.0005 * y)[..., None], 3, axis=2)
    noise = np.random.default_rng(seed).standard_normal((240, 260, 3), dtype=np.float32)
    if blur_px:
        noise = cv2.GaussianBlur(noise, (0, 0), blur_px)
        noise /= noise.std()
    return (ramp + np.float32(sigma) * noise).astype(np.float32), ramp.astype(np.float32)


def fine_power(picture: np.ndarray) -> float:
    """Mean square of the upper part of the spectrum."""
    upper = picture - cv2.GaussianBlur(picture, (0, 0), 1.4)
    return float((upper[6:-6, 6:-6] ** 2).mean())


@pytest.mark.parametrize("sigma", [0.004, 0.01, 0.03])
@pytest.mark.parametrize("blur_px", [0.0, 0.8])
def test_synthesized_grain_has_the_measured_power(sigma: float, blur_px: float) -> None:
    photo, ramp = noisy_ramp(sigma, blur_px)
    grain = synthesize_grain(ramp.mean(axis=2), measure(photo, np.ones(ramp.shape[:2], np.bool_)), seed=1)
    assert 0.9 < fine_power(grain) / fine_power(photo - ramp) < 1.1


def fill(strength: float, grain: float, sigma: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    photo, ramp = noisy_ramp(sigma, 0.0)
    hole = np.zeros(photo.shape[:2], np.bool_)
    hole[80:160, 90:170] = True
    field = np.where(hole[..., None], ramp, photo)
    task = DetailTask(
        photo=photo,
        hole=hole,
        known=~hole,
        field=field,
        sources=~hole,
        seed=seed,
        strength=strength,
        grain=grain,
    )
    part = (slice(80, 160), slice(90, 170))
    return list(synthesize(task))[-1].pixels - ramp[part], (photo - ramp)[part]


@pytest.mark.parametrize("sigma", [0.005, 0.02])
@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
def test_a_smooth_hole_gets_the_grain_of_its_surroundings(sigma: float, strength: float) -> None:
    found, true = fill(strength, 1.0, sigma)
    assert 0.9 < fine_power(found) / fine_power(true) < 1.1


def test_no_grain_is_no_grain() -> None:
    found, true = fill(0.0, 0.0, 0.02)
    assert fine_power(found) < 0.01 * fine_power(true)


def test_grain_follows_the_seed() -> None:
    assert np.array_equal(fill(0.0, 1.0, 0.02, seed=5)[0], fill(0.0, 1.0, 0.02, seed=5)[0])
    assert not np.array_equal(fill(0.0, 1.0, 0.02, seed=5)[0], fill(0.0, 1.0, 0.02, seed=6)[0])


def test_a_photo_without_noise_gets_none() -> None:
    flat = np.full((100, 100, 3), 0.5, np.float32)
    assert measure(flat, np.ones((100, 100), np.bool_)).power.max() < 1e-10
    assert measure(flat, np.zeros((100, 100), np.bool_)).power.max() == 0
