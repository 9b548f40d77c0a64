"""Click selection: plain objects are found, clicks are obeyed, the same clicks give the same mask."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.painting.opencv import cv2
from editor.painting.rect import Rect
from editor.selection.clicks import Click, ClickSelector, Scene, reach_beyond
from editor.selection.cues import CUES, walk
from editor.selection.judging import judged, network, shipped_layers
from editor.selection.regions import region_graph
from editor.selection.snapping import CancelledError, snapped


def disc_scene(size: int = 240, radius: int = 50, dtype: type = np.uint8) -> tuple[Scene, np.ndarray]:
    """A warm disc with a soft rim on a cool, grainy slope."""
    y, x = np.mgrid[:size, :size].astype(np.float32)
    center = size / 2
    distance = np.hypot(x + 0.5 - center, y + 0.5 - center)
    share = np.clip(radius + 0.5 - distance, 0, 1)[..., None]
    ground = np.dstack([40 + y * 0.1, 70 + x * 0.1, np.full_like(x, 110)])
    grain = np.random.default_rng(3).normal(0, 3, (size, size, 3))
    pixels = (ground * (1 - share) + np.array([205, 150, 60]) * share + grain).clip(0, 255).astype(np.uint8)
    photo = pixels.astype(dtype) * (257 if dtype == np.uint16 else 1)
    return Scene(photo.astype(dtype), 0, Rect(0, 0, size, size)), distance < radius


def laid(scene: Scene, selected: tuple[Rect, np.ndarray]) -> np.ndarray:
    whole = np.zeros(scene.photo.shape[:2], np.bool_)
    rect, coverage = selected
    whole[rect.slices] = coverage > 127
    return whole


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / max(1, (one | other).sum()))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_one_click_finds_a_plain_object_to_the_pixel(dtype: type) -> None:
    scene, disc = disc_scene(dtype=dtype)
    found = laid(scene, ClickSelector().select(scene, [Click(120, 120, True)]))
    assert overlap(found, disc) > 0.97


def test_a_photo_with_alpha_and_a_window_of_it() -> None:
    scene, disc = disc_scene()
    photo = np.dstack([scene.photo, np.full(disc.shape, 255, np.uint8)])
    windowed = Scene(photo, 0, Rect(40, 30, 220, 210))
    found = laid(windowed, ClickSelector().select(windowed, [Click(120, 120, True)]))
    assert overlap(found, disc) > 0.95
    assert not found[:, :40].any()


def test_a_mask_reaches_a_little_beyond_the_object_and_not_out_of_the_photo() -> None:
    scene, _ = disc_scene()
    exact = laid(scene, ClickSelector().select(scene, [Click(120, 120, True)]))
    wide = replace(scene, beyond_px=5)
    found = laid(wide, ClickSelector().select(wide, [Click(120, 120, True)]))
    away = cv2.distanceTransform((~exact).astype(np.uint8), cv2.DIST_L2, 5)
    assert found[away <= 4.5].all()
    assert not found[away > 6.5].any()
    everything, _ = disc_scene(radius=119)
    everything = replace(everything, beyond_px=9)
    rect, coverage = ClickSelector().select(everything, [Click(120, 120, True)])
    assert Rect(0, 0, 240, 240).contains(rect)
    assert coverage.shape == (rect.height, rect.width)


@pytest.mark.parametrize(("side", "reach"), [(200, 2), (1024, 3), (6000, 15)])
def test_the_reach_is_what_an_outline_is_known_to(side: int, reach: int) -> None:
    assert reach_beyond(Rect(10, 10, 10 + side, 10 + side // 2)) == reach


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_clicked_places_are_obeyed_in_any_picture(seed: int) -> None:
    rng = np.random.default_rng(seed)
    height, width = (int(v) for v in rng.integers(60, 200, 2))
    coarse = rng.integers(0, 256, (9, 9, 3)).astype(np.uint8)
    photo = np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))
    scene = Scene(photo, 0, Rect(0, 0, width, height))
    graph = region_graph(photo)
    # One click in each of four far corners, on flat enough places to be sure of the region.
    places = [(0.2, 0.2, True), (0.8, 0.8, False), (0.2, 0.8, True), (0.8, 0.2, False)]
    clicks = [Click(x * width, y * height, is_wanted) for x, y, is_wanted in places]
    selector = ClickSelector()
    rect, coverage = selector.select(scene, clicks)
    belief = selector._believe(selector._look_at(scene), scene.window, tuple(clicks), lambda: False)
    regions = selector._look_at(scene)
    for click in clicks:
        x = click.x * regions.labels.shape[1] / width
        y = click.y * regions.labels.shape[0] / height
        assert (belief[regions.at(x, y)] > 0.5) == click.is_wanted
    assert scene.window.contains(rect)
    assert set(np.unique(coverage)) <= {0, 255}
    assert graph.count > 4


def test_the_same_clicks_give_the_same_mask_also_after_a_detour() -> None:
    scene, _ = disc_scene()
    first, second = Click(120, 120, True), Click(40, 40, False)
    fresh = laid(scene, ClickSelector().select(scene, [first, second]))
    used = ClickSelector()
    used.select(scene, [Click(20, 200, True)])
    used.select(scene, [first])
    used.select(scene, [first, Click(150, 120, True)])
    np.testing.assert_array_equal(laid(scene, used.select(scene, [first, second])), fresh)


def test_another_version_of_the_photo_is_looked_at_anew() -> None:
    scene, disc = disc_scene()
    selector = ClickSelector()
    selector.select(scene, [Click(120, 120, True)])
    moved = Scene(np.roll(scene.photo, 60, axis=1), 1, scene.window)
    found = laid(moved, selector.select(moved, [Click(180, 120, True)]))
    assert overlap(found, np.roll(disc, 60, axis=1)) > 0.95


def test_without_a_wanted_click_nothing_is_selected() -> None:
    scene, _ = disc_scene()
    for clicks in ([], [Click(50, 50, False)]):
        rect, coverage = ClickSelector().select(scene, clicks)
        assert rect.is_empty
        assert coverage.size == 0


def test_an_answer_that_is_not_wanted_any_more_stops() -> None:
    scene, _ = disc_scene()
    asked = 0

    def is_cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    selector = ClickSelector()
    with pytest.raises(CancelledError):
        selector.select(scene, [Click(120, 120, True)], is_cancelled)
    # What was stopped leaves nothing half done behind.
    whole = laid(scene, selector.select(scene, [Click(120, 120, True)]))
    np.testing.assert_array_equal(whole, laid(scene, ClickSelector().select(scene, [Click(120, 120, True)])))


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (400, 3), (17, 16)])
def test_photos_of_any_size(size: tuple[int, int]) -> None:
    photo = np.random.default_rng(0).integers(0, 256, (*size, 3)).astype(np.uint8)
    scene = Scene(photo, 0, Rect(0, 0, size[1], size[0]))
    rect, coverage = ClickSelector().select(scene, [Click(size[1] / 2, size[0] / 2, True)])
    assert coverage.shape == (rect.height, rect.width)


def test_outlines_are_snapped_to_edges_at_full_size() -> None:
    """A belief that is off by less than its own pixel ends on the photo's edge, not on its own."""
    edge = 517
    photo = np.zeros((800, 1000, 3), np.uint8)
    photo[:, :edge] = (180, 60, 60)
    photo[:, edge:] = (60, 60, 180)
    belief = np.zeros((80, 100), np.float32)
    belief[20:60, 20:53] = 1  # the photo's edge is at 51.7 of these
    window = Rect(0, 0, 1000, 800)
    rect, coverage = snapped(belief, window, lambda part: photo[part.slices])
    found = np.zeros((800, 1000), np.bool_)
    found[rect.slices] = coverage > 127
    middle = found[300:500]
    # The belief's own edge is at 530; to a pixel, the middle picture being finer than the belief.
    assert middle[:, 300 : edge - 1].all()
    assert not middle[:, edge + 1 :].any()


