"""Wires and poles that a hole interrupts go on in front of whatever is made in it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.detail import GUIDED, DetailTask, synthesize
from engine.detail.line_layer import line_layer
from engine.detail.lines import lines_through
from engine.detail.strands import Strand, line_end
from engine.detail.task import DetailLevel, Image, Mask
from engine.regions import bounding_box

HEIGHT, WIDTH = 400, 480
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
WIRE = np.array([0.1, 0.12, 0.15], np.float32)


def ground(noise: float = 0.01) -> Image:
    """A bright sky over darker ground, with some grain."""
    sky, earth = np.array([0.6, 0.75, 0.9], np.float32), np.array([0.5, 0.45, 0.35], np.float32)
    below = np.clip((Y - 210) / 8, 0, 1)[..., None]
    grain = np.random.default_rng(1).normal(0, noise, (HEIGHT, WIDTH, 3))
    return (sky + below * (earth - sky) + grain).astype(np.float32)


def cover(slope: float, at: float, width: float) -> Image:
    """(H, W) share of every pixel that a straight line covers, through the middle column at a height."""
    away = np.abs(Y - at - slope * (X - WIDTH / 2)) / np.hypot(1, slope)
    return np.clip(width / 2 + 0.5 - away, 0, 1)[..., None]


def with_line(picture: Image, covered: Image, color: Image = WIRE) -> Image:
    return (picture + covered * (color - picture)).astype(np.float32)


def hole() -> Mask:
    return ((X - 240) / 70) ** 2 + ((Y - 200) / 90) ** 2 < 1


def task_of(photo: Image, missing: Mask) -> DetailTask:
    given = np.where(missing[..., None], np.float32(np.nan), photo)
    field = np.where(missing[..., None], np.float32(0.5), photo)
    return DetailTask(photo=given, hole=missing, known=~missing, field=field, sources=~missing)


def state_of(picture: Image, missing: Mask) -> DetailLevel:
    box = bounding_box(missing)
    return DetailLevel(box, picture[box.slices].copy(), is_final=True)


@pytest.mark.parametrize(("slope", "width"), [(0.0, 3.0), (0.3, 2.0), (-0.7, 5.0), (0.12, 1.2)])
def test_a_wire_crosses_the_hole_over_another_background(slope: float, width: float) -> None:
    covered, missing = cover(slope, 190, width), hole()
    truth = with_line(ground(), covered)
    layer = line_layer(task_of(truth, missing))
    assert layer is not None
    # What is made in the hole differs from what the wire is seen against.
    made = np.full_like(truth, 0.8)
    box = bounding_box(missing)
    result = made.copy()
    result[box.slices] = layer.laid(state_of(made, missing)).pixels
    wanted = with_line(made, covered)
    assert np.abs(result - wanted)[missing].mean() < 0.01
    assert np.abs(result - wanted)[missing & (covered[..., 0] > 0.99)].max(initial=0) < 0.2


def test_a_pole_is_measured_to_a_fraction_of_a_pixel() -> None:
    truth = with_line(ground(), cover(0.3, 190, 6.4))
    along = np.array([1, 0.3]) / np.hypot(1, 0.3)
    rough = Strand(np.array([168.0, 169.6]), np.array([0.949, 0.315]), 0.0, 60.0, 2.0)
    found = line_end(rough, truth, ~hole(), 1.0)
    assert found is not None
    strand = found.strand
    assert strand.half_px == pytest.approx(3.2, abs=0.15)
    assert strand.heading == pytest.approx(along, abs=0.01)
    place = strand.at(np.array([0.0, 30.0]), np.zeros(2))
    off = (place[:, 1] - 190 - 0.3 * (place[:, 0] - WIDTH / 2)) / np.hypot(1, 0.3)
    assert np.abs(off).max() < 0.3
    assert found.matte[len(found.matte) // 2] > 0.95
    assert found.matte[[0, -1]].max() < 0.05


def test_wires_may_cross() -> None:
    one, two, missing = cover(0.3, 180, 3.0), cover(-0.4, 205, 4.0), hole()
    truth = with_line(with_line(ground(), one), two, np.array([0.95, 0.9, 0.85], np.float32))
    layer = line_layer(task_of(truth, missing))
    assert layer is not None
    made = np.full_like(truth, 0.6)
    box = bounding_box(missing)
    pixels = layer.laid(state_of(made, missing)).pixels.mean(axis=2)
    alone = [missing & (a[..., 0] == 1) & (b[..., 0] == 0) for a, b in ((one, two), (two, one))]
    assert pixels[alone[0][box.slices]].max() < 0.3
    assert pixels[alone[1][box.slices]].min() > 0.75


def test_lifted_photographs_show_what_lies_behind() -> None:
    covered, missing = cover(0.2, 190, 4.0), hole()
    task = task_of(with_line(ground(), covered), missing)
    layer = line_layer(task)
    assert layer is not None
    lifted = layer.lifted()
    near = ~missing & (cv2.dilate(missing.astype(np.uint8), np.ones((61, 61), np.uint8)) > 0)
    left = np.abs(lifted.photo - ground()).mean(axis=2)[near & (covered[..., 0] > 0)]
    assert left.mean() < 0.02
    assert left.max() < 0.15
    assert not lifted.sources[near & (covered[..., 0] > 0)].any()
    changed = (lifted.photo != task.photo).any(axis=2) & ~missing
    assert (np.abs(Y - 190 - 0.2 * (X - WIDTH / 2))[changed] < 12).all()


def test_steps_texture_and_loose_ends_are_no_lines() -> None:
    missing = hole()
    step = np.where((Y < 190)[..., None], np.float32(0.2), np.float32(0.8)) * np.ones(3, np.float32)
    random = np.random.default_rng(3).random((HEIGHT, WIDTH, 3), dtype=np.float32)
    leaves = cv2.GaussianBlur(random, (0, 0), 1.5)
    leaves = 0.5 + 0.15 * (leaves - leaves.mean()) / leaves.std()
    loose = with_line(ground(), cover(0.0, 190, 3.0) * (X < 240)[..., None])
    turned = with_line(loose, cover(0.0, 230, 3.0) * (X >= 240)[..., None])
    for photo in (step.astype(np.float32), leaves, loose, turned):
        assert line_layer(task_of(photo, missing)) is None


def swaying(high: float, width: float) -> Image:
    """(H, W) share that a line covers which comes level and leaves level, higher by twice `high`."""
    away = np.abs(Y - 190 - high * np.sin((X - WIDTH / 2) * np.pi / 140))
    return np.clip(width / 2 + 0.5 - away, 0, 1)[..., None]


def test_a_thick_pole_may_sway_more_than_a_wire() -> None:
    pole, wire = (with_line(ground(), swaying(4.5, width)) for width in (7.0, 2.0))
    assert line_layer(task_of(pole, hole())) is not None
    assert line_layer(task_of(wire, hole())) is None


def test_wires_that_sag_miss_nothing() -> None:
    away = np.abs(Y - 190 - 0.0008 * (X - WIDTH / 2) ** 2)
    sagging = with_line(ground(), np.clip(1.5 / 2 + 0.5 - away, 0, 1)[..., None])
    assert line_layer(task_of(sagging, hole())) is not None


def test_uneven_lines_have_to_meet_better_than_even_ones() -> None:
    shade = 0.28 * np.sin(X / 4)[..., None] * np.ones(3, np.float32)
    even, uneven = (with_line(ground(), swaying(3.0, 7.0), color) for color in (WIRE, 0.3 + shade))
    assert line_layer(task_of(even, hole())) is not None
    assert line_layer(task_of(uneven, hole())) is None
    straight = with_line(ground(), cover(0.0, 190, 7.0), 0.3 + shade)
    assert line_layer(task_of(straight, hole())) is not None


def test_lines_of_other_colors_do_not_meet() -> None:
    covered = cover(0.0, 190, 3.0)
    white = np.array([0.98, 0.98, 0.98], np.float32)
    half = with_line(ground(), covered * (X < 240)[..., None])
    photo = with_line(half, covered * (X >= 240)[..., None], white)
    assert lines_through(np.where(hole()[..., None], np.float32(0), photo), ~hole(), hole()) == []


def test_chosen_labels_and_strength_are_heard() -> None:
    covered, missing = cover(0.0, 190, 4.0), hole()
    task = task_of(with_line(ground(), covered), missing)
    made = np.full_like(task.photo, 0.8)
    box = bounding_box(missing)

    def darkest(changed: DetailTask, part: Mask) -> float:
        layer = line_layer(changed)
        assert layer is not None
        return float(layer.laid(state_of(made, missing)).pixels[(part & missing)[box.slices]].min())

    assert darkest(replace(task, wanted=missing & (X < 240)), X < 239) == pytest.approx(0.8)
    assert darkest(replace(task, wanted=missing & (X < 240)), X > 250) < 0.25
    assert darkest(replace(task, strength=0.5), missing) == pytest.approx(0.5 * (0.8 + 0.12), abs=0.06)


def test_fills_keep_a_wire_that_patches_would_break() -> None:
    covered, missing = cover(0.25, 190, 1.8), hole()
    truth = with_line(ground(0.03), covered)

    def seen(lines: bool) -> float:
        last = list(synthesize(task_of(truth, missing), method=replace(GUIDED, lines=lines)))[-1]
        result = ground(0.0)
        result[last.box.slices] = last.pixels
        on = missing & (covered[..., 0] > 0.9)
        return float((np.abs(result - WIRE).max(axis=2)[on] < 0.15).mean())

    assert seen(lines=True) > 0.85
    assert seen(lines=False) < 0.6


def test_without_lines_every_byte_is_as_before() -> None:
    task = task_of(ground(0.05), hole())
    one, two = (list(synthesize(task, method=replace(GUIDED, lines=on)))[-1] for on in (True, False))
    assert np.array_equal(one.pixels, two.pixels)
