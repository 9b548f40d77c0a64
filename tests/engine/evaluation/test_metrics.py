import numpy as np
import pytest

from engine.evaluation.metrics import PERFECT_DB, border_step, hole_psnr, hole_ssim
from tests.pictures import synthetic_picture


@pytest.fixture
def truth() -> np.ndarray:
    return synthetic_picture((64, 80), np.random.default_rng(0))


@pytest.fixture
def hole() -> np.ndarray:
    mask = np.zeros((64, 80), dtype=np.bool_)
    mask[16:48, 20:60] = True
    return mask


def test_psnr_of_a_known_error(truth: np.ndarray, hole: np.ndarray) -> None:
    gray = np.full_like(truth, 100)
    shifted = gray + np.uint8(16)
    assert hole_psnr(shifted, gray, hole) == pytest.approx(20 * np.log10(255 / 16))
    noise = np.random.default_rng(1).normal(0, 10, (400, 400, 3))
    noisy = np.rint(128 + noise).astype(np.uint8)
    flat = np.full_like(noisy, 128)
    # Rounding adds a twelfth of a level to the variance.
    expected = 10 * np.log10(255**2 / (100 + 1 / 12))
    assert hole_psnr(noisy, flat, np.ones((400, 400), dtype=np.bool_)) == pytest.approx(expected, abs=0.05)


def test_psnr_looks_at_the_hole_alone(truth: np.ndarray, hole: np.ndarray) -> None:
    elsewhere = truth.copy()
    elsewhere[~hole] = 0
    assert hole_psnr(elsewhere, truth, hole) == PERFECT_DB
    assert hole_psnr(elsewhere, truth, ~hole) < 20


def test_ssim_is_one_for_equal_pictures_and_falls_with_noise(truth: np.ndarray, hole: np.ndarray) -> None:
    assert hole_ssim(truth, truth, hole) == pytest.approx(1.0)
    rng = np.random.default_rng(2)
    noisy = [np.clip(truth + rng.normal(0, s, truth.shape), 0, 255).astype(np.uint8) for s in (5, 20, 60)]
    values = [hole_ssim(n, truth, hole) for n in noisy]
    assert 1 > values[0] > values[1] > values[2] > -1


def test_the_border_step_is_that_of_the_fill_less_that_of_the_truth(hole: np.ndarray) -> None:
    flat = np.full((64, 80, 3), 90, dtype=np.uint8)
    brighter = flat.copy()
    brighter[hole] += 7
    assert border_step(flat, flat, hole) == 0
    assert border_step(brighter, flat, hole) == pytest.approx(7)
    assert border_step(flat, brighter, hole) == pytest.approx(-7)
    inside_only = flat.copy()
    inside_only[30:34, 30:34] = 255
    assert border_step(inside_only, flat, hole) == 0
