"""Texture comes from sources of the label that belongs there."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.detail import DetailTask, Method, synthesize, synthesize_unguided
from engine.detail.kinds import kind_map, overlaps
from engine.detail.task import Image, Mask

SIDE = 128
ACROSS, DOWN, NOTHING_LIKE_IT = 2, 9, 30


def two_textures() -> Image:
    """Stripes across on the left, warmer; stripes down on the right, cooler."""
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    plane = np.where(x < SIDE // 2, (y // 3) % 2, (x // 3) % 2)[..., None] * 0.3
    colors = np.where((x < SIDE // 2)[..., None], [0.5, 0.35, 0.3], [0.3, 0.35, 0.5])
    noise = np.random.default_rng(8).normal(0, 0.01, (SIDE, SIDE, 3))
    return (colors + plane + noise).astype(np.float32)


def box_hole(y: int, x: int, height: int, width: int) -> Mask:
    hole = np.zeros((SIDE, SIDE), np.bool_)
    hole[y : y + height, x : x + width] = True
    return hole


def labels_around(hole: Mask) -> np.ndarray:
    """The true labels of the known part, unknown in the hole."""
    x = np.arange(SIDE)[None].repeat(SIDE, axis=0)
    return np.where(hole, 0, np.where(x < SIDE // 2, ACROSS, DOWN)).astype(np.uint8)


def task_of(hole: Mask) -> DetailTask:
    """The field shows the color of what lies around the hole."""
    truth = two_textures()
    field = np.where(hole[..., None], cv2.GaussianBlur(truth, (0, 0), 5), truth)
    photo = np.where(hole[..., None], np.float32(np.nan), truth)
    return DetailTask(photo=photo, hole=hole, known=~hole, field=field, sources=~hole)


def filled(task: DetailTask) -> Image:
    last = list(synthesize(task))[-1]
    result = np.zeros((SIDE, SIDE, 3), np.float32)
    result[last.box.slices] = last.pixels
    return result


def downness(result: Image, where: Mask) -> float:
    """Near 1 where stripes run down, near 0 where they run across."""
    inner = cv2.erode(where.astype(np.uint8), np.ones((9, 9), np.uint8))[:-1, :-1] > 0
    down = np.abs(np.diff(result, axis=0))[:, :-1].mean(axis=2)[inner].sum()
    across = np.abs(np.diff(result, axis=1))[:-1].mean(axis=2)[inner].sum()
    return float(across / (down + across))


@pytest.mark.parametrize("seed", [0, 1])
def test_a_chosen_label_brings_its_texture_even_against_the_field(seed: int) -> None:
    hole = box_hole(40, 12, 44, 40)
    task = replace(task_of(hole), seed=seed)
    assert downness(filled(task), hole) < 0.3
    labels = np.where(hole, DOWN, labels_around(hole)).astype(np.uint8)
    result = filled(replace(task, labels=labels, wanted=hole))
    assert downness(result, hole) > 0.7
    inner = cv2.erode(hole.astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    assert (result[inner][:, 2] > result[inner][:, 0]).mean() > 0.9


def test_a_chosen_label_ends_in_a_crisp_edge_and_meets_its_own_without_one() -> None:
    """Two plain colors: the label of the left side, chosen for a hole across the border, moves the border."""
    x = np.arange(SIDE)[None].repeat(SIDE, axis=0)
    truth = np.where(x < SIDE // 2, 0.7, 0.3)[..., None].repeat(3, axis=2).astype(np.float32)
    hole = box_hole(40, 44, 44, 48)
    field = np.where(hole[..., None], np.float32(0.5), truth)
    task = replace(task_of(hole), photo=truth, field=field)
    labels = np.where(hole, ACROSS, labels_around(hole)).astype(np.uint8)
    result = filled(replace(task, labels=labels, wanted=hole))
    assert np.abs(result[hole] - 0.7).max() < 0.05


def test_the_texture_follows_a_map_of_two_labels() -> None:
    hole = box_hole(36, 44, 56, 40)
    upper = np.arange(SIDE)[:, None].repeat(SIDE, axis=1) < 64
    labels = np.where(hole, np.where(upper, DOWN, ACROSS), labels_around(hole)).astype(np.uint8)
    result = filled(replace(task_of(hole), labels=labels, wanted=hole))
    assert downness(result, hole & upper) > 0.65
    assert downness(result, hole & ~upper) < 0.35


def test_a_predicted_label_decides_between_like_colors() -> None:
    task = task_of(box_hole(44, 44, 40, 40))
    gray = np.repeat(task.field.mean(axis=2, keepdims=True), 3, axis=2)
    field = np.where(task.hole[..., None], gray[~task.hole].mean(), gray)
    task = replace(task, photo=np.where(task.hole[..., None], np.nan, gray), field=field.astype(np.float32))
    labels = labels_around(task.hole)
    shares = []
    for code in (ACROSS, DOWN):
        shown = filled(replace(task, labels=np.where(task.hole, code, labels).astype(np.uint8)))
        shares.append(downness(shown, task.hole))
    assert shares[1] > shares[0] + 0.2


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**31), shown=st.integers(0, 43), wanted=st.booleans())
def test_what_is_unknown_in_the_hole_changes_nothing(seed: int, shown: int, wanted: bool) -> None:
    hole = box_hole(50, 50, 24, 20)
    task = task_of(hole)
    random = np.random.default_rng(seed)
    labels = np.where(hole, 0, random.choice(np.array([0, shown], np.uint8), hole.shape)).astype(np.uint8)
    given_labels = replace(task, labels=labels, wanted=hole if wanted else None)
    assert filled(task).tobytes() == filled(given_labels).tobytes()


@pytest.mark.parametrize("sources", [0, 97])
def test_a_label_without_sources_constrains_nothing(sources: int) -> None:
    hole = box_hole(50, 50, 24, 20)
    task = task_of(hole)
    labels = np.where(hole, NOTHING_LIKE_IT, labels_around(hole)).astype(np.uint8)
    labels[2, 2 : 2 + sources] = NOTHING_LIKE_IT
    assert filled(task).tobytes() == filled(replace(task, labels=labels, wanted=hole)).tobytes()


def test_where_one_label_has_no_sources_others_still_bind() -> None:
    hole = box_hole(40, 12, 44, 40)
    labels = np.where(hole, DOWN, labels_around(hole)).astype(np.uint8)
    labels[40:48, 12:52] = NOTHING_LIKE_IT
    assert downness(filled(replace(task_of(hole), labels=labels, wanted=hole)), hole) > 0.7


def test_sources_of_a_label_count_only_where_they_may_be_used() -> None:
    hole = box_hole(50, 50, 24, 20)
    labels = np.where(hole, DOWN, labels_around(hole)).astype(np.uint8)
    assert kind_map(labels, None, hole, ~hole) is not None
    assert kind_map(labels, None, hole, ~hole & (labels != DOWN)) is None


def test_exemplars_without_guidance_do_not_look_at_labels() -> None:
    hole = box_hole(50, 50, 24, 20)
    task = task_of(hole)
    labels = np.where(hole, ACROSS, labels_around(hole)).astype(np.uint8)
    plain, labeled = (
        list(synthesize_unguided(each))[-1].pixels
        for each in (task, replace(task, labels=labels, wanted=hole))
    )
    assert plain.tobytes() == labeled.tobytes()


def test_threads_change_nothing() -> None:
    hole = box_hole(40, 12, 44, 40)
    labels = np.where(hole, DOWN, labels_around(hole)).astype(np.uint8)
    task = replace(task_of(hole), labels=labels, wanted=hole)
    one, three = (list(synthesize(task, method=Method(threads=n)))[-1].pixels for n in (1, 3))
    assert one.tobytes() == three.tobytes()


@pytest.mark.parametrize("shift", [(20, 30), (-16, 4), (0, -40)])
def test_the_largest_overlap_is_that_of_the_shifted_shape(shift: tuple[int, int]) -> None:
    places = np.zeros((64, 64), np.bool_)
    places[20:32, 44:50] = True
    if shift[1] > 0:
        places = places[:, ::-1].copy()
    sources = np.roll(places, shift, axis=(0, 1))
    assert overlaps(places, sources, 1, 0).tolist() == [list(shift)]


def test_nothing_overlaps_no_sources() -> None:
    places = np.ones((64, 64), np.bool_)
    assert overlaps(places, ~places, 4, 0).shape == (0, 2)
