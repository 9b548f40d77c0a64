"""Labels between document and engine: asked for, painted, refilled, varied; late, stale and unknown ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from editor.document.fills import FillRecord
from editor.document.label_map import LabelMap
from editor.document.variations import Variations
from editor.inference.labels import LabelController
from editor.inference.snapshot import FillChoices
from editor.inference.variations import COUNT, VariationController
from editor.inference.vocabulary import NAMES, all_styles, label_name, more_of
from editor.painting.labels import UNKNOWN
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from engine.api import Box, EngineError, LabelsReady
from engine.labels.vocabulary import labels_by_code
from tests.editor.document.builders import hole_at
from tests.editor.inference.conftest import Bench
from tests.fakes import CAR, ROAD, SKY, TREE

HOLE = (40, 30, 60, 50)
IN_HOLE = Rect(*HOLE)


@pytest.fixture
def has_labels() -> bool:
    return True


@pytest.fixture
def looking(bench: Bench) -> Iterator[LabelController]:
    bench.qtbot.waitUntil(lambda: bench.client.is_open)
    controller = LabelController(bench.document, bench.client, bench.controller, lambda: bench.choices)
    controller.failed.connect(lambda sentence, details: bench.failed.append((sentence, details)))
    yield controller
    controller.cancel()


def paint_label(bench: Bench, code: int, *way: tuple[float, float], size: float = 8) -> None:
    labels = bench.document.labels
    assert labels.begin_stroke(code, Brush(size, 1.0), *way[0])
    labels.extend_stroke([Point(x, y) for x, y in way])
    assert labels.end_stroke()


def fill(bench: Bench) -> FillRecord:
    bench.paint(*HOLE)
    bench.controller.fill()
    bench.wait_idle()
    assert bench.document.last_fill is not None
    return bench.document.last_fill


def wait_seen(bench: Bench, looking: LabelController) -> None:
    bench.qtbot.waitUntil(lambda: not looking.is_busy and not bench.client.under_way)


# ---- before the first fill ---------------------------------------------------------------------------


def test_what_belongs_where_is_asked_before_anything_is_filled(
    bench: Bench, looking: LabelController
) -> None:
    bench.paint(*HOLE)
    steps = bench.document.undo_stack.count()
    assert looking.look()
    wait_seen(bench, looking)
    assert bench.document.labels.at(50, 40) == SKY
    assert bench.document.labels.at(150, 40) == ROAD
    assert bench.document.undo_stack.count() == steps
    assert not bench.document.fills


def test_the_same_hole_is_asked_about_once_and_another_one_anew(
    bench: Bench, looking: LabelController
) -> None:
    bench.paint(*HOLE)
    for _ in range(3):
        looking.look()
    wait_seen(bench, looking)
    looking.look()
    assert not looking.is_busy
    assert len(bench.engine.asked) == 1
    bench.paint(100, 80, 110, 90)
    looking.look()
    wait_seen(bench, looking)
    assert len(bench.engine.asked) == 2
    looking.look(is_anew=True)
    wait_seen(bench, looking)
    assert len(bench.engine.asked) == 3


def test_without_a_hole_there_is_nothing_to_ask(bench: Bench, looking: LabelController) -> None:
    assert not looking.look()
    assert not bench.engine.asked


def test_a_fill_comes_first_and_brings_the_map_along(bench: Bench, looking: LabelController) -> None:
    bench.paint(*HOLE)
    gate = bench.hold("semantics")
    looking.look()
    bench.wait_for(gate)
    bench.controller.fill()
    assert not looking.is_busy
    assert looking.look()
    assert not looking.is_busy
    gate.open()
    bench.wait_idle()
    assert len(bench.document.fills) == 1
    assert bench.document.labels.at(50, 40) == SKY
    looking.look()
    assert len(bench.engine.asked) == 2


def test_answers_that_come_too_late_are_not_used(bench: Bench, looking: LabelController) -> None:
    bench.paint(*HOLE)
    gate = bench.hold("labels")
    looking.look()
    bench.wait_for(gate)
    late = bench.engine.asked[0]
    bench.document.load(np.zeros((120, 160, 3), np.uint8))
    gate.open()
    bench.qtbot.waitUntil(lambda: not bench.client.under_way)
    bench.client.said.emit(
        LabelsReady(late.id, Box(0, 0, 160, 120), bench.engine._labels(late, late.mask)),
    )
    assert bench.document.labels.maps == ()
    assert not looking.is_busy


def test_an_answer_about_pixels_that_have_changed_is_not_used(bench: Bench, looking: LabelController) -> None:
    bench.paint(*HOLE)
    gate = bench.hold("labels")
    looking.look()
    bench.wait_for(gate)
    bench.document.apply_fill([hole_at(bench.document, Rect(100, 80, 120, 100))], keep_mask=True)
    gate.open()
    wait_seen(bench, looking)
    assert bench.document.labels.maps == ()


def test_a_map_that_fails_says_so(bench: Bench, looking: LabelController) -> None:
    bench.engine.fail("labels", EngineError("No paint for labels."))
    bench.paint(*HOLE)
    looking.look()
    wait_seen(bench, looking)
    assert bench.failed[0][0] == "No paint for labels."


def test_another_vocabulary_is_asked_for(bench: Bench, looking: LabelController) -> None:
    bench.choices = replace(bench.choices, vocabulary="regions")
    bench.paint(*HOLE)
    looking.look()
    wait_seen(bench, looking)
    bench.controller.fill()
    bench.wait_idle()
    assert [request.vocabulary for request in bench.engine.asked] == ["regions", "regions"]


# ---- filling and refilling ---------------------------------------------------------------------------


def test_a_fill_takes_what_was_said(bench: Bench) -> None:
    bench.paint(*HOLE)
    paint_label(bench, TREE, (42, 40), (58, 40))
    bench.controller.fill()
    bench.wait_idle()
    asked = bench.engine.asked[0]
    assert asked.labels is not None
    np.testing.assert_array_equal(asked.labels, bench.document.labels.edits)
    assert bench.document.pixels[40, 50, 1] == 100 + TREE
    assert bench.document.pixels[32, 50, 1] == 100 + SKY


def test_nothing_is_said_where_nothing_was_painted(bench: Bench) -> None:
    fill(bench)
    assert bench.engine.asked[0].labels is None
    assert bench.engine.asked[0].previous == ()


def test_a_refill_is_one_step_in_place_of_the_last_fill(bench: Bench) -> None:
    record = fill(bench)
    before = bench.document.pixels.copy()
    paint_label(bench, TREE, (42, 40), (58, 40))
    steps = bench.document.undo_stack.count()
    bench.controller.refill()
    bench.wait_idle()
    request = bench.engine.asked[-1]
    # Asked from the photo before the fill, with the fill beside it.
    assert (request.photo != bench.engine.asked[0].photo).sum() == 0
    assert [known.box for known in request.previous] == [Box(*record.rect)]
    assert request.seed == record.seed
    known = request.previous[0]
    assert known.labels is not None
    assert (known.labels.codes == SKY).all()
    np.testing.assert_array_equal(known.pixels[known.mask], before[30:50, 40:60].reshape(-1, 3))
    assert bench.document.undo_stack.count() == steps + 1
    assert bench.document.undo_stack.undoText() == "Fill with labels"
    assert len(bench.document.fills) == 1
    assert bench.document.pixels[40, 50, 1] == 100 + TREE
    after = bench.document.pixels.copy()
    bench.document.undo_stack.undo()
    np.testing.assert_array_equal(bench.document.pixels, before)
    assert bench.document.labels.edits[40, 50] == TREE
    bench.document.undo_stack.redo()
    np.testing.assert_array_equal(bench.document.pixels, after)


def test_enter_refills_what_was_said_since_and_nothing_else(bench: Bench) -> None:
    fill(bench)
    bench.controller.fill()
    assert bench.told
    assert len(bench.engine.asked) == 1
    paint_label(bench, TREE, (42, 40), (58, 40))
    bench.controller.fill()
    bench.wait_idle()
    assert len(bench.engine.asked) == 2
    assert not bench.document.labels.has_new_wishes
    bench.controller.fill()
    assert len(bench.engine.asked) == 2
    bench.document.undo_stack.undo()
    assert bench.document.labels.has_new_wishes
    bench.document.undo_stack.undo()
    assert not bench.document.labels.has_new_wishes


def test_a_wish_that_is_erased_is_undone_by_a_refill(bench: Bench) -> None:
    fill(bench)
    paint_label(bench, TREE, (42, 40), (58, 40))
    bench.controller.refill()
    bench.wait_idle()
    paint_label(bench, UNKNOWN, (42, 40), (58, 40), size=12)
    # What the engine thought before comes to light at once.
    assert bench.document.labels.at(50, 40) == SKY
    assert bench.document.labels.has_new_wishes
    bench.controller.refill()
    bench.wait_idle()
    assert bench.document.pixels[40, 50, 1] == 100 + SKY


def test_a_correction_beside_the_hole_is_told_but_is_no_wish(bench: Bench) -> None:
    fill(bench)
    paint_label(bench, CAR, (80, 40))
    assert not bench.document.labels.has_new_wishes
    bench.controller.refill()
    bench.wait_idle()
    assert (bench.engine.asked[-1].labels == CAR).any()


def test_without_a_fill_a_refill_says_what_is_missing(bench: Bench) -> None:
    bench.controller.refill()
    assert bench.told
    assert not bench.engine.asked


def test_painting_a_label_puts_a_fill_under_way_out_of_date(bench: Bench) -> None:
    bench.paint(*HOLE)
    gate = bench.hold("row 1")
    bench.controller.fill()
    bench.wait_for(gate)
    paint_label(bench, TREE, (42, 40), (58, 40))
    bench.controller.fill()
    gate.open()
    bench.wait_idle()
    assert len(bench.document.fills) == 1
    assert bench.document.pixels[40, 50, 1] == 100 + TREE


def test_a_refill_that_was_overtaken_by_undo_is_not_used(bench: Bench) -> None:
    fill(bench)
    paint_label(bench, TREE, (42, 40), (58, 40))
    gate = bench.hold("row 1", run=1)
    bench.controller.refill()
    bench.wait_for(gate)
    bench.document.undo_stack.undo()
    bench.document.undo_stack.undo()
    assert not bench.document.fills
    before = bench.document.pixels.copy()
    gate.open()
    bench.wait_idle()
    np.testing.assert_array_equal(bench.document.pixels, before)
    assert bench.told


def test_weights_without_labels_are_asked_without_labels(bench: Bench) -> None:
    bench.engine.has_labels = False  # a project was painted with other weights
    bench.paint(*HOLE)
    bench.document.labels.put(IN_HOLE, np.full((20, 20), TREE, np.uint8), "said")
    bench.controller.fill()
    bench.wait_idle()
    assert bench.engine.asked[0].labels is None
    assert len(bench.document.fills) == 1


# ---- variations --------------------------------------------------------------------------------------


@pytest.fixture
def varied(bench: Bench) -> VariationController:
    variations = Variations(bench.document)
    controller = VariationController(
        bench.document, variations, bench.client, bench.controller, lambda: FillChoices()
    )
    controller.test_variations = variations  # pyright: ignore[reportAttributeAccessIssue]
    return controller


def vary(bench: Bench, varied: VariationController) -> Variations:
    varied.vary()
    bench.qtbot.waitUntil(lambda: not varied.is_busy)
    bench.wait_idle()
    return varied.test_variations  # pyright: ignore[reportAttributeAccessIssue]


def test_distinct_maps_come_first_then_seeds(bench: Bench, varied: VariationController) -> None:
    fill(bench)
    variations = vary(bench, varied)
    asked = [(request.alternative, request.seed) for request in bench.engine.asked]
    assert asked == [(0, 0), (1, 0), (2, 0), (0, 1)]
    names = [entry.name for entry in variations.entries]
    assert names == ["Variation 1", "More tree", "More car", "Variation 4"]
    assert len(names) == COUNT
    vary(bench, varied)
    asked = [(request.alternative, request.seed) for request in bench.engine.asked[4:]]
    assert asked == [(0, 2), (0, 3), (0, 4), (0, 5)]


def test_a_chosen_map_stays_chosen_when_it_is_refilled_and_tried_again(
    bench: Bench, varied: VariationController
) -> None:
    fill(bench)
    variations = vary(bench, varied)
    variations.choose(1)
    assert bench.document.labels.at(50, 40) == TREE
    record = bench.document.last_fill
    assert record is not None
    assert (record.alternative, record.grown) == (1, TREE)
    paint_label(bench, ROAD, (42, 40), (58, 40))
    bench.controller.refill()
    bench.wait_idle()
    assert bench.engine.asked[-1].alternative == 1
    assert variations.entries[-1].name == "Your labels"
    bench.controller.try_again()
    bench.wait_idle()
    assert bench.engine.asked[-1].alternative == 1
    assert bench.document.pixels[40, 50, 1] == 100 + ROAD


def test_mixing_two_variations_mixes_their_labels(bench: Bench, varied: VariationController) -> None:
    fill(bench)
    variations = vary(bench, varied)
    coverage = np.zeros((20, 20), np.uint8)
    coverage[:, 10:] = 255
    assert variations.mix(IN_HOLE, coverage, 1, "Mixed")
    labels = bench.document.labels
    assert labels.at(45, 40) == SKY
    assert labels.at(55, 40) == TREE


# ---- names -------------------------------------------------------------------------------------------


def test_every_label_of_the_engine_has_a_name_that_is_translated() -> None:
    names = {label.name for label in labels_by_code().values() if not label.name.startswith("region ")}
    assert names <= set(NAMES)


def test_labels_are_named() -> None:
    assert label_name(TREE) == "tree"
    assert more_of(TREE) == "More tree"
    assert [style.code for style in all_styles("scene")] == list(range(1, 12))
    assert {style.code for style in all_styles()} == set(labels_by_code())
    with pytest.raises(KeyError):
        label_name(44)


def test_a_map_repeats_nothing_that_was_said(bench: Bench) -> None:
    labels = bench.document.labels
    flat = np.full((20, 20), SKY, np.uint8)
    labels.put_map(LabelMap(IN_HOLE, flat))
    said = np.zeros((20, 20), np.bool_)
    said[5:10] = True
    labels.put_map(LabelMap(IN_HOLE, np.where(said, TREE, CAR).astype(np.uint8)), said)
    np.testing.assert_array_equal(labels.codes(IN_HOLE), np.where(said, SKY, CAR))
