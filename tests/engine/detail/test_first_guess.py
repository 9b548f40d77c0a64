"""The search begins with shifted pieces of the photo, on the first level that has room for its patches."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detail import DetailTask
from engine.detail.first_guess import FirstGuess, first_guess, is_crowded
from engine.detail.levels import Level, build_levels
from engine.detail.shift_map import finer, shift_map
from engine.detail.task import Image, Mask
from engine.detail.vetoes import Vetoes

SIDE = 256


def hole_of(margin: int) -> Mask:
    hole = np.zeros((SIDE, SIDE), np.bool_)
    hole[margin:-margin, margin:-margin] = True
    return hole


def lawn() -> Image:
    """Rough at every size, and nowhere the same."""
    random = np.random.default_rng(3)
    total = np.zeros((SIDE, SIDE, 3), np.float32)
    for cell in (1, 4, 16):
        coarse = random.random((SIDE // cell, SIDE // cell, 3), dtype=np.float32)
        total += coarse.repeat(cell, axis=0).repeat(cell, axis=1)
    return 0.5 + 0.3 * (total / 3 - 0.5)


def levels_of(photo: Image, hole: Mask, field: float = 0.5) -> list[Level]:
    seen = np.where(hole[..., None], np.float32(field), photo)
    return build_levels(DetailTask(photo=seen, hole=hole, known=~hole, field=seen, sources=~hole))


def guess_of(levels: list[Level], heard: float = 0.0, threads: int = 1) -> FirstGuess:
    anywhere = Vetoes(None, (SIDE, SIDE), 0.0)
    return first_guess(levels, 24, 10.0, heard, anywhere, None, 0, threads, lambda: None)


def test_a_level_that_is_mostly_hole_is_left_for_a_finer_one() -> None:
    tight, roomy = levels_of(lawn(), hole_of(56)), levels_of(lawn(), hole_of(96))

    assert is_crowded(tight[0])
    assert guess_of(tight).number == 1
    assert not is_crowded(roomy[0])
    assert guess_of(roomy).number == 0


def test_pieces_stay_in_one_on_the_finer_level() -> None:
    levels = levels_of(lawn(), hole_of(56))
    coarse = shift_map(
        levels[0],
        offsets := np.array([(0, 80), (0, -80), (80, 0), (-80, 0)], np.int32) * levels[0].size[0] // SIDE,
        np.zeros(levels[0].size, np.float32),
        Vetoes(None, (SIDE, SIDE), 0.0),
        [],
        0,
        1,
    )
    level = levels[1]

    fine = finer(coarse, 2 * offsets, level)

    y, x = np.nonzero(fine.labels >= 0)
    from_y, from_x = (np.stack([y, x], 1) + [fine.box.y0, fine.box.x0] + 2 * offsets[fine.labels[y, x]]).T
    assert level.known[from_y, from_x].all()
    assert np.array_equal(fine.colors[y, x], level.picture[from_y, from_x])
    below = coarse.labels[(y + fine.box.y0) // 2 - coarse.box.y0, (x + fine.box.x0) // 2 - coarse.box.x0]
    assert np.array_equal(fine.labels[y, x], below)
    # A copy is lost only where, at twice the size, its source would touch the hole.
    assert len(y) > 0.9 * 4 * (coarse.labels >= 0).sum()


@pytest.mark.parametrize("field", [0.5, 0.8])
def test_a_field_that_nothing_fits_does_not_stay_for_that(field: float) -> None:
    """Where all copies cost much, smoothness alone is no reason to keep the field: a lawn stays a lawn."""
    levels = levels_of(lawn(), hole_of(96), field)

    found = guess_of(levels, heard=1.0).found

    assert (found.labels >= 0)[levels[0].hole[found.box.slices]].mean() > 0.6


def test_without_sources_the_field_stays() -> None:
    levels = levels_of(lawn(), hole_of(96))
    levels = [Level(**{**vars(level), "centers": np.zeros_like(level.centers)}) for level in levels]

    guess = guess_of(levels)

    assert guess.number == 0
    assert (guess.found.labels == -1).all()


def test_threads_change_nothing() -> None:
    levels = levels_of(lawn(), hole_of(56))
    one, two = guess_of(levels, 0.3, 1), guess_of(levels, 0.3, 2)

    assert np.array_equal(one.found.labels, two.found.labels)
    assert np.array_equal(one.found.colors, two.found.colors)
