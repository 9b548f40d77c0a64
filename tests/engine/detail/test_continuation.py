"""Lines, arcs and corners that a hole interrupts go on inside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.detail import GUIDED, DetailTask, Method, harmonic, synthesize
from engine.detail.continuation import continued, flowed
from engine.detail.contours import contour_ends
from engine.detail.curves import curves_between
from engine.detail.task import Image, Mask
from engine.detail.tracing import Ends

SIDE = 160
LIGHT, DARK = np.array([0.8, 0.7, 0.6], np.float32), np.array([0.2, 0.25, 0.3], np.float32)
Y, X = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)

# How far below its contour a pixel lies, for three contours that cross the middle.
SHAPES: dict[str, Callable[[Image, Image], np.ndarray]] = {
    "line": lambda x, y: y - (60 + 0.25 * x),
    "arc": lambda x, y: 70 - np.hypot(x - 80, y - 140),
    "corner": lambda x, y: (y - (66 + 0.6 * np.abs(x - 80))) / 1.17,
}


def drawn(shape: str, noise: float = 0.02) -> Image:
    below = np.clip(SHAPES[shape](X, Y) + 0.5, 0, 1)[..., None]
    grain = np.random.default_rng(3).normal(0, noise, (SIDE, SIDE, 3)).astype(np.float32)
    return np.clip(LIGHT + below * (DARK - LIGHT) + grain, 0, 1).astype(np.float32)


def middle() -> Mask:
    hole = np.zeros((SIDE, SIDE), np.bool_)
    hole[50:110, 52:112] = True
    return hole


def task_of(truth: Image, hole: Mask) -> DetailTask:
    given = np.where(hole[..., None], np.float32(np.nan), truth)
    return DetailTask(photo=given, hole=hole, known=~hole, field=harmonic(truth, ~hole), sources=~hole)


def test_ends_know_place_heading_and_colors() -> None:
    hole = middle()
    ends = contour_ends(drawn("line"), ~hole, hole)
    assert len(ends.place) == 2
    assert np.abs(SHAPES["line"](ends.place[:, 0], ends.place[:, 1])).max() < 1
    along = np.array([1, 0.25]) / np.hypot(1, 0.25)
    into = np.where(ends.place[:, :1] < 80, along, -along)
    assert np.abs(ends.heading - into).max() < 0.06
    assert np.abs(ends.curvature).max() < 0.01
    from_left = ends.place[:, 0] < 80
    # Below lies to the right of who comes from the left.
    for right, color in ((True, DARK), (False, LIGHT)):
        seen = np.where((from_left == right)[:, None], ends.right, ends.left)
        assert np.abs(seen - color).max() < 0.05


def test_an_arc_shows_its_curvature() -> None:
    hole = middle()
    ends = contour_ends(drawn("arc", 0.005), ~hole, hole)
    turning = ends.curvature * np.where(ends.place[:, 0] < 80, 1, -1)
    assert len(turning) == 2
    assert turning == pytest.approx(1 / 70, rel=0.5)


def test_texture_has_no_contours() -> None:
    random = np.random.default_rng(1).random((SIDE, SIDE, 3), dtype=np.float32)
    leaves = cv2.GaussianBlur(random, (0, 0), 1.5)
    leaves = 0.5 + 0.15 * (leaves - leaves.mean()) / leaves.std()
    assert continued(task_of(leaves, middle()), 1) is None


@pytest.mark.parametrize("shape", list(SHAPES))
def test_a_contour_goes_on_as_it_began(shape: str) -> None:
    hole = middle()
    curves = curves_between(contour_ends(drawn(shape), ~hole, hole))
    assert len(curves) == 1
    assert np.abs(SHAPES[shape](*curves[0].points.T)).max() < 2.5
    assert np.hypot(*np.diff(curves[0].points, axis=0).T).max() < 1


def ends_of(*rows: tuple) -> Ends:
    """Ends from (x, y), heading, left and right gray."""
    place, heading, left, right = (np.array(column, np.float32) for column in zip(*rows, strict=True))
    gray = [np.repeat(color[:, None], 3, axis=1) for color in (left, right)]
    step, length = np.abs(left - right), np.full(len(place), 20, np.float32)
    return Ends(place, heading, np.zeros(len(place), np.float32), *gray, step, length)


def test_only_ends_with_the_same_colors_on_the_same_sides_mean_each_other() -> None:
    west, east = ((0.0, 30.0), (1.0, 0.0)), ((60.0, 30.0), (-1.0, 0.0))
    assert len(curves_between(ends_of((*west, 0.8, 0.2), (*east, 0.2, 0.8)))) == 1
    assert curves_between(ends_of((*west, 0.8, 0.2), (*east, 0.8, 0.2))) == []
    assert curves_between(ends_of((*west, 0.8, 0.2), (*east, 0.6, 0.8))) == []


def test_contours_do_not_cross_and_lines_may() -> None:
    west, east = ((0.0, 30.0), (1.0, 0.0)), ((60.0, 30.0), (-1.0, 0.0))
    north, south = ((30.0, 0.0), (0.0, 1.0)), ((30.0, 60.0), (0.0, -1.0))
    crossing = ends_of((*west, 0.8, 0.2), (*east, 0.2, 0.8), (*north, 0.9, 0.1), (*south, 0.1, 0.88))
    (curve,) = curves_between(crossing)
    assert np.ptp(curve.points[:, 1]) < 1e-3
    both = curves_between(crossing, may_cross=True)
    assert {curve.ends for curve in both} == {(0, 1), (2, 3)}


def test_nothing_flows_across_a_curve() -> None:
    hole = middle()
    picture = np.where(X[..., None] + 0.5 * Y[..., None] < 120.3, LIGHT, DARK)
    # The curve runs where no pixel's center lies, from well above the hole to well below.
    y = np.linspace(40, 120, 400, dtype=np.float32)
    curve = np.stack([120.3 - 0.5 * y, y], axis=1)
    gray = np.where(hole[..., None], np.float32(0.5), picture)
    result = flowed(gray, ~hole, hole, [curve], 1)
    assert np.abs(result - picture).max() < 0.06
    assert np.array_equal(result[~hole], picture[~hole])
    blurred = flowed(gray, ~hole, hole, [], 1)
    assert np.abs(blurred - picture).max() > 0.2


def edge_miss(result: Image, hole: Mask, shape: str) -> float:
    """Mean distance of the border between light and dark to the drawn one, over the hole's columns."""
    columns = np.unique(np.nonzero(hole)[1])
    dark = cv2.GaussianBlur(result, (0, 0), 1.0).mean(axis=2) < (LIGHT + DARK).mean() / 2
    truth = SHAPES[shape](X, Y) > 0
    return float(np.abs(dark[:, columns].sum(axis=0) - truth[:, columns].sum(axis=0)).mean())


