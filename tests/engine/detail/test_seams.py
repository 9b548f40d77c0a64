"""Pieces of one smooth thing meet without a step."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engine.detail import DetailTask
from engine.detail.atlas import Atlas
from engine.detail.copies import copies_of
from engine.detail.expectation import roughness
from engine.detail.levels import build_levels
from engine.detail.seams import corrections
from engine.detail.search import Search
from engine.detail.task import Image
from engine.detail.vetoes import Vetoes

SIDE = 128


def corrected(photo: Image, shifts: tuple[int, ...]) -> tuple[Image, Image]:
    """A hole in the middle, copied in upright pieces from so many rows above; before and after."""
    hole = np.zeros((SIDE, SIDE), np.bool_)
    hole[64:112, 32:96] = True
    task = DetailTask(photo=photo, hole=hole, known=~hole, field=photo, sources=~hole)
    levels = build_levels(task)
    level, rough = levels[-1], roughness(levels)[-1]
    atlas = Atlas(level, rough, rough_weight=0.0, guide_weight=0.0, in_full=False, mirror=False)
    vetoes = Vetoes(None, (SIDE, SIDE), 0.0)
    search = Search(atlas, bias=0.0, vetoes=vetoes, echo=0.0, seed=0, threads=1)
    edges = np.linspace(32, 96, len(shifts) + 1).astype(int)
    shift = np.zeros(SIDE, np.int32)
    for (first, last), rows in zip(pairwise(edges), shifts, strict=True):
        shift[first:last] = rows
    search.match_y, search.match_x = search.target_y - shift[search.target_x], search.target_x
    copies = copies_of(search, search.index[search.pixel_y, search.pixel_x])
    after = copies.colors + corrections(search, copies)
    return copies.colors.reshape(48, 64, 3), after.reshape(48, 64, 3)


def steps(piece: Image) -> Image:
    return np.abs(np.diff(piece, axis=1))


def test_pieces_of_a_smooth_sky_agree_far_from_their_seams() -> None:
    """The sky grows lighter downwards; each piece comes from another height of it."""
    down = np.linspace(0.45, 0.55, SIDE, dtype=np.float32)[:, None, None]
    photo = np.broadcast_to(down, (SIDE, SIDE, 3)).copy()
    before, after = corrected(photo, (50, 54, 60))
    truth = photo[64:112, 32:96]
    assert steps(before).max() > 0.003
    assert steps(after).max() < 0.0005
    assert np.abs(after - truth).max() < 0.1 * np.abs(before - truth).max()


def test_copies_of_one_place_are_left_as_they_are() -> None:
    photo = np.tile(np.random.default_rng(0).random((16, SIDE, 3), dtype=np.float32), (SIDE // 16, 1, 1))
    before, after = corrected(photo, (64,))
    assert np.abs(after - before).max() < 1e-5


def test_a_copy_meets_the_photo_however_large_the_step_was() -> None:
    """Bright copies in a dark surrounding: between copies a large step may stay, at the border never."""
    photo = np.full((SIDE, SIDE, 3), 0.1, np.float32)
    photo[:60] = 0.9
    before, after = corrected(photo, (60,))
    assert before.min() > 0.8
    assert np.abs(after[-1, :, 0] - 0.1).max() < 0.1
    assert np.abs(after[24, [0, -1], 0] - 0.1).max() < 0.1
