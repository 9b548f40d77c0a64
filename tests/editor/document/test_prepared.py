"""Fills prepared on another thread: the same as those set in at once, also when they were overtaken."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.document.prepared import PreparedFill
from editor.painting.composite import Edge
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from tests.editor.document.builders import Hole, noise

BOX = Rect(200, 150, 560, 430)


def hole(box: Rect, dtype: type = np.uint8, seed: int = 4) -> Hole:
    """An answer whose pixels are noise; its hole is an ellipse with a reach around it."""
    y, x = np.mgrid[-1 : 1 : box.height * 1j, -1 : 1 : box.width * 1j]
    distance = y**2 + x**2
    pixels = noise(box.height, box.width, 3, dtype, seed)
    confidence = np.clip(1 - distance, 0, 1).astype(np.float32)
    return Hole(box, pixels, distance < 0.7, distance < 0.95, confidence)


def document_with(pixels: np.ndarray) -> Document:
    document = Document()
    document.load(pixels.copy(), name="photo.png")
    mask = np.zeros(document.size, np.uint8)
    mask[BOX.slices] = 255
    document.set_mask(mask)
    return document


def prepared(
    document: Document, fill: Hole, replaces: FillRecord | None = None, edge: Edge | None = None
) -> PreparedFill:
    """Prepared on a thread of its own, as the engine's does it."""
    made: list[PreparedFill] = []
    preparation = document.preparation()

    def work() -> None:
        made.append(
            preparation.prepare(
                [fill], seed=1, alternative=0, text="Fill", replaces=replaces, edge=edge or Edge()
            )
        )

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return made[0]


def assert_alike(one: Document, other: Document) -> None:
    np.testing.assert_array_equal(one.pixels, other.pixels)
    np.testing.assert_array_equal(one.mask, other.mask)
    assert one.proof()() == other.proof()()


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("edge", [Edge(), Edge(-3, 0), Edge(2, 5)])
def test_a_prepared_fill_is_the_same_as_one_set_in_at_once(channels: int, dtype: type, edge: Edge) -> None:
    pixels = noise(600, 800, channels, dtype, seed=3)
    fill = hole(BOX, dtype, seed=4)
    at_once, later = document_with(pixels), document_with(pixels)
    at_once.apply_fill([fill], edge=edge)
    waiting = prepared(later, fill, edge=edge)
    np.testing.assert_array_equal(later.pixels, pixels)  # preparing writes nothing
    assert later.has_mask
    assert later.apply_prepared(waiting) is not None
    assert_alike(at_once, later)
    later.undo_stack.undo()
    np.testing.assert_array_equal(later.pixels, pixels)
    assert later.has_mask
    later.undo_stack.redo()
    assert_alike(at_once, later)


def test_another_try_is_prepared_from_what_was_there_before_the_first() -> None:
    pixels = noise(600, 800, seed=3)
    document = document_with(pixels)
    first = document.apply_fill([hole(BOX)])
    smaller = Rect(BOX.x0 + 40, BOX.y0 + 20, BOX.x1 - 60, BOX.y1 - 30)
    waiting = prepared(document, hole(smaller, seed=5), replaces=first)
    assert document.apply_prepared(waiting, keep_mask=True) is not None
    expected = document_with(pixels)
    expected.apply_fill([hole(smaller, seed=5)])
    np.testing.assert_array_equal(document.pixels, expected.pixels)
    document.undo_stack.undo()
    document.undo_stack.undo()
    np.testing.assert_array_equal(document.pixels, pixels)


def test_a_change_of_the_photo_meanwhile_is_not_written_over() -> None:
    document = document_with(noise(600, 800, seed=3))
    first = document.apply_fill([hole(BOX)])
    waiting = prepared(document, hole(BOX, seed=5), replaces=first)
    document.adjust_edge(2, 3)
    assert document.apply_prepared(waiting) is not None
    expected = document_with(noise(600, 800, seed=3))
    expected.apply_fill([hole(BOX, seed=5)])
    np.testing.assert_array_equal(document.pixels, expected.pixels)
    document.undo_stack.undo()
    assert document.last_fill is first
    assert first.edge == Edge(2, 3)


def test_what_was_painted_meanwhile_stays_painted() -> None:
    document = document_with(noise(600, 800, seed=3))
    waiting = prepared(document, hole(BOX))
    document.begin_stroke(Brush(30, 1.0))
    document.extend_stroke([Point(60, 60)])
    document.end_stroke()
    assert document.apply_prepared(waiting) is not None
    assert document.mask[60, 60] == 255
    assert not document.mask[BOX.slices][hole(BOX).mask].any()


def test_a_fill_of_another_photo_is_dropped() -> None:
    document = document_with(noise(600, 800, seed=3))
    waiting = prepared(document, hole(BOX))
    other = noise(600, 800, seed=9)
    document.load(other.copy(), name="other.png")
    assert document.apply_prepared(waiting) is None
    np.testing.assert_array_equal(document.pixels, other)


def test_the_first_version_of_a_tile_is_kept_once() -> None:
    document = document_with(noise(600, 800, seed=3))
    square = replace(hole(Rect(256, 256, 512, 512)), valid=np.ones((256, 256), np.bool_))
    before = sum(document.undo_bytes)
    document.apply_fill([square], keep_mask=True)
    kept = sum(document.undo_bytes) - before
    assert kept < 2.5 * 256 * 256 * 3  # the fill, what it covers, and bits; the original is what it covers
