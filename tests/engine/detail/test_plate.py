"""Thin plates: planes stay planes, noise goes, ends do not bend, tension keeps between the extremes."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detail.plate import plate

SIDE = 24


def ramp() -> np.ndarray:
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) / SIDE
    return np.stack([x, y, 0.5 * x + 0.2 * y], axis=-1)


@pytest.fixture
def hole() -> np.ndarray:
    hole = np.zeros((SIDE, SIDE), bool)
    hole[8:16, 7:17] = True
    return hole


def test_a_plane_goes_on_through_a_hole_whatever_stands_in_it(hole: np.ndarray) -> None:
    colors = ramp()
    colors[hole] = 0.9
    heard = np.where(hole, 1e-9, 1.0).astype(np.float32)
    found = plate(colors, np.ones_like(hole), heard, tension=0)
    np.testing.assert_allclose(found, ramp(), atol=1e-3)


def test_what_is_fine_goes_and_what_is_wide_stays() -> None:
    noise = 0.1 * np.random.default_rng(0).standard_normal((SIDE, SIDE, 3)).astype(np.float32)
    whole = np.ones((SIDE, SIDE), bool)
    heard = np.full((SIDE, SIDE), 6.0**-4, np.float32)
    found = plate(ramp() + noise, whole, heard, tension=0)
    assert np.abs(found - ramp()).mean() < np.abs(noise).mean() / 4


def test_two_parts_do_not_bend_each_other() -> None:
    solid = np.ones((SIDE, SIDE), bool)
    solid[:, 12] = False
    colors = ramp()
    colors[:, 13:] += 0.6
    found = plate(colors, solid, np.full(solid.shape, 1e-4, np.float32), tension=0)
    np.testing.assert_allclose(found, colors, atol=1e-3)
    np.testing.assert_array_equal(found[:, 12], colors[:, 12])


def test_under_tension_a_hole_between_slopes_does_not_overshoot(hole: np.ndarray) -> None:
    # Both sides fall towards the hole: bending alone would go on falling.
    x = np.abs(np.arange(SIDE, dtype=np.float32) - 11.5) / SIDE
    colors = np.repeat(np.repeat(x[None, :, None], SIDE, axis=0), 3, axis=2)
    heard = np.where(hole, 1e-9, 1.0).astype(np.float32)
    deepest = [plate(colors, np.ones_like(hole), heard, tension)[12, 12, 0] for tension in (0.0, 1.0)]
    assert deepest[1] > deepest[0]


def test_nothing_solid_changes_nothing(hole: np.ndarray) -> None:
    heard = np.ones(hole.shape, np.float32)
    np.testing.assert_array_equal(plate(ramp(), np.zeros_like(hole), heard, 0.0), ramp())
