"""Labels of a document: predictions, what the person says on top, strokes, and every step back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from editor.document.document import Document
from editor.document.label_map import LabelMap
from editor.painting.labels import UNKNOWN
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from tests.editor.document.builders import answer, hole_at, labels_at, open_document, stroke

SKY, ROAD, TREE = 1, 4, 6
AROUND = Rect(40, 30, 260, 200)


def predicted(document: Document, rect: Rect = AROUND) -> None:
    """Sky above, road below."""
    codes = np.full((rect.height, rect.width), SKY, np.uint8)
    codes[rect.height // 2 :] = ROAD
    document.labels.put_map(LabelMap(rect, codes, "scene"))


def with_hole(qtbot) -> Document:
    document = open_document()
    document.set_mask(np.pad(np.full((60, 80), 255, np.uint8), ((80, 160), (100, 220))))
    predicted(document)
    return document


HOLE = Rect(100, 80, 180, 140)


def paint(document: Document, code: int, *way: tuple[float, float], size: float = 20) -> bool:
    labels = document.labels
    is_begun = labels.begin_stroke(code, Brush(size, 1.0), *way[0])
    labels.extend_stroke([Point(x, y) for x, y in way])
    return labels.end_stroke() and is_begun


def drag(document: Document, *way: tuple[float, float], size: float = 20) -> bool:
    labels = document.labels
    is_begun = labels.begin_drag(size, *way[0])
    labels.extend_stroke([Point(x, y) for x, y in way[1:]])
    return labels.end_stroke() and is_begun


def test_a_prediction_is_read_and_is_no_step(qtbot) -> None:
    document = with_hole(qtbot)
    steps = document.undo_stack.count()
    labels = document.labels
    assert labels.at(50, 40) == SKY
    assert labels.at(50, 190) == ROAD
    assert labels.at(10, 10) == labels.at(-5, 900) == UNKNOWN
    assert document.undo_stack.count() == steps
    assert not labels.has_edits


def test_a_stroke_in_the_hole_stays_in_it_and_is_one_step(qtbot) -> None:
    document = with_hole(qtbot)
    steps, labels = document.undo_stack.count(), document.labels
    assert paint(document, TREE, (110, 100), (250, 100))
    said = labels.edits == TREE
    assert said[100, 101:179].all()
    assert not said[:, :100].any()
    assert not said[:, 180:].any()
    assert labels.at(150, 100) == TREE
    assert document.undo_stack.count() == steps + 1
    assert document.undo_stack.undoText() == "Paint label"
    before = labels.edits.copy()
    document.undo_stack.undo()
    assert not labels.edits.any()
    assert not labels.has_edits
    assert labels.at(150, 100) == SKY
    document.undo_stack.redo()
    np.testing.assert_array_equal(labels.edits, before)


def test_a_brush_that_touches_the_hole_as_it_goes_down_paints_in_it(qtbot) -> None:
    document = with_hole(qtbot)
    assert paint(document, TREE, (95, 100), (150, 100))
    assert document.labels.edits[100, 120] == TREE
    assert not document.labels.edits[:, :100].any()


def test_a_brush_beside_the_hole_corrects_and_stays_out(qtbot) -> None:
    document = with_hole(qtbot)
    assert paint(document, TREE, (60, 100), (150, 100))
    edits = document.labels.edits
    assert edits[100, 60] == TREE
    assert not edits[HOLE.slices].any()
    assert document.undo_stack.undoText() == "Correct label"


def test_there_is_nothing_to_paint_on_where_nothing_is_known(qtbot) -> None:
    document = open_document()
    assert not paint(document, TREE, (100, 100))
    stroke(document, (200, 200))
    assert not paint(document, TREE, (50, 50))
    assert paint(document, TREE, (200, 200))


def test_erasing_gives_back_the_prediction(qtbot) -> None:
    document = with_hole(qtbot)
    paint(document, TREE, (110, 100), (170, 100))
    paint(document, UNKNOWN, (140, 100), (200, 100))
    assert document.labels.at(120, 100) == TREE
    assert document.labels.at(160, 100) == SKY
    assert document.undo_stack.undoText() == "Erase labels"
    document.undo_stack.undo()
    assert document.labels.at(160, 100) == TREE


def test_a_boundary_is_dragged(qtbot) -> None:
    document = with_hole(qtbot)  # sky ends and road begins at row 115
    assert drag(document, (140.5, 118.5), (140.5, 98.5), size=40)
    column = document.labels.codes(Rect(140, 80, 141, 140))[:, 0]
    assert (column[: 95 - 80] == SKY).all()
    assert (column[95 - 80 :] == ROAD).all()
    assert document.undo_stack.undoText() == "Drag label"
    document.undo_stack.undo()
    assert not document.labels.edits.any()


def test_a_label_is_dragged_into_the_hole_from_beside_it(qtbot) -> None:
    document = with_hole(qtbot)
    assert drag(document, (95.5, 130.5), (150.5, 90.5))
    assert document.labels.edits[90, 150] == ROAD
    assert not document.labels.edits[:, :100].any()
    assert not drag(document, (10, 10), (150, 90))


def test_a_cancelled_stroke_leaves_nothing(qtbot) -> None:
    document = with_hole(qtbot)
    steps = document.undo_stack.count()
    document.labels.begin_stroke(TREE, Brush(20, 1.0), 120, 100)
    document.labels.extend_stroke([Point(120, 100), Point(160, 100)])
    assert document.labels.edits.any()
    document.labels.cancel_stroke()
    assert not document.labels.edits.any()
    assert document.undo_stack.count() == steps


def test_undo_during_a_stroke_takes_the_stroke_back_with_the_step_below(qtbot) -> None:
    document = with_hole(qtbot)
    paint(document, TREE, (110, 100))
    document.labels.begin_stroke(ROAD, Brush(20, 1.0), 150, 100)
    document.labels.extend_stroke([Point(150, 100)])
    document.undo_stack.undo()
    assert not document.labels.edits.any()
    assert not document.labels.is_stroking


def test_a_fill_during_a_stroke_leaves_the_stroke_alone(qtbot) -> None:
    document = with_hole(qtbot)
    document.labels.begin_stroke(TREE, Brush(20, 1.0), 120, 100)
    document.labels.extend_stroke([Point(120, 100)])
    document.apply_fill(answer(document))
    document.labels.extend_stroke([Point(160, 100)])
    assert document.labels.end_stroke()
    assert document.labels.edits[100, 121] == document.labels.edits[100, 160] == TREE
    document.undo_stack.undo()
    assert len(document.fills) == 1
    assert not document.labels.edits.any()


def test_clearing_is_one_step(qtbot) -> None:
    document = with_hole(qtbot)
    assert not document.labels.clear()
    paint(document, TREE, (110, 100))
    said = document.labels.edits.copy()
    assert document.labels.clear()
    assert not document.labels.has_edits
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.labels.edits, said)


def test_the_last_fill_says_what_is_in_its_hole(qtbot) -> None:
    document = with_hole(qtbot)
    place = Rect(90, 70, 190, 150)
    filled = replace(hole_at(document, place, margin=10), labels=labels_at(place, TREE, ROAD))
    document.apply_fill([filled])
    labels = document.labels
    assert labels.at(105, 90) == TREE
    # The reach is photo, not hole: there the prediction stands.
    assert labels.at(95, 75) == SKY
    assert [hole.rect for hole in labels.holes] == [place]
    assert paint(document, SKY, (105, 90))
    assert labels.at(105, 90) == SKY
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert labels.at(105, 90) == SKY
    assert [hole.rect for hole in labels.holes] == [HOLE]


def test_a_fill_is_looked_at_in_the_words_of_the_newest_map(qtbot) -> None:
    document = with_hole(qtbot)
    place = Rect(90, 70, 190, 150)
    document.apply_fill([replace(hole_at(document, place, margin=10), labels=labels_at(place, TREE, TREE))])
    assert document.labels.at(150, 100) == TREE
    document.labels.put_map(LabelMap(AROUND, np.full((AROUND.height, AROUND.width), 39, np.uint8), "regions"))
    assert document.labels.at(150, 100) == 39


def test_a_hole_painted_anew_is_not_what_was_filled(qtbot) -> None:
    document = with_hole(qtbot)
    place = Rect(90, 70, 190, 150)
    document.apply_fill([replace(hole_at(document, place), labels=labels_at(place, TREE, TREE))])
    document.clear_mask()
    assert document.labels.at(150, 100) == TREE
    stroke(document, (150, 100))
    assert document.labels.at(150, 100) == SKY


def test_another_photo_has_no_labels(qtbot) -> None:
    document = with_hole(qtbot)
    paint(document, TREE, (110, 100))
    document.labels.begin_stroke(TREE, Brush(20, 1.0), 120, 100)
    document.load(np.zeros((50, 60, 3), np.uint8))
    document.labels.extend_stroke([Point(20, 20)])
    assert not document.labels.end_stroke()
    assert document.labels.edits.shape == (50, 60)
    assert not document.labels.has_edits
    assert document.labels.maps == ()


def test_newer_maps_lie_on_older_ones_and_few_are_kept(qtbot) -> None:
    document = open_document()
    for place in range(9):
        rect = Rect(20 * place, 0, 20 * place + 40, 50)
        document.labels.put_map(LabelMap(rect, np.full((50, 40), place + 1, np.uint8)))
    assert document.labels.at(170, 10) == 9
    assert document.labels.at(150, 10) == 8
    assert len(document.labels.maps) == 6
    document.labels.put_map(LabelMap(document.bounds, np.full(document.size, 3, np.uint8)))
    assert len(document.labels.maps) == 1


@pytest.mark.parametrize("step", [1, 3, 7])
def test_samples_are_the_pixels_that_they_stand_for(qtbot, step: int) -> None:
    document = with_hole(qtbot)
    paint(document, TREE, (110, 100), (160, 120))
    rows, columns = np.arange(3, 300, step), np.arange(5, 400, step)
    whole = document.labels.codes(document.bounds)
    np.testing.assert_array_equal(document.labels.sampled(rows, columns), whole[rows][:, columns])
    holes = document.labels.sampled_holes(rows, columns)
    np.testing.assert_array_equal(holes, (document.mask > 127)[rows][:, columns])
