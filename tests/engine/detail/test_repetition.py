"""What repeats itself regularly around a hole is told from what does not, and goes on in step."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.detail import DetailTask, synthesis, synthesize
from engine.detail.repetition import guide_softness, repetition
from engine.detail.task import Image, Mask

SIDE = 192
Y, X = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)


def hole() -> Mask:
    return ((X - 96) / 34) ** 2 + ((Y - 100) / 30) ** 2 < 1


def gray(picture: np.ndarray) -> Image:
    return np.repeat(picture[..., None], 3, axis=2).astype(np.float32)


def stripes(period_px: float, phase: float = 0.0) -> Image:
    return gray(0.5 + 0.2 * np.sin(2 * np.pi * (0.8 * X + 0.6 * Y) / period_px + phase))


def tiles() -> Image:
    joint = (X % 24 < 3) | (Y % 18 < 3)
    return gray(np.where(joint, 0.3, 0.6))


def noise(sigma_px: float) -> Image:
    found = np.random.default_rng(5).normal(size=(SIDE, SIDE)).astype(np.float32)
    found = cv2.GaussianBlur(found, (0, 0), sigma_px)
    return gray(0.5 + 0.15 * found / found.std())


def task_of(photo: Image, field: Image, missing: Mask) -> DetailTask:
    given = np.where(missing[..., None], np.float32(np.nan), photo)
    shown = np.where(missing[..., None], field, photo)
    return DetailTask(photo=given, hole=missing, known=~missing, field=shown, sources=~missing)


@pytest.mark.parametrize("picture", [stripes(9), stripes(21), tiles()], ids=["fine", "wide", "tiles"])
def test_patterns_repeat_themselves(picture: Image) -> None:
    assert repetition(picture, ~hole()) > 0.8


@pytest.mark.parametrize(
    "picture",
    [noise(1), noise(3), gray((X > 80).astype(np.float32)), gray(0.3 + 0.2 * Y / SIDE), gray(0 * X)],
    ids=["grain", "clouds", "edge", "slope", "nothing"],
)
def test_textures_edges_and_slopes_do_not(picture: Image) -> None:
    assert repetition(picture, ~hole()) < 0.4


def test_an_arch_over_the_hole_is_no_pattern() -> None:
    arch = np.hypot(X - 96, Y - 150) < 75
    assert repetition(gray(np.where(arch, 0.3, 0.7)), ~hole()) < 0.4


def test_what_is_not_known_is_not_looked_at_and_size_does_not_matter() -> None:
    missing = hole()
    photo = stripes(15)
    unlike = np.where(missing[..., None], np.float32(np.nan), photo)
    large = cv2.resize(photo, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    enlarged = cv2.resize(missing.astype(np.uint8), None, fx=3, fy=3, interpolation=cv2.INTER_NEAREST) > 0

    assert repetition(unlike, ~missing) == repetition(photo, ~missing)
    assert repetition(large, ~enlarged) == pytest.approx(repetition(photo, ~missing), abs=0.05)


def test_too_little_to_tell_is_no_repetition() -> None:
    assert repetition(stripes(9), (X < 12) & (Y < 12)) == 0.0


def test_the_guide_of_a_pattern_is_soft_and_that_of_a_texture_is_not() -> None:
    assert guide_softness(task_of(stripes(12), gray(0.5 + 0 * X), hole())) == 5.0
    assert guide_softness(task_of(noise(2), gray(0.5 + 0 * X), hole())) == 1.0


def test_a_pattern_goes_on_better_than_a_field_with_other_waves_would_have_it(monkeypatch) -> None:
    missing, photo = hole(), stripes(10)
    task = task_of(photo, cv2.GaussianBlur(stripes(14), (0, 0), 2), missing)

    def error() -> float:
        last = list(synthesize(task))[-1]
        filled = photo.copy()
        filled[last.box.slices] = last.pixels
        return float(np.abs(filled - photo)[missing].mean())

    soft = error()
    monkeypatch.setattr(synthesis, "guide_softness", lambda task: 1.0)

    assert soft < 0.9 * error()
