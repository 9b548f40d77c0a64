"""What the detail stage does with patterns, odd holes, few or no sources, and what a field tells it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.detail import (
    GUIDED,
    UNGUIDED,
    DetailTask,
    Method,
    harmonic,
    level_count,
    synthesize,
    synthesize_unguided,
)
from engine.detail.task import Image, Mask
from engine.regions import bounding_box


def box_hole(shape: tuple[int, int], y: int, x: int, height: int, width: int) -> Mask:
    hole = np.zeros(shape, np.bool_)
    hole[y : y + height, x : x + width] = True
    return hole


def soft_field(truth: Image, hole: Mask, sigma_px: float = 6.0) -> Image:
    """What a field knows: the truth, blurred."""
    return np.where(hole[..., None], cv2.GaussianBlur(truth, (0, 0), sigma_px), truth)


def ring_field(truth: Image, hole: Mask) -> Image:
    """The least that a field knows: the ring."""
    return harmonic(truth, ~hole) if not hole.all() else truth


def filled(task: DetailTask, method: Method = GUIDED) -> Image:
    result = task.photo.copy()
    last = list(synthesize(task, method=method))[-1]
    result[last.box.slices] = last.pixels
    assert last.is_final
    assert last.confidence is not None
    assert last.box == bounding_box(task.hole)
    assert last.pixels.dtype == np.float32
    assert last.confidence.min() >= 0
    assert last.confidence.max() <= 1
    return result


def task_of(truth: Image, hole: Mask, field: Image) -> DetailTask:
    return DetailTask(photo=truth, hole=hole, known=~hole, field=field, sources=~hole)


@pytest.mark.parametrize("pattern", ["stripes", "checkers"])
def test_patterns_are_continued(pattern: str) -> None:
    y, x = np.mgrid[0:128, 0:144]
    plane = (x // 4) % 2 if pattern == "stripes" else (x // 4 + y // 4) % 2
    truth = np.repeat((0.2 + 0.6 * plane)[..., None], 3, axis=2).astype(np.float32)
    hole = box_hole((128, 144), 44, 50, 40, 40)
    result = filled(task_of(truth, hole, ring_field(truth, hole)))
    assert np.abs(result - truth)[hole].mean() < 0.03


def test_texture_comes_only_from_the_sources_mask() -> None:
    random = np.random.default_rng(2)
    truth = random.random((120, 130, 3), dtype=np.float32) * 0.2
    # Upper half without red, lower half without blue; the hole lies in the middle.
    truth[:60, :, 2] += 0.7
    truth[60:, :, 0] += 0.7
    hole = box_hole((120, 130), 45, 50, 30, 30)
    sources = ~hole
    sources[:60] = False
    field = np.where(hole[..., None], np.array([0.4, 0.1, 0.4], np.float32), truth)
    result = filled(replace(task_of(truth, hole, field), sources=sources))
    inner = cv2.erode(hole.astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    red, blue = result[inner][:, 0].mean(), result[inner][:, 2].mean()
    assert red > 0.5
    assert blue < 0.3


def test_without_sources_the_field_stays() -> None:
    truth = np.random.default_rng(3).random((70, 80, 3), dtype=np.float32)
    hole = box_hole((70, 80), 20, 20, 25, 30)
    field = ring_field(truth, hole)
    task = replace(task_of(truth, hole, field), sources=np.zeros_like(hole), grain=0.0)
    last = list(synthesize(task))[-1]
    assert np.array_equal(last.pixels, task.field[last.box.slices])
    assert last.confidence is not None
    assert last.confidence[hole[last.box.slices]].max() == 0


def test_seeds_give_different_fills() -> None:
    truth = np.random.default_rng(4).random((160, 150, 3), dtype=np.float32)
    hole = box_hole((160, 150), 50, 40, 60, 60)
    task = task_of(truth, hole, ring_field(truth, hole))
    assert not np.array_equal(filled(task), filled(replace(task, seed=1)))


@pytest.mark.parametrize(
    ("shape", "where"),
    [
        ((61, 67), (30, 30, 1, 1)),
        ((61, 67), (0, 0, 20, 25)),
        ((61, 67), (40, 50, 21, 17)),
        ((63, 64), (0, 20, 63, 12)),
        ((101, 37), (30, 10, 33, 21)),
        ((80, 80), (2, 2, 76, 76)),
        ((80, 80), (0, 0, 80, 79)),
        ((5, 40), (1, 10, 3, 5)),
        ((12, 12), (5, 5, 2, 2)),
        ((1, 9), (0, 4, 1, 2)),
    ],
)
@pytest.mark.parametrize("run", [synthesize, synthesize_unguided])
def test_odd_holes(shape: tuple[int, int], where: tuple[int, int, int, int], run) -> None:
    truth = np.random.default_rng(5).random((*shape, 3), dtype=np.float32)
    hole = box_hole(shape, *where)
    given = np.where(hole[..., None], np.float32(np.nan), truth)
    task = DetailTask(photo=given, hole=hole, known=~hole, field=ring_field(truth, hole), sources=~hole)
    levels = list(run(task))
    assert len(levels) <= level_count(hole, UNGUIDED)
    part = levels[-1].box.slices
    for level in levels:
        assert np.isfinite(level.pixels).all()
        assert level.pixels.min() >= 0
        assert level.pixels.max() <= 1
        assert np.array_equal(level.pixels[~hole[part]], truth[part][~hole[part]])


def test_an_empty_hole_yields_nothing() -> None:
    truth = np.zeros((20, 20, 3), np.float32)
    hole = np.zeros((20, 20), np.bool_)
    assert list(synthesize(task_of(truth, hole, truth))) == []


def test_other_holes_are_neither_sources_nor_read() -> None:
    truth = np.random.default_rng(6).random((90, 100, 3), dtype=np.float32)
    hole, other = box_hole((90, 100), 20, 20, 25, 25), box_hole((90, 100), 50, 60, 20, 20)
    given = np.where((hole | other)[..., None], np.float32(np.nan), truth)
    field = np.where((hole | other)[..., None], np.float32(0.5), truth)
    known = ~(hole | other)
    task = DetailTask(photo=given, hole=hole, known=known, field=field, sources=np.ones_like(known))
    assert np.isfinite(list(synthesize(task))[-1].pixels).all()


def edge_distance(result: Image, hole: Mask, row: np.ndarray) -> float:
    """Mean distance of the strongest downward step to the true edge, over the hole's columns, pixels."""
    steps = np.diff(cv2.GaussianBlur(result, (0, 0), 1.0).mean(axis=2), axis=0)
    columns = np.unique(np.nonzero(hole)[1])
    return float(np.abs(steps[:, columns].argmax(axis=0) + 0.5 - row[columns]).mean())


