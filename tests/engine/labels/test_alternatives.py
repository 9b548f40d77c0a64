"""Distinct label maps: what holds for any probabilities, and what a person would call other answers."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.labels.alternatives import DISTINCT, LabelMap, distinct_maps, name_of
from engine.labels.vocabulary import SCENE_CODES, label_named

SKY, ROAD, TREE = 1, 4, 6


def scene(seed: int, size: tuple[int, int] = (24, 30)) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Smooth random probabilities, a hole, and a few strokes in it."""
    rng = np.random.default_rng(seed)
    coarse = rng.normal(0, 2.5, (4, 5, len(SCENE_CODES))).astype(np.float32)
    rows = np.linspace(0, 3.99, size[0]).astype(int)
    columns = np.linspace(0, 4.99, size[1]).astype(int)
    logits = coarse[rows][:, columns] + rng.normal(0, 0.5, (*size, len(SCENE_CODES))).astype(np.float32)
    probabilities = np.exp(logits)
    probabilities /= probabilities.sum(axis=2, keepdims=True)
    hole = np.zeros(size, bool)
    top, left = rng.integers(1, 8), rng.integers(1, 10)
    hole[top : top + rng.integers(3, 14), left : left + rng.integers(3, 18)] = True
    fixed = np.zeros(size, np.uint8)
    if seed % 2:
        fixed[top : top + 2, left : left + 2] = 30  # of the other vocabulary
    return probabilities, hole, fixed


def maps_of(seed: int, most: int = 8) -> tuple[list[LabelMap], np.ndarray, np.ndarray, np.ndarray]:
    probabilities, hole, fixed = scene(seed)
    return distinct_maps(probabilities, SCENE_CODES, hole, fixed, most), probabilities, hole, fixed


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 8))
def test_maps_differ_visibly_in_the_hole_and_nowhere_else(seed: int, most: int) -> None:
    maps, probabilities, hole, fixed = maps_of(seed, most)

    assert 1 <= len(maps) <= most
    for one, other in itertools.combinations(maps, 2):
        assert (one.codes != other.codes)[hole].mean() >= DISTINCT
        assert (one.codes == other.codes)[~hole].all()
    said = np.asarray(SCENE_CODES)[probabilities.argmax(axis=2)]
    for one in maps:
        outside = ~hole & (fixed == 0)
        assert (one.codes[outside] == said[outside]).all()
        assert (one.codes[fixed > 0] == fixed[fixed > 0]).all()
        assert set(np.unique(one.codes)) <= {*SCENE_CODES, *np.unique(fixed[fixed > 0])}


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_the_likeliest_comes_first_then_one_per_label_that_grew(seed: int) -> None:
    maps, _, hole, _ = maps_of(seed)

    assert maps[0].grown == 0
    assert maps[0].name == ""
    grown = [one.grown for one in maps[1:]]
    assert len(set(grown)) == len(grown)
    for one in maps[1:]:
        assert (one.codes == one.grown)[hole].sum() > (maps[0].codes == one.grown)[hole].sum()
    scores = [one.score for one in maps[1:]]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_the_same_probabilities_give_the_same_maps(seed: int) -> None:
    for one, other in zip(maps_of(seed)[0], maps_of(seed)[0], strict=True):
        assert (one.codes == other.codes).all()
        assert one.grown == other.grown


def two_halves(sure: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
    """Sky over road, a hole across the horizon."""
    probabilities = np.full((40, 40, len(SCENE_CODES)), 0.01, np.float32)
    probabilities[:20, :, SCENE_CODES.index(SKY)] = sure
    probabilities[20:, :, SCENE_CODES.index(ROAD)] = sure
    hole = np.zeros((40, 40), bool)
    hole[10:30, 10:30] = True
    return probabilities / probabilities.sum(axis=2, keepdims=True), hole


def test_things_grow_out_of_their_edges_and_their_borders_stay_where_they_are_seen() -> None:
    probabilities, hole = two_halves()
    likeliest, *others = distinct_maps(probabilities, SCENE_CODES, hole, np.zeros(hole.shape, np.uint8))

    assert {one.name for one in others} == {"more sky", "more road"}
    (more_sky,) = (one for one in others if one.grown == SKY)
    new = (more_sky.codes == SKY) & (likeliest.codes != SKY)
    depth = new.sum(axis=0)
    for column in np.flatnonzero(depth):
        assert new[20 : 20 + depth[column], column].all()
    inside = depth[10:30]
    assert 2 * inside[0] < inside[9]
    assert 2 * inside[-1] < inside[9]


def test_nothing_grows_along_a_narrow_hole_into_what_others_surround() -> None:
    probabilities, _ = two_halves()
    hole = np.zeros((40, 40), bool)
    hole[10:38, 18:22] = True
    maps = distinct_maps(probabilities, SCENE_CODES, hole, np.zeros(hole.shape, np.uint8))

    for one in maps:
        assert not (one.codes[26:, 18:22] == SKY).any()


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_what_grows_is_seen_at_the_holes_edge(seed: int) -> None:
    maps, _, hole, _ = maps_of(seed)

    ring = cv2.dilate(hole.astype(np.uint8), np.ones((7, 7), np.uint8)) > hole
    for one in maps[1:]:
        assert (maps[0].codes[ring] == one.grown).any()


def test_what_is_only_guessed_is_no_alternative_and_what_is_only_seen_neither() -> None:
    def grown(probabilities: np.ndarray) -> set[int]:
        nothing = np.zeros(hole.shape, np.uint8)
        return {one.grown for one in distinct_maps(probabilities, SCENE_CODES, hole, nothing)}

    probabilities, hole = two_halves()
    tree = SCENE_CODES.index(TREE)
    probabilities[hole, tree] = 0.3
    assert TREE not in grown(probabilities)

    probabilities[10:30, 30:, tree] = 9
    assert TREE in grown(probabilities / probabilities.sum(axis=2, keepdims=True))

    probabilities[hole, tree] = 0.01
    assert TREE not in grown(probabilities / probabilities.sum(axis=2, keepdims=True))


def test_specks_are_taken_over_by_what_surrounds_them() -> None:
    probabilities, hole = two_halves()
    probabilities[14, 15] = probabilities[35, 15]
    probabilities[5, 15] = probabilities[35, 15]
    likeliest = distinct_maps(probabilities, SCENE_CODES, hole, np.zeros(hole.shape, np.uint8))[0]
    assert likeliest.codes[14, 15] == SKY
    assert likeliest.codes[5, 15] == ROAD  # the photo shows it


def test_a_hole_that_is_wholly_told_has_one_map() -> None:
    probabilities, hole = two_halves()
    told = np.where(hole, np.uint8(TREE), np.uint8(0))
    (only,) = distinct_maps(probabilities, SCENE_CODES, hole, told)
    assert (only.codes[hole] == TREE).all()


def test_names_say_what_grew() -> None:
    tree = label_named("Tree ")
    assert tree is not None
    assert name_of(tree.code) == "more tree"
    assert name_of(0) == ""
