"""A photo's repetitions are found, and a hole is filled with the photo shifted by them."""

from __future__ import annotations

import numpy as np
import pytest

from engine.detail import DetailTask, level_count, synthesize
from engine.detail.leads import Lead
from engine.detail.levels import Level, build_levels
from engine.detail.offsets import dominant_offsets, rarity
from engine.detail.shift_map import shift_map, shift_map_level
from engine.detail.task import Image, Mask
from engine.detail.vetoes import Vetoes

SIDE = 64


def middle() -> Mask:
    hole = np.zeros((SIDE, SIDE), np.bool_)
    hole[24:40, 24:40] = True
    return hole


def wallpaper(pitch_y: int, pitch_x: int) -> Image:
    """Random tiles, repeated exactly."""
    tile = np.random.default_rng(5).random((pitch_y, pitch_x, 3), dtype=np.float32)
    return np.tile(tile, (SIDE // pitch_y + 1, SIDE // pitch_x + 1, 1))[:SIDE, :SIDE]


def finest(photo: Image, hole: Mask, appearance: Image | None = None) -> Level:
    gray = np.where(hole[..., None], np.float32(0.5), photo)
    task = DetailTask(photo=gray, hole=hole, known=~hole, field=gray, sources=~hole, appearance=appearance)
    return build_levels(task)[-1]


def weights(everywhere: float) -> Image:
    return np.full((SIDE, SIDE), everywhere, np.float32)


@pytest.mark.parametrize(("pitch_y", "pitch_x"), [(12, 9), (7, 16)])
def test_the_strongest_offsets_are_the_periods(pitch_y: int, pitch_x: int) -> None:
    offsets = dominant_offsets(finest(wallpaper(pitch_y, pitch_x), middle()), 16)
    assert len(offsets)
    assert not (offsets % [pitch_y, pitch_x]).any()


def test_offsets_lead_both_ways_and_never_nearby() -> None:
    photo = np.random.default_rng(0).random((SIDE, SIDE, 3), dtype=np.float32)
    offsets = dominant_offsets(finest(photo, middle()), 1000)
    assert (np.abs(offsets).max(axis=1) >= 4).all()
    there = {tuple(offset) for offset in offsets.tolist()}
    assert {(-y, -x) for y, x in there} == there


def test_a_lone_thing_is_rare_and_a_pattern_is_not() -> None:
    photo = wallpaper(8, 8)
    photo[4:16, 4:16] = np.random.default_rng(9).random((12, 12, 3), dtype=np.float32)
    rare = rarity(finest(photo, middle()))
    assert rare[8:12, 8:12].min() > 10 * rare[44:56, 44:56].max()


def test_a_photo_without_sources_has_none() -> None:
    level = finest(wallpaper(8, 8), middle())
    none = np.zeros_like(level.centers)
    assert dominant_offsets(Level(**{**vars(level), "centers": none}), 8).shape == (0, 2)


def test_a_pattern_is_completed_exactly_and_in_phase() -> None:
    truth, hole = wallpaper(12, 9), middle()
    level = finest(truth, hole)
    found = shift_map(
        level, dominant_offsets(level, 24), weights(0.0), Vetoes(None, (SIDE, SIDE), 0.0), [], 0, 1
    )
    assert np.array_equal(found.colors, truth[found.box.slices])
    assert (found.labels[hole[found.box.slices]] >= 0).all()


def test_only_known_pixels_are_copied_and_threads_change_nothing() -> None:
    photo, hole = np.random.default_rng(2).random((SIDE, SIDE, 3), dtype=np.float32), middle()
    level = finest(photo, hole)
    offsets = dominant_offsets(level, 12)
    anywhere = Vetoes(None, (SIDE, SIDE), 0.0)
    one, two = (shift_map(level, offsets, weights(1.0), anywhere, [], 3, threads) for threads in (1, 2))
    assert np.array_equal(one.labels, two.labels)
    y, x = np.nonzero(one.labels >= 0)
    from_y, from_x = (np.stack([y, x], 1) + [one.box.y0, one.box.x0] + offsets[one.labels[y, x]]).T
    assert not hole[from_y, from_x].any()
    assert np.array_equal(one.colors[y, x], photo[from_y, from_x])


def test_without_offsets_the_field_stays() -> None:
    level = finest(wallpaper(8, 8), middle())
    found = shift_map(
        level, np.zeros((0, 2), np.int32), weights(1.0), Vetoes(None, (SIDE, SIDE), 0.0), [], 0, 1
    )
    assert (found.labels == -1).all()
    assert np.array_equal(found.colors, level.picture[found.box.slices])


def test_a_lead_is_followed_however_rare_what_it_shows() -> None:
    photo, hole = wallpaper(8, 8), middle()
    photo[:, 30:34] = np.random.default_rng(7).random((SIDE, 4, 3), dtype=np.float32)
    level = finest(photo, hole)
    offsets = np.array([(0, 24), (0, -24), (24, 0), (-24, 0)], np.int32)
    band = np.zeros_like(hole)
    band[:, 30:34] = True

    def along(leads: list[Lead]) -> float:
        """The share of the band that is shifted up or down."""
        found = shift_map(level, offsets, weights(0.0), Vetoes(None, (SIDE, SIDE), 1.0), leads, 0, 1)
        return float((found.labels[(band & hole)[found.box.slices]] >= 2).mean())

    assert along([]) == 0
    assert along([Lead(band, offsets[2:])]) > 0.7


@pytest.mark.parametrize(("sizes", "number"), [([300, 1200, 4800], 1), ([5000, 20000], 0), ([90, 360], 1)])
def test_the_finest_level_that_is_small_enough_is_taken(sizes: list[int], number: int) -> None:
    assert shift_map_level(sizes) == number


def test_as_many_states_as_promised() -> None:
    photo, hole = wallpaper(12, 9).repeat(4, axis=0).repeat(4, axis=1), middle().repeat(4, 0).repeat(4, 1)
    task = DetailTask(photo=photo, hole=hole, known=~hole, field=photo, sources=~hole)
    assert len(list(synthesize(task))) == level_count(hole)