@pytest.mark.parametrize("shape", ["arc", "corner"])
def test_fills_follow_contours_where_the_field_knows_none(shape: str) -> None:
    truth, hole = drawn(shape, 0.04), middle()

    def missed(method: Method) -> float:
        last = list(synthesize(task_of(truth, hole), method=method))[-1]
        result = truth.copy()
        result[last.box.slices] = last.pixels
        return edge_miss(result, hole, shape)

    with_contours = missed(GUIDED)
    assert with_contours < 3
    assert with_contours < 0.6 * missed(replace(GUIDED, contours=False))


def test_a_picture_without_contours_is_filled_as_before() -> None:
    truth, hole = np.random.default_rng(4).random((SIDE, SIDE, 3), dtype=np.float32), middle()
    task = task_of(truth, hole)
    assert continued(task, 1) is None
    one, two = (list(synthesize(task, method=Method(contours=on)))[-1] for on in (True, False))
    assert np.array_equal(one.pixels, two.pixels)


def test_threads_change_nothing() -> None:
    task = task_of(drawn("arc"), middle())
    one, two = (continued(task, threads) for threads in (1, 2))
    assert one is not None
    assert two is not None
    assert np.array_equal(one.colors, two.colors)
    assert np.array_equal(one.say, two.say)


def test_a_field_is_led_in_the_hole_alone() -> None:
    task = task_of(drawn("line"), middle())
    found = continued(task, 1)
    assert found is not None
    led = found.led(task.field, task.hole)
    assert np.array_equal(led[~task.hole], task.field[~task.hole], equal_nan=True)
    near = task.hole & (np.abs(SHAPES["line"](X, Y)) < 6) & (np.abs(SHAPES["line"](X, Y)) > 2)
    error = [np.abs(field - drawn("line", 0.0))[near].mean() for field in (task.field, led)]
    assert error[1] < 0.25 * error[0]


def test_straight_contours_lead_to_what_lies_just_beyond_the_hole() -> None:
    found = continued(task_of(drawn("line"), middle()), 1)
    assert found is not None
    (lead,) = found.leads_at((SIDE // 2, SIDE // 2))
    assert (lead.offsets[0] == -lead.offsets[1]).all()
    down, right = np.abs(lead.offsets[0])
    # The hole is 60 px wide, 30 at half the size.
    assert 31 <= right <= 36
    assert abs(down - 0.25 * right) < 1
    away = np.abs(SHAPES["line"](2 * X + 0.5, 2 * Y + 0.5)[: SIDE // 2, : SIDE // 2]) / 2
    assert away[lead.band].max() < 4
    assert lead.band[30:50, 30:50][away[30:50, 30:50] < 1].all()


def test_bent_contours_lead_nowhere() -> None:
    found = continued(task_of(drawn("corner"), middle()), 1)
    assert found is not None
    assert found.leads_at((SIDE, SIDE)) == []


def test_colors_flow_evenly_into_ragged_holes() -> None:
    slope = np.repeat((X / SIDE)[..., None], 3, axis=2)
    random = np.random.default_rng(6).random((SIDE, SIDE))
    hole = np.hypot(X - 80, Y - 80) + 6 * random < 50
    result = flowed(np.where(hole[..., None], np.float32(0), slope), ~hole, hole, [], 1)
    assert np.abs(result - slope).max() < 0.01
