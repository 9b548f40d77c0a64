"""Selections and the source area: steps of the history like any stroke, each on its own layer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.document import Document
from editor.document.masked_photo import Target
from editor.painting.morphology import feather, grow
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from editor.selection.combining import Mode, combined
from tests.editor.document.builders import open_document, stroke

SIZE = (270, 290)
acts = st.lists(
    st.sampled_from(["select", "paint", "grow", "feather", "clear", "invert", "target", "undo", "redo"]),
    min_size=4,
    max_size=16,
)


def act(document: Document, name: str, rng: np.random.Generator) -> None:
    is_mask = document.target is Target.MASK
    if name == "select":
        x, y = (int(v) for v in rng.integers(0, 200, 2))
        rect = Rect(x, y, x + int(rng.integers(1, 80)), y + int(rng.integers(1, 60)))
        coverage = rng.integers(0, 256, (rect.height, rect.width)).astype(np.uint8)
        document.select(rect, coverage, list(Mode)[int(rng.integers(4))])
    elif name == "paint":
        stroke(document, *(tuple(rng.uniform(0, 250, 2)) for _ in range(2)), size=float(rng.uniform(3, 60)))
    elif name == "grow":
        document.grow_mask(float(rng.integers(-6, 7)))
    elif name == "feather":
        document.feather_mask(float(rng.integers(0, 6)))
    elif name == "clear":
        (document.clear_mask if is_mask else document.clear_sources)()
    elif name == "invert":
        (document.invert_mask if is_mask else document.invert_sources)()
    elif name == "target":
        document.set_target(Target.SOURCES if is_mask else Target.MASK)
    elif name == "undo":
        document.undo_stack.undo()
    elif name == "redo":
        document.undo_stack.redo()


@settings(max_examples=40)
@given(acts, st.integers(0, 999))
def test_every_history_of_selections_is_exact(names: list[str], seed: int) -> None:
    document = open_document(*SIZE)
    rng = np.random.default_rng(seed)
    states = {0: (document.mask.copy(), document.sources.copy())}
    stack = document.undo_stack
    for name in names:
        act(document, name, rng)
        states[stack.index()] = (document.mask.copy(), document.sources.copy())
        assert document.has_mask == bool((document.mask > 127).any())
        assert document.has_sources == bool((document.sources > 127).any())
    for index in (*range(stack.count(), -1, -1), stack.count()):
        stack.setIndex(index)
        if index in states:
            np.testing.assert_array_equal(document.mask, states[index][0])
            np.testing.assert_array_equal(document.sources, states[index][1])


@pytest.mark.parametrize("mode", list(Mode))
def test_a_selection_joins_the_whole_mask(mode: Mode) -> None:
    document = open_document(*SIZE)
    stroke(document, (20, 20), (260, 200), size=40)
    before = document.mask.copy()
    rect = Rect(100, 100, 180, 160)
    selected = np.random.default_rng(1).integers(0, 256, (60, 80)).astype(np.uint8)
    assert document.select(rect, selected, mode)
    whole = np.zeros(SIZE, np.uint8)
    whole[rect.slices] = selected
    np.testing.assert_array_equal(document.mask, combined(before, whole, mode))
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.mask, before)


def test_the_source_area_leaves_the_mask_alone_and_the_other_way_round() -> None:
    document = open_document(*SIZE)
    said: list[str] = []
    document.mask_changed.connect(lambda _: said.append("mask"))
    document.sources_changed.connect(lambda _: said.append("sources"))
    document.set_target(Target.SOURCES)
    stroke(document, (50, 50))
    assert said == ["sources"]
    assert document.has_sources
    assert not document.has_mask
    document.set_target(Target.MASK)
    sources = document.sources.copy()
    stroke(document, (60, 60))
    document.clear_mask()
    np.testing.assert_array_equal(document.sources, sources)
    document.undo_stack.setIndex(0)
    assert not document.has_sources


def test_another_photo_has_no_source_area() -> None:
    document = open_document(*SIZE)
    document.set_target(Target.SOURCES)
    stroke(document, (50, 50))
    document.load(np.zeros((50, 60, 3), np.uint8))
    assert document.sources.shape == (50, 60)
    assert not document.has_sources


def test_growing_and_feathering_are_those_of_painting() -> None:
    document = open_document(*SIZE)
    stroke(document, (3, 100), (150, 130), size=20)
    expected = feather(grow(document.mask, 7), 5)
    assert document.grow_mask(7)
    assert document.feather_mask(5)
    np.testing.assert_array_equal(document.mask, expected)
    assert document.undo_stack.count() == 3


def test_what_changes_nothing_is_no_step() -> None:
    document = open_document(*SIZE)
    assert not document.grow_mask(5)
    assert not document.clear_sources()
    assert not document.select(Rect(0, 0, 0, 0), np.zeros((0, 0), np.uint8), Mode.ADD)
    assert not document.select(Rect(0, 0, 9, 9), np.zeros((9, 9), np.uint8), Mode.REPLACE)
    assert document.undo_stack.count() == 0


def test_a_selection_of_another_size_is_refused() -> None:
    document = open_document(*SIZE)
    with pytest.raises(ValueError, match="place"):
        document.select(Rect(0, 0, 5, 5), np.zeros((5, 6), np.uint8), Mode.ADD)
    with pytest.raises(ValueError, match="inside"):
        document.select(Rect(280, 0, 300, 5), np.zeros((5, 20), np.uint8), Mode.ADD)
    assert not document.mask.any()


def test_a_stroke_goes_on_where_it_began_when_a_step_comes_in_between() -> None:
    document = open_document(*SIZE)
    document.set_target(Target.SOURCES)
    document.begin_stroke(Brush(20, 1.0))
    document.extend_stroke([Point(50, 50)])
    document.invert_sources()  # ends the stroke: a command of the same layer
    document.begin_stroke(Brush(20, 1.0, True))
    document.extend_stroke([Point(200, 200)])
    document.cancel_stroke()
    assert document.sources[200, 200] == 255
    assert document.sources[50, 50] == 0
