"""The same piece is not shown twice side by side."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.detail.echoes import Users, echo, echo_cost, users_of
from engine.detail.matching import Places
from engine.detail.method import Method
from engine.detail.synthesis import synthesize
from engine.detail.task import DetailTask

_ROWS, _COLUMNS = 60, 80


def _written_out(users: Users, targets: Places, sources: Places, scale: int, number: int) -> float:
    """What `echo` says of the source that a target has, looking at every other target."""
    for other in range(targets.y.size):
        away = max(abs(targets.y[other] - targets.y[number]), abs(targets.x[other] - targets.x[number]))
        apart = max(
            abs(sources.y[other] // users.cell - sources.y[number] // users.cell),
            abs(sources.x[other] // users.cell - sources.x[number] // users.cell),
        )
        counted = scale > 1 or (targets.y[other] % 2 == 0 and targets.x[other] % 2 == 0)
        shallower = users.own_depth[other] < users.own_depth[number]
        if counted and shallower and apart <= 1 and users.near <= away <= users.far:
            return float(users.cost[number])
    return 0.0


@pytest.mark.parametrize("scale", [1, 2, 8])
def test_who_pays_is_who_shows_what_a_shallower_place_nearby_shows(scale: int) -> None:
    rng = np.random.default_rng(scale)
    y, x = (part.ravel().astype(np.int32) for part in np.mgrid[20:44, 24:60])
    targets = Places(y, x)
    sources = Places(
        rng.integers(0, _ROWS, y.size).astype(np.int32), rng.integers(0, _COLUMNS, y.size).astype(np.int32)
    )
    depth = rng.integers(1, 9, y.size).astype(np.float32)
    cost = rng.random(y.size).astype(np.float32)
    users = users_of(targets, sources, depth, cost, _ROWS, _COLUMNS, scale)
    told = [
        float(echo(users, targets, number, sources.y[number], sources.x[number])) for number in range(y.size)
    ]
    wanted = [_written_out(users, targets, sources, scale, number) for number in range(y.size)]
    assert told == pytest.approx(wanted)
    assert 0 < np.count_nonzero(wanted) < y.size  # both cases are looked at


def test_a_piece_in_one_is_no_echo_and_its_copy_beside_it_is() -> None:
    y, x = (part.ravel().astype(np.int32) for part in np.mgrid[10:26, 10:42])
    depth = (x - 9).astype(np.float32)  # the hole is entered from the left
    cost = np.ones(y.size, np.float32)
    whole = Places(y + 30, x + 20)
    users = users_of((y, x), whole, depth, cost, 100, 100, 4)
    paid = [echo(users, Places(y, x), n, whole.y[n], whole.x[n]) for n in range(y.size)]
    assert not any(paid)
    stamped = Places(y + 30, np.where(x < 26, x, x - 16) + 20)  # the left half twice
    users = users_of((y, x), stamped, depth, cost, 100, 100, 4)
    paid = np.array([echo(users, Places(y, x), n, stamped.y[n], stamped.x[n]) for n in range(y.size)])
    assert paid[x >= 27].all()
    assert not paid[x < 25].any()


def test_echoes_cost_by_how_well_they_are_seen() -> None:
    deviation = np.array([0.007, 0.01, 0.04, 0.2, 0.4], np.float32)
    unseen, faint, fair, strong, stronger = echo_cost(deviation**2, 2.0)
    assert unseen == 0
    assert fair == pytest.approx(16 * faint)
    assert fair < strong == stronger


def stamped_share(pixels: np.ndarray, hole: np.ndarray) -> float:
    """Share of the hole's patches of 9 px that stand again in it, 8 to 40 px away."""
    gray = pixels.mean(axis=2).astype(np.float32)
    y, x = (part[::3] for part in np.nonzero(cv2.erode(hole.astype(np.uint8), np.ones((9, 9), np.uint8))))
    again = 0
    for row, column in zip(y, x, strict=True):
        patch = gray[row - 4 : row + 5, column - 4 : column + 5]
        top, left = max(row - 40, 0), max(column - 40, 0)
        around = np.where(hole, gray, np.float32(9))[top : row + 41, left : column + 41]
        unlike = cv2.matchTemplate(around, patch, cv2.TM_SQDIFF) / 81
        unlike[
            max(row - 4 - top - 7, 0) : row - 4 - top + 8,
            max(column - 4 - left - 7, 0) : column - 4 - left + 8,
        ] = 9
        again += unlike.min() < 0.1 * patch.var()
    return again / y.size


def test_the_dearer_echoes_are_the_fewer_stamps_fill_a_hole() -> None:
    noise = np.random.default_rng(8).standard_normal((192, 192)).astype(np.float32)
    grain = cv2.GaussianBlur(noise, (0, 0), 1.5)
    photo = np.repeat((0.5 + 0.12 * grain / grain.std())[..., None], 3, axis=2).clip(0, 1).astype(np.float32)
    hole = np.zeros((192, 192), np.bool_)
    hole[56:136, 56:136] = True
    field = np.where(hole[..., None], np.float32(0.5), photo)
    task = DetailTask(photo=photo, hole=hole, known=~hole, field=field, sources=~hole)
    stamped = []
    for cost in (0.0, 2.0, 5.0):
        last = list(synthesize(task, method=Method(echo=cost)))[-1]
        pixels = photo.copy()
        pixels[last.box.slices] = last.pixels
        stamped.append(stamped_share(pixels, hole))
    assert stamped[0] > stamped[1] > stamped[2]
    assert stamped[2] < 0.6 * stamped[0]
