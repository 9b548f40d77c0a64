"""Which pixel is under the pointer: told of the photo as it lies now, and of nothing beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.canvas.view import CanvasView
from tests.editor.canvas.conftest import OpenCanvas
from tests.editor.canvas.hands import wheel
from tests.editor.document.builders import noise


class Told:
    """The place that was told last; None = none."""

    def __init__(self, view: CanvasView) -> None:
        self.place: tuple[float, float] | None = None
        view.cursor_moved.connect(lambda x, y: setattr(self, "place", (x, y)))
        view.cursor_left.connect(lambda: setattr(self, "place", None))


def pointed_at(view: CanvasView, x: int, y: int) -> Told:
    told = Told(view)
    # Qt leaves out a move to where the pointer was left by the test before.
    QTest.mouseMove(view, QPoint(x + 1, y))
    QTest.mouseMove(view, QPoint(x, y))
    return told


def test_the_place_follows_the_photo_under_a_still_pointer(open_canvas: OpenCanvas) -> None:
    view = open_canvas(600, 800)
    told = pointed_at(view, 100, 80)
    assert told.place == view.photo_point(QPointF(100, 80))
    for move in (lambda: view.zoom_to(1.0), lambda: wheel(view, (300, 200), 1.0), view.zoom_fit):
        before = told.place
        move()
        assert told.place == view.photo_point(QPointF(100, 80)) != before


def test_another_photo_has_another_place(open_canvas: OpenCanvas) -> None:
    view = open_canvas(600, 800)
    told = pointed_at(view, 100, 80)
    view._document.load(noise(300, 400))
    assert told.place == view.photo_point(QPointF(100, 80))


def test_beside_the_photo_there_is_no_place(open_canvas: OpenCanvas) -> None:
    view = open_canvas(600, 200)  # bars to the left and right
    told = pointed_at(view, 200, 150)
    assert told.place is not None
    QTest.mouseMove(view, QPoint(5, 150))
    assert told.place is None
    QTest.mouseMove(view, QPoint(200, 150))
    assert told.place is not None
    view._document.load(noise(20, 800))
    assert told.place is not None
    QTest.mouseMove(view, QPoint(200, 10))
    assert told.place is None


def test_a_pointer_that_is_gone_is_told_of_no_more(open_canvas: OpenCanvas) -> None:
    view = open_canvas(600, 800)
    told = pointed_at(view, 100, 80)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert told.place is None
    view.zoom_to(1.0)
    assert told.place is None
