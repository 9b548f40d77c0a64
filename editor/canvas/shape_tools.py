"""Selecting by drawing: rectangle, lasso, polygon. Shift adds, Alt takes away, both keep what is in both."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from editor.canvas.sketch import NO_SKETCH, PointXY, Sketch, distance
from editor.canvas.tools import PointerInput, Tool
from editor.document.document import Document
from editor.selection.combining import Mode, held_mode
from editor.selection.shapes import Selected, polygon, rectangle


class ShapeTool(Tool):
    """What the drawing tools have in common: points, and a mode that is settled when the drawing begins."""

    def __init__(self, document: Document, mode: Callable[[], Mode], reach_px: Callable[[], float]) -> None:
        """Args:
        document: Where selections go.
        mode: What a selection does to the mask unless keys say otherwise.
        reach_px: Photo pixels within which the pointer means a corner: a few on the screen.
        """
        self._document = document
        self._chosen_mode = mode
        self._reach_px = reach_px
        self._points: list[PointXY] = []
        self._mode = Mode.REPLACE
        document.photo_changed.connect(self.cancel)

    @property
    def points(self) -> tuple[PointXY, ...]:
        """The drawing so far."""
        return tuple(self._points)

    def cancel(self) -> None:
        self._points = []

    def _begin(self, pointer: PointerInput) -> None:
        self._points = [(pointer.x, pointer.y)]
        self._mode = held_mode(self._chosen_mode(), pointer.is_straight, pointer.is_inverted)

    def _select(self, selected: Selected, text: str) -> bool:
        self._points = []
        where, coverage = selected
        # A mere click replaces nothing: somebody who slips keeps the mask.
        return not where.is_empty and self._document.select(where, coverage, self._mode, text)


class RectangleTool(ShapeTool):
    """Drag from one corner to the opposite one."""

    def press(self, pointer: PointerInput) -> None:
        self._begin(pointer)

    def move(self, pointer: PointerInput) -> None:
        if self._points:
            self._points = [self._points[0], (pointer.x, pointer.y)]

    def release(self, pointer: PointerInput) -> bool:
        if not self._points:
            return False
        selected = rectangle(self._points[0], (pointer.x, pointer.y), self._document.bounds)
        return self._select(selected, QCoreApplication.translate("Tools", "Select rectangle"))

    @property
    def sketch(self) -> Sketch:
        if len(self._points) < 2:
            return NO_SKETCH
        (x0, y0), (x1, y1) = self._points
        return Sketch(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), is_closed=True)


class LassoTool(ShapeTool):
    """Drag around something; letting go closes the line."""

    def press(self, pointer: PointerInput) -> None:
        self._begin(pointer)

    def move(self, pointer: PointerInput) -> None:
        if self._points and (pointer.x, pointer.y) != self._points[-1]:
            self._points.append((pointer.x, pointer.y))

    def release(self, pointer: PointerInput) -> bool:
        self.move(pointer)
        selected = polygon(self._points, self._document.bounds)
        return self._select(selected, QCoreApplication.translate("Tools", "Select with lasso"))

    @property
    def sketch(self) -> Sketch:
        return Sketch(tuple(self._points)) if len(self._points) > 1 else NO_SKETCH


class PolygonTool(ShapeTool):
    """Click corner by corner; a double click, Enter, or a click on the first corner closes the line."""

    def __init__(self, document: Document, mode: Callable[[], Mode], reach_px: Callable[[], float]) -> None:
        super().__init__(document, mode, reach_px)
        self._pointer: PointXY | None = None
        self._is_closing = False

    @property
    def is_under_way(self) -> bool:
        return bool(self._points)

    @property
    def waits_for_end(self) -> bool:
        return bool(self._points)

    def press(self, pointer: PointerInput) -> None:
        place = (pointer.x, pointer.y)
        self._pointer = place
        if not self._points:
            self._begin(pointer)
        elif len(self._points) > 2 and distance(place, self._points[0]) <= self._reach_px():
            self._is_closing = True
        elif distance(place, self._points[-1]) > 0:
            self._points.append(place)

    def move(self, pointer: PointerInput) -> None:
        self._pointer = (pointer.x, pointer.y)

    def hover(self, pointer: PointerInput) -> None:
        self._pointer = (pointer.x, pointer.y)

    def release(self, pointer: PointerInput) -> bool:
        return self.finish() if self._is_closing else False

    def finish(self) -> bool:
        selected = polygon(self._points, self._document.bounds)
        self._is_closing = False
        return self._select(selected, QCoreApplication.translate("Tools", "Select polygon"))

    def step_back(self) -> bool:
        if self._points:
            self._points.pop()
        return self.is_under_way

    def cancel(self) -> None:
        super().cancel()
        self._is_closing = False

    @property
    def sketch(self) -> Sketch:
        if not self._points:
            return NO_SKETCH
        pointer = () if self._pointer is None else (self._pointer,)
        return Sketch((*self._points, *pointer), has_corners=True)
