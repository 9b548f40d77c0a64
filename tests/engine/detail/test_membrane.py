"""Membranes: harmonic functions in closed form, and fields that meet the photo."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detail import harmonic, harmonize


def frame(height: int = 80, width: int = 97) -> np.ndarray:
    hole = np.zeros((height, width), np.bool_)
    hole[20:60, 25:75] = True
    return hole


@pytest.mark.parametrize("channels", [1, 3])
def test_a_plane_is_continued_exactly_enough(channels: int) -> None:
    y, x = np.mgrid[0:80, 0:97].astype(np.float32)
    plane = np.repeat((0.002 * x - 0.003 * y + 0.4)[..., None], channels, axis=2)
    found = harmonic(plane, ~frame())
    assert found.shape == plane.shape
    assert np.array_equal(found[~frame()], plane[~frame()])
    assert np.abs(found - plane).max() < 0.01 * np.ptp(plane)


def test_stays_between_the_extremes_it_is_given() -> None:
    values = np.random.default_rng(1).random((80, 97, 3), dtype=np.float32)
    found = harmonic(values, ~frame())
    assert found.min() >= values[~frame()].min()
    assert found.max() <= values[~frame()].max()


def test_a_constant_error_of_the_field_vanishes() -> None:
    photo = np.random.default_rng(2).random((80, 97, 3), dtype=np.float32) * 0.5 + 0.2
    corrected = harmonize(photo + np.float32(0.1), photo, ~frame(), frame())
    assert np.abs(corrected - photo).max() < 1e-3


def test_a_composited_field_is_corrected_by_both_sides_of_its_ring() -> None:
    photo = np.full((80, 97, 3), 0.5, np.float32)
    field = np.where(frame()[..., None], np.float32(0.3), photo)
    assert np.abs(harmonize(field, photo, ~frame(), frame()) - 0.5).max() < 1e-3


def test_known_pixels_are_the_photo_and_a_hole_without_ring_keeps_its_field() -> None:
    photo = np.random.default_rng(3).random((80, 97, 3), dtype=np.float32)
    field = np.random.default_rng(4).random((80, 97, 3), dtype=np.float32)
    corrected = harmonize(field, photo, ~frame(), frame())
    assert np.array_equal(corrected[~frame()], photo[~frame()])
    everywhere = np.ones((80, 97), np.bool_)
    assert np.array_equal(harmonize(field, photo, ~everywhere, everywhere), field)