def test_without_an_edge_the_outline_is_the_belief() -> None:
    belief = np.zeros((50, 50), np.float32)
    belief[10:40, 15:35] = 1
    flat = np.full((200, 200, 3), 90, np.uint8)
    rect, coverage = snapped(belief, Rect(0, 0, 200, 200), lambda part: flat[part.slices])
    found = np.zeros((200, 200), np.bool_)
    found[rect.slices] = coverage > 127
    expected = np.zeros_like(found)
    expected[40:160, 60:140] = True
    assert overlap(found, expected) > 0.95


def test_regions_cover_the_picture_and_meet_where_they_touch() -> None:
    photo = disc_scene()[0].photo
    graph = region_graph(np.asarray(photo, np.uint8))
    assert set(np.unique(graph.labels)) == set(range(graph.count))
    assert graph.area.sum() == graph.labels.size
    touching = np.concatenate(
        [
            np.stack([graph.labels[:, :-1].ravel(), graph.labels[:, 1:].ravel()], axis=1),
            np.stack([graph.labels[:-1].ravel(), graph.labels[1:].ravel()], axis=1),
        ]
    )
    touching = np.sort(touching[touching[:, 0] != touching[:, 1]], axis=1)
    assert {tuple(pair) for pair in touching.tolist()} == {tuple(pair) for pair in graph.pairs.tolist()}
    assert graph.length.sum() == len(touching)


def test_a_walk_is_certain_where_it_was_told_and_in_between_elsewhere() -> None:
    graph = region_graph(np.asarray(disc_scene()[0].photo, np.uint8))
    inside, outside = graph.at(120, 120), graph.at(5, 5)
    chances = walk(graph, np.zeros(graph.count), 0.0008, [inside], [outside])
    assert chances[inside] > 0.99
    assert chances[outside] < 0.01
    assert (chances >= 0).all()
    assert (chances <= 1).all()
    assert chances[graph.at(140, 120)] > chances[graph.at(200, 120)]


def test_the_network_is_that_of_its_weights() -> None:
    cues = np.random.default_rng(1).normal(size=(5, CUES)).astype(np.float32)
    layers = shipped_layers()
    values = cues.astype(np.float64)
    for number, (weights, biases) in enumerate(layers):
        values = values @ weights + biases
        if number < len(layers) - 1:
            values = np.maximum(values, 0)
    np.testing.assert_allclose(network(cues, layers), values[:, 0], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(judged(cues), 1 / (1 + np.exp(-values[:, 0])), atol=1e-4)
