"""Variations: one of them is in the photo, the others wait; choosing and mixing are steps of the history."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.document import Document
from editor.document.variation import THUMBNAIL_PX, Variation
from editor.document.variations import Variations
from editor.painting.rect import Rect, bounding_rect
from tests.editor.document.builders import Hole, answer, hole_at, noise, stroke


def varied(count: int = 3, dtype: type = np.uint8) -> tuple[Document, Variations]:
    """A document whose last fill has `count` variations: flat ones of 50, 60, 70..."""
    document = Document()
    document.load(noise(200, 260, dtype=dtype))
    variations = Variations(document)
    # The document does not own them; the test holds both.
    stroke(document, (100, 100), (150, 110))
    holes = answer(document, 50)
    record = document.apply_fill(holes)
    assert record is not None
    variations.begin(record, "first")
    for number in range(1, count):
        maker = variations.maker()
        assert maker is not None
        answers = [with_value(hole, 50 + 10 * number) for hole in holes]
        variations.add(f"number {number}", maker.make(answers, seed=number))
    return document, variations


def with_value(hole: Hole, value: int) -> Hole:
    return Hole(hole.box, np.full_like(hole.pixels, value), hole.mask, hole.valid, hole.confidence)


def test_arriving_variations_leave_the_photo_alone(qtbot) -> None:
    document, variations = varied()
    assert (document.pixels[105, 125] == 50).all()
    assert variations.current == 0
    assert variations.source == 1
    assert document.undo_stack.count() == 2


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_choosing_is_a_step_that_can_be_taken_back(qtbot, dtype: type) -> None:
    document, variations = varied(dtype=dtype)
    first = document.pixels.copy()
    assert variations.choose(2)
    assert (document.pixels[105, 125] == 70).all()
    assert variations.current == 2
    assert document.undo_stack.undoText() == "number 2"
    assert document.proof()().outside_px == 0
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.pixels, first)
    assert variations.current == 0
    document.undo_stack.redo()
    assert variations.current == 2


def test_stepping_goes_around(qtbot) -> None:
    _, variations = varied(3)
    seen = [variations.current]
    for _ in range(3):
        assert variations.step(1)
        seen.append(variations.current)
    assert variations.step(-1)
    assert [*seen, variations.current] == [0, 1, 2, 0, 2]


def test_choosing_what_is_shown_or_is_not_there_is_no_step(qtbot) -> None:
    document, variations = varied()
    before = document.undo_stack.count()
    assert not variations.choose(0)
    assert not variations.choose(9)
    assert not variations.choose(-1)
    assert document.undo_stack.count() == before


def test_the_edge_stays_when_another_one_is_chosen(qtbot) -> None:
    document, variations = varied()
    document.adjust_edge(3, 2)
    variations.choose(1)
    record = document.last_fill
    assert record is not None
    assert (record.edge.expand_px, record.edge.feather_px) == (3, 2)
    assert variations.current == 1


def test_another_fill_puts_them_aside_and_undo_brings_them_back(qtbot) -> None:
    document, variations = varied()
    heard: list[bool] = []
    variations.changed.connect(lambda: heard.append(variations.is_in_sight))
    stroke(document, (30, 30))
    document.apply_fill(answer(document, 9))
    assert not variations.is_in_sight
    assert not variations.step(1)
    document.undo_stack.undo()
    assert variations.is_in_sight
    assert heard[-1]
    assert False in heard


def test_undoing_the_first_fill_and_another_photo_end_them(qtbot) -> None:
    document, variations = varied()
    document.undo_stack.setIndex(0)
    assert not variations.is_in_sight
    document.load(noise(20, 20))
    assert variations.entries == ()


def test_a_further_try_of_the_same_hole_joins_them(qtbot) -> None:
    document, variations = varied()
    record = document.last_fill
    assert record is not None
    again = document.apply_fill(
        [with_value(Hole(*parts), 99) for parts in record.answers()], seed=7, replaces=record
    )
    assert again is not None
    assert variations.adopt(again, "again")
    assert variations.current == 3
    assert variations.entries[3].record.seed == 7
    stroke(document, (30, 30))
    other = document.apply_fill(answer(document, 9))
    assert other is not None
    assert not variations.adopt(other, "another hole")


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([np.uint8, np.uint16]))
def test_mixing_takes_the_brushed_share_inside_the_hole_and_nothing_outside(seed: int, dtype: type) -> None:
    document, variations = varied(dtype=dtype)
    rng = np.random.default_rng(seed)
    x, y = (int(v) for v in rng.integers(60, 150, 2))
    rect = Rect(x, y, x + int(rng.integers(1, 60)), y + int(rng.integers(1, 45)))
    coverage = rng.integers(0, 256, (rect.height, rect.width)).astype(np.uint8)
    before, hole = document.pixels.copy(), document.before_fill(document.fills[-1])[1]
    mixing = variations.mixing(2)
    assert mixing is not None
    shown = mixing.shown(document.pixels, rect, coverage)
    is_changed = variations.mix(rect, coverage, 2, "mixed")
    np.testing.assert_array_equal(document.pixels[rect.slices], shown)
    share = np.zeros(document.size)
    share[rect.slices] = coverage / 255
    expected = np.where(hole, np.rint(50 + 20 * share), before[..., 0])
    np.testing.assert_array_equal(document.pixels[..., 0], expected)
    if is_changed:
        document.undo_stack.undo()
        np.testing.assert_array_equal(document.pixels, before)
        assert variations.current == 0


def test_a_mixture_is_a_variation_and_further_strokes_go_on_with_it(qtbot) -> None:
    document, variations = varied()
    left, right = Rect(90, 95, 110, 115), Rect(130, 95, 150, 115)
    full = np.full((20, 20), 255, np.uint8)
    assert variations.mix(left, full, 1, "mixed")
    assert variations.mix(right, full, 2, "mixed")
    assert [entry.name for entry in variations.entries] == ["first", "number 1", "number 2", "mixed"]
    assert variations.current == 3
    mixture = document.pixels.copy()
    assert (mixture[105, 100] == 60).all()
    assert (mixture[105, 140] == 70).all()
    assert (mixture[105, 120] == 50).all()
    variations.choose(0)
    variations.choose(3)
    np.testing.assert_array_equal(document.pixels, mixture)


def test_brushing_where_nothing_differs_is_no_step(qtbot) -> None:
    document, variations = varied()
    count = document.undo_stack.count()
    assert not variations.mix(Rect(0, 0, 10, 10), np.full((10, 10), 255, np.uint8), 1, "mixed")
    assert not variations.mix(Rect(100, 100, 110, 110), np.zeros((10, 10), np.uint8), 1, "mixed")
    assert document.undo_stack.count() == count
    assert len(variations.entries) == 3


def test_thumbnails_show_each_variation_small(qtbot) -> None:
    document, variations = varied(dtype=np.uint16)
    around = variations.around
    for number in range(3):
        picture = variations.entries[number].picture
        assert picture.dtype == np.uint8
        assert picture.shape[:2] <= THUMBNAIL_PX[::-1]
        middle = picture[picture.shape[0] // 2, picture.shape[1] // 2]
        assert (middle == (50 + 10 * number) // 257).all()
    assert document.bounds.contains(around)


def test_thumbnails_show_the_holes_and_little_else(qtbot) -> None:
    document, variations = varied(1)
    record = document.last_fill
    assert record is not None
    ((rect, mask),) = record.masks()
    hole, around = bounding_rect(mask).shifted(rect.x0, rect.y0), variations.around
    assert around.contains(hole)
    assert hole.width / around.width > 0.85
    assert record.rect.width > around.width, "the fill reaches further than its hole"


def test_thumbnails_of_narrow_holes_fill_their_frames(qtbot) -> None:
    document = Document()
    document.load(noise(200, 260))
    variations = Variations(document)
    stroke(document, (130, 20), (130, 180), size=12)
    record = document.apply_fill(answer(document))
    assert record is not None
    variations.begin(record, "first")
    around = variations.around
    assert around.width / around.height > 0.7
    assert around.x0 < 124 < 136 < around.x1


def test_what_is_brushed_from_is_never_what_is_in_the_photo(qtbot) -> None:
    _, variations = varied()
    variations.brush_from(2)
    assert variations.source == 2
    variations.choose(2)
    assert variations.source == 0
    variations.brush_from(2)
    assert variations.source is None


@settings(max_examples=30)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("choose"), st.integers(0, 3)),
            st.tuples(st.just("edge"), st.integers(-3, 6)),
            st.tuples(st.just("mix"), st.integers(0, 3)),
            st.tuples(st.just("undo"), st.just(0)),
            st.tuples(st.just("redo"), st.just(0)),
        ),
        max_size=12,
    )
)
def test_every_step_back_and_forth_meets_the_pixels_that_were_there(steps: list[tuple[str, int]]) -> None:
    """One fill may stand in several steps, with other edges."""
    document, variations = varied(4)
    stack = document.undo_stack
    seen = {stack.index(): document.pixels.copy()}
    rect, coverage = Rect(95, 95, 125, 112), np.full((17, 30), 200, np.uint8)
    for what, number in steps:
        match what:
            case "choose":
                variations.choose(number)
            case "edge":
                document.adjust_edge(number, abs(number), is_live=False)
            case "mix":
                variations.mix(rect, coverage, number, "mixed")
            case "undo" if stack.index() > 2:
                stack.undo()
            case "redo":
                stack.redo()
        if what in ("undo", "redo"):
            np.testing.assert_array_equal(document.pixels, seen[stack.index()])
        else:
            seen[stack.index()] = document.pixels.copy()
    while stack.index() > 2:
        stack.undo()
        np.testing.assert_array_equal(document.pixels, seen[stack.index()])


def test_stepping_through_them_keeps_nothing_more(qtbot) -> None:
    document, variations = varied(4)
    for _ in range(4):
        variations.step(1)
    kept = sum(document.undo_bytes)
    for _ in range(12):
        variations.step(1)
    assert sum(document.undo_bytes) == kept


def test_one_made_for_other_surroundings_is_set_in_anew(qtbot) -> None:
    document, variations = varied()
    holes = [Hole(*parts) for parts in document.fills[-1].answers()]
    document.undo_stack.undo()
    below = Rect(90, 90, 180, 130)
    document.apply_fill([hole_at(document, below, value=200, margin=0)], keep_mask=True)
    again = document.apply_fill(holes)
    assert again is not None
    assert variations.adopt(again, "again")
    assert variations.choose(1)
    assert variations.current == 1
    hole = document.before_fill(again)[1]
    assert (document.pixels[hole] == 60).all()
    around = ~hole[below.slices]
    assert (document.pixels[below.slices][around] == 200).all()
    assert variations.choose(3)
    assert (document.pixels[hole] == 50).all()


def test_they_are_made_on_another_thread_while_the_photo_goes_on(qtbot) -> None:
    document, variations = varied(2)
    maker = variations.maker()
    assert maker is not None
    variations.step(1)  # between the question and the answer
    document.adjust_edge(2, 2)
    made: list[Variation] = []
    holes = [with_value(Hole(*parts), 99) for parts in document.fills[-1].answers()]
    thread = threading.Thread(target=lambda: made.append(maker.make(holes, seed=5)))
    thread.start()
    thread.join()
    number = variations.add("late", made[0])
    before = document.pixels.copy()
    assert variations.choose(number)
    assert (document.pixels[105, 125] == 99).all()
    assert document.proof()().outside_px == 0
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.pixels, before)
