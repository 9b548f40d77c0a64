"""Smooth backdrops: bands and inventions go, grain and textures and true edges stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.detail.backdrop import backdrop

HEIGHT, WIDTH = 160, 200


def sky() -> np.ndarray:
    """A sky that is lighter below and to the right."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    return np.stack([0.3 + 0.002 * y, 0.5 + 0.0015 * y + 0.0003 * x, 0.9 - 0.0005 * y], axis=-1)


@pytest.fixture
def hole() -> np.ndarray:
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return np.hypot(y - 80, x - 100) < 45


def deep(hole: np.ndarray) -> np.ndarray:
    """All but the rim, which the slopes of the photo are led into afterwards."""
    return cv2.erode(hole.astype(np.uint8), np.ones((13, 13), np.uint8)) > 0


def filled(picture: np.ndarray, hole: np.ndarray) -> np.ndarray:
    found = backdrop(picture, hole, ~hole)
    assert found is not None
    result = picture + found.missing
    return result + found.invented[..., None] * (found.plate - result)


def test_bands_of_another_tint_go(hole: np.ndarray) -> None:
    picture = sky()
    y = np.mgrid[:HEIGHT, :WIDTH][0]
    picture[hole] += 0.02 * np.sin(y[hole] / 6)[:, None].astype(np.float32) * np.array([1, -1, 0], np.float32)
    before = np.abs(picture - sky())
    after = np.abs(filled(picture, hole) - sky())
    assert after[hole].mean() < before[hole].mean() / 3
    assert after[deep(hole)].max() < before[hole].max() / 4


def test_the_grain_of_the_copies_stays(hole: np.ndarray) -> None:
    grain = 0.004 * np.random.default_rng(1).standard_normal((HEIGHT, WIDTH, 3)).astype(np.float32)
    picture = sky() + grain
    picture[hole] += 0.02
    rest = (filled(picture, hole) - sky())[deep(hole)]
    assert rest.std() == pytest.approx(0.004, rel=0.15)
    assert np.corrcoef(rest.ravel(), grain[deep(hole)].ravel())[0, 1] > 0.9


def test_what_was_invented_in_the_midst_of_it_goes(hole: np.ndarray) -> None:
    picture = sky()
    picture[70:78, 90:112] = 0.1
    after = filled(picture, hole)
    assert np.abs(after - sky())[70:78, 90:112].max() < 0.05


def test_a_texture_is_left_alone(hole: np.ndarray) -> None:
    texture = 0.1 * np.random.default_rng(2).standard_normal((HEIGHT, WIDTH, 1)).astype(np.float32)
    assert backdrop(sky() + texture, hole, ~hole) is None


def test_a_pole_that_the_photo_leads_to_stays(hole: np.ndarray) -> None:
    picture = sky()
    picture[:, 96:104] = 0.1
    after = filled(picture, hole)
    np.testing.assert_allclose(after[:, 98:102], 0.1, atol=0.01)


def test_ground_and_sky_do_not_flow_into_one_another(hole: np.ndarray) -> None:
    picture = sky()
    picture[90:] = (0.5, 0.4, 0.2)
    after = filled(picture, hole)
    np.testing.assert_allclose(after, picture, atol=0.01)


def test_the_fill_meets_the_photo_at_the_ring(hole: np.ndarray) -> None:
    picture = sky()
    picture[hole] += 0.03
    found = backdrop(picture, hole, ~hole)
    assert found is not None
    assert not found.missing[~hole].any()
    assert not found.invented[~hole].any()
    part = deep(hole)
    np.testing.assert_allclose((picture + found.missing)[part], sky()[part], atol=0.01)


def test_small_holes_have_none() -> None:
    hole = np.zeros((HEIGHT, WIDTH), bool)
    hole[70:80, 70:80] = True
    assert backdrop(sky(), hole, ~hole) is None
