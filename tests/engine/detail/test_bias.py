"""Sources may be lighter, darker or tinted, within limits."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.detail.bias import Bias, ease, forgiven, given, update_means
from engine.detail.matching import Places
from engine.detail.method import Method
from engine.detail.patch_sums import RADIUS, SIDE
from engine.detail.synthesis import synthesize
from engine.detail.task import DetailTask
from engine.regions import Box
from tests.engine.detail.test_echoes import stamped_share

_SHARE = 0.9


def _patch(picture: np.ndarray, y: int, x: int) -> np.ndarray:
    return picture[y - RADIUS : y + RADIUS + 1, x - RADIUS : x + RADIUS + 1].astype(np.float64)


@pytest.mark.parametrize("most", [0.0, 0.03, 0.5])
def test_what_is_forgiven_is_what_the_bias_takes_off_the_distance(most: float) -> None:
    rng = np.random.default_rng(3)
    picture = (rng.random((40, 50, 4)) * np.linspace(0.2, 1, 50)[None, :, None]).astype(np.float32)
    means = np.empty_like(picture)
    update_means(means, picture, Box.whole(picture.shape[:2]))
    scale = np.array([1, 1, 1, 0], np.float32)  # the fourth channel has no bias
    some = rng.random((40, 50)).astype(np.float32)
    bias = Bias(means, scale, np.full(1, most, np.float32), some)
    for y, x, sy, sx in rng.integers(RADIUS, 36, (20, 4)):
        target, source = _patch(picture, y, x), _patch(picture, sy, sx)
        missing = (target - source).mean(axis=(0, 1))
        limit = most * some[sy, sx]
        added = np.clip(missing, -limit, limit) * scale
        less = ((target - source) ** 2).sum() - ((target - source - added) ** 2).sum()
        assert forgiven(bias, 0, y, x, sy, sx) == pytest.approx(_SHARE * less, abs=1e-4)
        out = np.empty((1, 3), np.float32)
        given(bias, Places(np.array([y]), np.array([x])), np.array([sy]), np.array([sx]), out, 0, 1)
        assert out[0] == pytest.approx(_SHARE * added[:3], abs=1e-6)


def test_a_patch_with_an_edge_has_next_to_no_bias_and_texture_has_all() -> None:
    """A tint would show on both sides of the edge."""
    noise = np.random.default_rng(2).standard_normal((60, 60)).astype(np.float32)
    picture = np.full((60, 60, 3), 0.3, np.float32)
    picture[:30, 30:] = 0.7
    picture[30:] += 0.05 * noise[30:, :, None]
    eased = ease(picture)
    assert eased[15, 15] == eased[15, 45] == 1
    assert eased[15, 29:31].max() < 0.15
    assert eased[15, 27:33].max() < 0.4
    assert eased[38:52, 8:52].min() > 0.9


@pytest.mark.parametrize("part", [Box(10, 12, 20, 15), Box(0, 0, 5, 40), Box(33, 30, 50, 40)])
def test_means_are_kept_up_to_date_around_what_changes(part: Box) -> None:
    rng = np.random.default_rng(5)
    picture = rng.random((40, 50, 4)).astype(np.float32)
    means = np.empty_like(picture)
    update_means(means, picture, Box.whole(picture.shape[:2]))
    picture[part.slices] = 0.5
    update_means(means, picture, part)
    assert means == pytest.approx(cv2.blur(picture, (SIDE, SIDE)), abs=1e-6)


def test_shaded_grain_has_fewer_stamps_where_sources_may_be_lighter() -> None:
    """The shade has its colors above and below the hole alone; the grain is the same everywhere."""
    noise = np.random.default_rng(9).standard_normal((192, 192)).astype(np.float32)
    grain = cv2.GaussianBlur(noise, (0, 0), 1.5)
    shade = 0.3 + 0.3 * np.sin(np.linspace(0, np.pi, 192, dtype=np.float32))
    photo = np.repeat((shade[None] + 0.03 * grain / grain.std())[..., None], 3, axis=2)
    hole = np.zeros((192, 192), np.bool_)
    hole[40:152, 66:126] = True
    field = np.where(hole[..., None], shade[None, :, None], photo)
    task = DetailTask(photo=photo, hole=hole, known=~hole, field=field, sources=~hole)
    stamped = []
    for most in (0.0, 0.08):
        last = list(synthesize(task, method=Method(bias=most)))[-1]
        pixels = photo.copy()
        pixels[last.box.slices] = last.pixels
        stamped.append(stamped_share(pixels - cv2.GaussianBlur(pixels, (0, 0), 6), hole))
        in_shade = cv2.GaussianBlur(pixels - shade[None, :, None], (0, 0), 4)[hole]
        assert np.abs(in_shade).mean() < 0.02  # the shade itself is there
    assert stamped[1] < 0.3 * stamped[0]
