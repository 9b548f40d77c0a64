"""The photo's slopes in the rim of a fill: closed forms, and what must stay as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.detail import GUIDED, DetailTask, rim_bridge, synthesize
from engine.detail import slopes as slopes_of
from engine.detail.slopes import DEPTH_PX, slopes
from engine.regions import Box

_SIZE = (96, 128)


def plane(size: tuple[int, int] = _SIZE) -> np.ndarray:
    """Colors that rise evenly in both directions."""
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    colors = np.stack([0.2 + 0.004 * x, 0.3 + 0.003 * y, 0.7 - 0.002 * (x + y)], axis=2)
    return colors.astype(np.float32)


def box_hole(y0: int, y1: int, x0: int, x1: int, size: tuple[int, int] = _SIZE) -> np.ndarray:
    hole = np.zeros(size, bool)
    hole[y0:y1, x0:x1] = True
    return hole


def with_slopes(picture: np.ndarray, hole: np.ndarray, known: np.ndarray, check=lambda: None) -> np.ndarray:
    result = picture.copy()
    for square, missing in slopes(picture, hole, known, 2, check):
        result[square.slices] += missing
    return result


def test_a_thin_hole_in_a_plane_becomes_the_plane():
    truth = plane()
    hole = box_hole(30, 34, 10, 118)
    wrong = truth + np.where(hole[..., None], np.float32(0.03), 0)

    difference = rim_bridge(wrong, hole, ~hole, 64.0)

    np.testing.assert_allclose((wrong + difference)[hole], truth[hole], atol=0.002)


def test_the_say_falls_evenly_from_the_ring_to_the_depth():
    truth = plane()
    hole = box_hole(20, 76, 20, 108)
    flat = np.where(hole[..., None], np.float32(0.5), truth)

    difference = rim_bridge(flat, hole, ~hole, 8.0)

    assert (difference[~hole] == 0).all()
    assert (difference[28:68, 28:100] == 0).all()
    # Beside the ring, where seven eighths of the bridge are heard, it is nearly the plane's own row.
    np.testing.assert_allclose((flat + difference)[20, 40:90], truth[20, 40:90], atol=0.03)
    along = np.abs(difference[:, 64]).sum(axis=1)
    assert along[20] > along[23] > along[26] > 0


def test_texture_stays_where_colors_change():
    rng = np.random.default_rng(0)
    truth = plane()
    hole = box_hole(20, 76, 20, 108)
    noise = rng.normal(0, 0.03, truth.shape).astype(np.float32)
    copied = np.where(hole[..., None], truth + 0.04 + noise, truth).astype(np.float32)

    sloped = with_slopes(copied, hole, ~hole)

    rim = hole & ~box_hole(24, 72, 24, 104)
    left = sloped - truth
    # The false tint goes, the grain on it does not: nearly all of its power from pixel to pixel is there.
    assert abs(left[rim].mean()) < 0.5 * 0.04
    fine = np.diff(left, axis=1)[rim[:, 1:] & rim[:, :-1]].var() / np.diff(noise, axis=1).var()
    assert 0.9 < fine < 1.1


def test_another_thing_in_the_fill_gets_no_haze():
    truth = np.full((*_SIZE, 3), 0.8, np.float32)
    hole = box_hole(20, 76, 20, 108)
    copied = truth.copy()
    copied[20:76, 60:70] = 0.1

    sloped = with_slopes(copied, hole, ~hole)

    assert np.abs(sloped[24:72, 63:67] - 0.1).max() < 0.02


def test_known_pixels_and_deep_ones_keep_their_bytes():
    rng = np.random.default_rng(1)
    picture = rng.random((96, 128, 3), dtype=np.float32)
    hole = box_hole(16, 80, 16, 112)

    sloped = with_slopes(picture, hole, ~hole)

    # What the filter carries inwards from the rim is no more than its radius.
    deep = box_hole(16 + DEPTH_PX + 8, 80 - DEPTH_PX - 8, 16 + DEPTH_PX + 8, 112 - DEPTH_PX - 8)
    assert (sloped[~hole] == picture[~hole]).all()
    assert (sloped[deep] == picture[deep]).all()
    assert (sloped[hole] != picture[hole]).any()


@pytest.mark.parametrize("known_share", [0.0, 1.0])
def test_nothing_known_or_nothing_to_make_changes_nothing(known_share: float):
    picture = plane()
    known = np.full(_SIZE, known_share > 0)

    assert (with_slopes(picture, ~known, known) == picture).all()


def test_pixels_of_another_hole_have_no_say():
    picture = plane()
    hole = box_hole(30, 60, 20, 60)
    other = box_hole(30, 60, 60, 100)
    picture[hole] = 0.5
    dark, bright = picture.copy(), picture.copy()
    dark[other], bright[other] = 0.0, 1.0

    there = rim_bridge(dark, hole, ~hole & ~other, 8.0)

    assert (there[:, 52:] == 0).all()
    # Black or white there, what is made ten pixels away hardly knows.
    np.testing.assert_allclose(rim_bridge(bright, hole, ~hole & ~other, 8.0), there, atol=0.01)


def test_squares_agree_with_the_whole_and_threads_with_one(monkeypatch):
    rng = np.random.default_rng(2)
    picture = (plane() + rng.normal(0, 0.02, (*_SIZE, 3))).astype(np.float32)
    hole = box_hole(10, 86, 10, 118)
    whole = rim_bridge(picture, hole, ~hole, 8.0)
    checks: list[int] = []

    monkeypatch.setattr(slopes_of, "_SQUARE_PX", 24)
    pieces = rim_bridge(picture, hole, ~hole, 8.0)
    alone = list(slopes(picture, hole, ~hole))
    together = list(slopes(picture, hole, ~hole, 3, lambda: checks.append(1)))

    np.testing.assert_allclose(pieces, whole, atol=0.003)
    assert all(a[0] == b[0] and (a[1] == b[1]).all() for a, b in zip(alone, together, strict=True))
    # Of four times five squares those in the middle hold no rim and are left out.
    assert len(checks) == -(-len(alone) // 3)
    assert len(alone) < 20


def test_it_can_be_cancelled():
    def cancel() -> None:
        raise InterruptedError

    hole = box_hole(10, 86, 10, 118)
    with pytest.raises(InterruptedError):
        with_slopes(plane(), hole, ~hole, cancel)


def test_synthesis_hears_the_slopes_but_not_where_a_label_was_chosen():
    rng = np.random.default_rng(3)
    photo = np.clip(plane() + rng.normal(0, 0.01, (*_SIZE, 3)), 0, 1).astype(np.float32)
    hole = box_hole(30, 66, 40, 88)
    field = np.where(hole[..., None], np.float32(0.45), photo)
    task = DetailTask(photo=photo, hole=hole, known=~hole, field=field, sources=~hole, grain=0.0)
    wanted = replace(task, labels=np.full(_SIZE, 3, np.uint8), wanted=hole)

    def final(asked: DetailTask, slopes: bool) -> np.ndarray:
        box = Box(40, 30, 88, 66)
        level = list(synthesize(asked, method=replace(GUIDED, slopes=slopes)))[-1]
        assert level.box == box
        return level.pixels

    changed = (final(task, True) != final(task, False)).any(axis=2)
    assert changed[[0, -1]].mean() > 0.9
    assert (final(wanted, True) == final(wanted, False)).all()
