"""Two clicks select a wire or a pole: a band of a given width between them."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from editor.canvas.sketch import NO_SKETCH, PointXY, Sketch, distance
from editor.canvas.tools import PointerInput, Tool
from editor.document.document import Document
from editor.selection.combining import Mode
from editor.selection.shapes import band

MAX_LINE_PX = 400.0
_SNAP = math.pi / 12


class LineTool(Tool):
    """Adds a band to the mask, between two clicks or along a drag. Shift turns it in steps of 15 degrees,
    Alt takes the band away from the mask.

    Attributes:
        width_px: Width of the band in photo pixels.
    """

    def __init__(self, document: Document, width_px: float = 12.0) -> None:
        self.width_px = width_px
        self._document = document
        self._start: PointXY | None = None
        self._end: PointXY | None = None
        self._is_second = False
        self._mode = Mode.ADD
        document.photo_changed.connect(self.cancel)

    @property
    def cursor_px(self) -> float:
        return self.width_px

    @property
    def own_size_px(self) -> float:
        return self.width_px

    @property
    def is_under_way(self) -> bool:
        return self._start is not None

    def set_size(self, size_px: float) -> None:
        """Width of the band, 1..400 photo pixels."""
        self.width_px = min(max(1.0, size_px), MAX_LINE_PX)

    def press(self, pointer: PointerInput) -> None:
        if self._start is None:
            self._start = (pointer.x, pointer.y)
            self._mode = Mode.SUBTRACT if pointer.is_inverted else Mode.ADD
            self._is_second = False
        else:
            self._is_second = True
        self.hover(pointer)

    def move(self, pointer: PointerInput) -> None:
        self.hover(pointer)

    def hover(self, pointer: PointerInput) -> None:
        self._end = (pointer.x, pointer.y)
        if pointer.is_straight and self._start is not None:
            self._end = _turned(self._start, self._end)

    def release(self, pointer: PointerInput) -> bool:
        if self._start is None:
            return False
        self.hover(pointer)
        # A drag that went somewhere is a line; a click waits for the second one.
        if not self._is_second and distance(self._start, self._end or self._start) <= self.width_px:
            return False
        where, coverage = band(self._start, self._end or self._start, self.width_px, self._document.bounds)
        self.cancel()
        text = QCoreApplication.translate("Tools", "Select line")
        return not where.is_empty and self._document.select(where, coverage, self._mode, text)

    def step_back(self) -> bool:
        is_any = self.is_under_way
        self.cancel()
        return is_any

    def cancel(self) -> None:
        self._start = self._end = None
        self._is_second = False

    @property
    def sketch(self) -> Sketch:
        if self._start is None or self._end is None:
            return NO_SKETCH
        return Sketch((self._start, self._end), has_corners=True, width_px=self.width_px)


def _turned(start: PointXY, end: PointXY) -> PointXY:
    """The end of a line, turned to the nearest step."""
    length = distance(start, end)
    angle = round(math.atan2(end[1] - start[1], end[0] - start[0]) / _SNAP) * _SNAP
    return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)
