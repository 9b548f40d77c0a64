"""The detail stage as a whole: what it promises whatever the photo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from engine.detail import DetailLevel, DetailTask, Method, synthesize, synthesize_unguided
from engine.detail.task import Image, Mask
from engine.regions import bounding_box


def photo(height: int = 90, width: int = 110, seed: int = 3) -> Image:
    return np.random.default_rng(seed).random((height, width, 3), dtype=np.float32)


def square(height: int = 90, width: int = 110, y: int = 30, x: int = 40, side: int = 30) -> Mask:
    hole = np.zeros((height, width), np.bool_)
    hole[y : y + side, x : x + side] = True
    return hole


def task_of(truth: Image, hole: Mask, field: Image | None = None) -> DetailTask:
    given = np.where(hole[..., None], np.float32(np.nan), truth)
    filled = truth if field is None else field
    filled = np.where(hole[..., None], filled, truth)
    return DetailTask(photo=given, hole=hole, known=~hole, field=filled, sources=~hole)


def final(task: DetailTask, method: Method | None = None) -> Image:
    levels = list(synthesize(task, method=method) if method else synthesize(task))
    assert levels[-1].is_final
    assert [level.is_final for level in levels].count(True) == 1
    return levels[-1].pixels


def test_same_bytes_twice_and_for_any_number_of_threads() -> None:
    task = task_of(photo(160, 170), square(160, 170, side=60))
    first = final(task, Method(threads=1))
    assert first.tobytes() == final(task, Method(threads=1)).tobytes()
    assert first.tobytes() == final(task, Method(threads=2)).tobytes()
    assert first.tobytes() == final(task, Method(threads=5)).tobytes()


def test_known_pixels_are_the_photo() -> None:
    hole = square()
    hole[45:50, 60:70] = False
    task = task_of(photo(), hole)
    for level in synthesize(task):
        part = ~hole[level.box.slices]
        assert np.array_equal(level.pixels[part], task.photo[level.box.slices][part])
        assert np.isfinite(level.pixels).all()


def test_strength_zero_is_the_field() -> None:
    field = photo(seed=9)
    task = replace(task_of(photo(), square(), field), strength=0.0, grain=0.0)
    box = bounding_box(task.hole)
    assert np.array_equal(final(task), task.field[box.slices])


def test_cancel_between_rounds() -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(synthesize(task_of(photo(), square()), check))
    assert calls == 4


@pytest.mark.parametrize("run", [synthesize, synthesize_unguided])
def test_constant_photo_stays_constant(run: Callable[..., Iterator[DetailLevel]]) -> None:
    flat = np.full((80, 90, 3), 0.4, np.float32)
    task = task_of(flat, square(80, 90, side=25))
    assert np.allclose(list(run(task))[-1].pixels, 0.4, atol=2e-3)
