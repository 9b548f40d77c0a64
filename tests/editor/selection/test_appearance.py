"""Textures of surroundings, and what they say of regions: closed forms on pictures that are known."""

from __future__ import annotations

import numpy as np
import pytest

from editor.painting.opencv import cv2
from editor.selection import appearance
from editor.selection.arrays import Array, Floats
from editor.selection.regions import RegionGraph, region_graph
from editor.selection.texture import COARSE_EDGES, PLANES, relative, textures


def seen(picture: Array) -> Floats:
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return textures(picture, np.asarray(lab, np.float32))


def striped(is_upright: bool) -> Array:
    stripes = np.where(np.arange(120) // 3 % 2, 200, 60).astype(np.uint8)
    gray = np.broadcast_to(stripes if is_upright else stripes[:, None], (120, 120))
    return np.asarray(np.dstack([gray] * 3), np.uint8)


def test_a_flat_picture_has_its_color_and_no_edges() -> None:
    planes = seen(np.full((60, 80, 3), 119, np.uint8))
    assert planes.shape == (60, 80, PLANES)
    np.testing.assert_allclose(planes[..., list(COARSE_EDGES)], 0, atol=1e-2)
    # sRGB 119 is L* 50.0.
    np.testing.assert_allclose(planes[..., [4, 12, 20]], 50 / 25, atol=0.02)


def test_upright_stripes_have_edges_across_and_turned_ones_down() -> None:
    upright, lying = seen(striped(True)), seen(striped(False))
    middle = (slice(30, 90), slice(30, 90))
    assert (upright[middle][..., 0] > 5 * upright[middle][..., 1]).all()
    np.testing.assert_allclose(np.swapaxes(lying, 0, 1)[..., 0], upright[..., 1], atol=1e-2)
    np.testing.assert_allclose(np.swapaxes(lying, 0, 1)[..., 1], upright[..., 0], atol=1e-2)


def test_what_all_regions_share_does_not_count() -> None:
    same = relative(np.full((9, PLANES), 3.0, np.float32))
    np.testing.assert_array_equal(same, 0)


@pytest.fixture
def halves() -> RegionGraph:
    """Stripes on the left and grain on the right, of one mean color."""
    picture = striped(True).copy()
    grain = np.random.default_rng(0).normal(130, 12, (120, 60)).clip(0, 255)
    picture[:, 60:] = grain.astype(np.uint8)[..., None]
    return region_graph(picture)


def test_regions_of_the_clicked_texture_are_more_alike(halves: RegionGraph) -> None:
    left, right = halves.at(25, 60), halves.at(95, 60)
    belief = np.zeros(halves.count, np.float32)
    belief[left] = 1
    columns = appearance.appearance(halves, [left], [right], belief)
    assert len(columns) == appearance.CUES
    assert all(column.shape == (halves.count,) and np.isfinite(column).all() for column in columns)
    to_wanted, to_unwanted, to_object, to_rest, from_wanted, from_unwanted = columns[:6]
    for x, nearer, farther in ((12, "wanted", "unwanted"), (108, "unwanted", "wanted")):
        region = halves.at(x, 30)
        alike = {"wanted": to_wanted[region], "unwanted": to_unwanted[region]}
        apart = {"wanted": from_wanted[region], "unwanted": from_unwanted[region]}
        assert alike[nearer] > alike[farther]
        assert apart[nearer] < apart[farther]
    assert to_object[left] == pytest.approx(1, abs=1e-5)
    assert to_object[right] < to_rest[right]


def test_without_unwanted_clicks_nothing_is_like_them(halves: RegionGraph) -> None:
    columns = appearance.appearance(halves, [0], [], np.zeros(halves.count, np.float32))
    np.testing.assert_array_equal(columns[1], -1)
    np.testing.assert_array_equal(columns[5], 1)
