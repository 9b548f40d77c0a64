"""Means that count some pixels alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.detail.counted import area_mean, gaussian_mean


@pytest.fixture
def counted() -> np.ndarray:
    return np.random.default_rng(3).random((23, 31)) < 0.4


@pytest.mark.parametrize("channels", [(), (1,), (3,)])
def test_one_color_stays_that_color_up_to_the_border(counted: np.ndarray, channels: tuple[int, ...]) -> None:
    values = np.full((23, 31, *channels), np.float32(0.37))
    assert np.allclose(gaussian_mean(values, counted, 2.5), values, atol=1e-6)
    mean, share = area_mean(values, counted, (10, 7))
    assert mean.shape == (7, 10, *channels)
    assert np.allclose(mean[share > 0], 0.37, atol=1e-6)


def test_what_does_not_count_is_not_heard(counted: np.ndarray) -> None:
    values = np.random.default_rng(4).random((23, 31, 3)).astype(np.float32)
    other = np.where(counted[..., None], values, np.float32(np.nan))
    assert np.array_equal(gaussian_mean(values, counted, 2.0), gaussian_mean(other, counted, 2.0))
    for one, same in zip(area_mean(values, counted, (9, 8)), area_mean(other, counted, (9, 8)), strict=True):
        assert np.array_equal(one, same)


def test_where_all_counts_it_is_the_plain_mean() -> None:
    values = np.random.default_rng(5).random((40, 50)).astype(np.float32)
    everywhere = np.ones((40, 50), bool)
    inner = np.s_[12:-12, 12:-12]  # the kernel sees no border there
    plain = cv2.GaussianBlur(values, (0, 0), 2.0)
    assert np.allclose(gaussian_mean(values, everywhere, 2.0)[inner], plain[inner], atol=1e-5)
    mean, share = area_mean(values, everywhere, (25, 20))
    assert np.allclose(mean, values.reshape(20, 2, 25, 2).mean(axis=(1, 3)), atol=1e-6)
    assert np.allclose(share, 1)


def test_weights_say_how_much_a_pixel_counts() -> None:
    values = np.array([[0.0, 1.0]], np.float32)
    mean, share = area_mean(values, np.array([[0.75, 0.25]], np.float32), (1, 1))
    assert mean[0, 0] == pytest.approx(0.25)
    assert share[0, 0] == pytest.approx(0.5)
    # Two pixels side by side see one another as the Gaussian says.
    near = gaussian_mean(values, np.array([[3.0, 1.0]], np.float32), 1.0)
    fall = np.exp(-0.5)
    assert near[0, 0] == pytest.approx(fall / (3 + fall), abs=1e-3)


def test_nothing_near_is_zero() -> None:
    counted = np.zeros((64, 64), bool)
    counted[0, 0] = True
    values = np.ones((64, 64), np.float32)
    mean = gaussian_mean(values, counted, 1.0)
    assert mean[0, 0] == pytest.approx(1)
    assert mean[40, 40] == 0
    assert area_mean(values, counted, (8, 8))[0][4, 4] == 0