@pytest.mark.parametrize("slope", [0.0, 0.25])
def test_guided_beats_unguided_at_a_horizon_that_bends_in_the_hole(slope: float) -> None:
    """The field alone knows of the bend: outside the hole the horizon is straight."""
    y = np.arange(200, dtype=np.float32)[:, None]
    row = 100 + 18 * np.exp(-(((np.arange(200) - 100) / 22) ** 2)) + slope * (np.arange(200) - 100)
    noise = np.random.default_rng(7).normal(0, 0.03, (200, 200, 3)).astype(np.float32)
    below = np.clip(y + 1 - row[None].astype(np.float32), 0, 1)
    truth = np.clip(0.25 + 0.5 * below[..., None] + noise, 0, 1).astype(np.float32)
    hole = box_hole((200, 200), 60, 65, 80, 70)
    task = task_of(truth, hole, soft_field(truth, hole))
    guided = edge_distance(filled(task, replace(GUIDED, contours=False)), hole, row)
    peer = truth.copy()
    last = list(synthesize_unguided(task))[-1]
    peer[last.box.slices] = last.pixels
    assert guided < 4.0
    assert guided < 0.5 * edge_distance(peer, hole, row)


def test_appearance_forbids_what_colors_allow() -> None:
    """Two textures of the same colors: the hole's kind decides which of them may serve."""
    random = np.random.default_rng(8)
    y, x = np.mgrid[0:128, 0:128]
    across = np.where((x // 3) % 2 > 0, 0.7, 0.3)
    down = np.where((y // 3) % 2 > 0, 0.7, 0.3)
    truth = np.where(x < 64, across, down)[..., None].repeat(3, axis=2).astype(np.float32)
    truth += random.normal(0, 0.01, truth.shape).astype(np.float32)
    hole = box_hole((128, 128), 44, 70, 40, 40)
    field = np.where(hole[..., None], np.float32(0.5), truth)
    kinds = np.zeros((8, 8, 2), np.float32)
    kinds[:, :4, 0], kinds[:, 4:, 1] = 1, 1
    result = filled(replace(task_of(truth, hole, field), appearance=kinds))
    inner = cv2.erode(hole.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    vertical = np.abs(np.diff(result, axis=0))[:127, :127].mean(axis=2)[inner[:127, :127]].mean()
    horizontal = np.abs(np.diff(result, axis=1))[:127, :127].mean(axis=2)[inner[:127, :127]].mean()
    assert vertical > 3 * horizontal


def test_a_painted_source_area_serves_however_far_away_it_is() -> None:
    """Distances to sources count only where the whole photo may serve."""
    random = np.random.default_rng(12)
    noise = random.random((160, 480, 3), dtype=np.float32)
    truth = cv2.GaussianBlur(noise, (0, 0), 2).astype(np.float32)
    hole = box_hole((160, 480), 50, 30, 60, 60)
    field = np.where(hole[..., None], np.float32(0.5), truth)
    task = task_of(truth, hole, field)
    area = np.zeros_like(hole)
    area[:, 180:] = True
    painted = replace(task, sources=area)
    anywhere = replace(GUIDED, nearness=0.0)
    assert np.array_equal(filled(painted), filled(painted, anywhere))
    assert not np.array_equal(filled(task), filled(task, anywhere))
