"""What a hand on the canvas can hold. A tool gets points of the photo and talks to the document only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from editor.canvas.sketch import NO_SKETCH, Sketch
from editor.document.document import Document
from editor.painting.dabs import MAX_SIZE_PX
from editor.painting.strokes import Brush, Point


class ToolName(StrEnum):
    """The tools that every canvas has."""

    BRUSH = "brush"
    ERASER = "eraser"
    LASSO = "lasso"
    POLYGON = "polygon"
    RECTANGLE = "rectangle"
    CLICK = "click"
    LINE = "line"
    BLEND = "blend"
    LABEL = "label"
    HAND = "hand"


@dataclass(frozen=True)
class PointerInput:
    """Where the pointer is and what else is pressed.

    Attributes:
        x: Photo pixels; pixel centers at +0.5; may lie outside the photo.
        y: As `x`.
        pressure: Of a pen, 0..1; a mouse presses with 1.
        is_straight: Shift is held.
        is_inverted: Alt is held, or the pen is turned to its eraser.
        is_eraser: The pen is turned to its eraser.
    """

    x: float
    y: float
    pressure: float = 1.0
    is_straight: bool = False
    is_inverted: bool = False
    is_eraser: bool = False


class Tool:
    """A tool for the left button. What a tool does not care about does nothing."""

    @property
    def cursor_px(self) -> float:
        """Diameter of the circle that the cursor shows, photo pixels; 0 = a crosshair."""
        return 0.0

    @property
    def own_size_px(self) -> float | None:
        """Diameter of a brush of its own, photo pixels; None = it has none, and uses the canvas's if any."""
        return None

    def set_size(self, size_px: float) -> None:
        """Changes the diameter of its brush, in photo pixels."""

    @property
    def is_under_way(self) -> bool:
        """Something was begun that outlives a click: a polygon's corners, a line's first end."""
        return False

    @property
    def waits_for_end(self) -> bool:
        """What is under way is ended by Enter or a double click, and by nothing else."""
        return False

    @property
    def sketch(self) -> Sketch:
        """What is drawn over the photo while the hand is at work."""
        return NO_SKETCH

    def press(self, pointer: PointerInput) -> None:
        """The button goes down."""

    def move(self, pointer: PointerInput) -> None:
        """The pointer moves while the button is down."""

    def release(self, pointer: PointerInput) -> bool:
        """Ends what `press` began; returns whether the document was changed."""
        return False

    def hover(self, pointer: PointerInput) -> None:
        """The pointer moves with no button down."""

    def finish(self) -> bool:
        """Ends what waits for it; returns whether the document was changed."""
        return False

    def step_back(self) -> bool:
        """Takes the last part of what is under way back; returns whether there was any."""
        return False

    def cancel(self) -> None:
        """Takes back what was begun."""


class BrushTool(Tool):
    """Paints the mask, or erases it.

    Shift and a click draw a straight line from the end of the last stroke; Shift held while dragging keeps
    the stroke on one axis. Alt, or the pen's other end, subtracts instead of adding.

    Attributes:
        brush: Size, hardness and whether it erases.
    """

    def __init__(self, document: Document, brush: Brush) -> None:
        self.brush = brush
        self._document = document
        self._document.photo_changed.connect(self._forget)
        self._end: Point | None = None
        self._axis_start: Point | None = None
        self._axis: str | None = None

    @property
    def cursor_px(self) -> float:
        return self.brush.size_px

    def set_size(self, size_px: float) -> None:
        """Diameter in photo pixels, 1..2000."""
        self.brush = replace(self.brush, size_px=min(max(1.0, size_px), float(MAX_SIZE_PX)))

    def set_hardness(self, hardness: float) -> None:
        """0..1."""
        self.brush = replace(self.brush, hardness=min(max(0.0, hardness), 1.0))

    def set_erasing(self, is_erasing: bool) -> None:
        """Whether strokes take the mask away."""
        self.brush = replace(self.brush, erase=is_erasing)

    def set_pressure_sized(self, is_pressure_sized: bool) -> None:
        """Whether a pen's pressure scales the diameter."""
        self.brush = replace(self.brush, is_pressure_sized=is_pressure_sized)

    def press(self, pointer: PointerInput) -> None:
        point = Point(pointer.x, pointer.y, pointer.pressure)
        brush = replace(self.brush, erase=self.brush.erase != pointer.is_inverted)
        self._document.begin_stroke(brush)
        points = [point]
        if pointer.is_straight and self._end is not None:
            points = [replace(self._end, pressure=pointer.pressure), point]
        self._axis_start, self._axis = point, None
        self._paint(points)

    def move(self, pointer: PointerInput) -> None:
        if not self._document.is_stroking:
            return
        point = Point(pointer.x, pointer.y, pointer.pressure)
        self._paint([self._on_axis(point, pointer.is_straight)])

    def release(self, pointer: PointerInput) -> bool:
        # The pen reports no pressure when it leaves: the release itself paints nothing.
        return self._document.end_stroke()

    def cancel(self) -> None:
        self._document.cancel_stroke()

    def _paint(self, points: list[Point]) -> None:
        self._document.extend_stroke(points)
        self._end = points[-1]

    def _on_axis(self, point: Point, is_straight: bool) -> Point:
        start = self._axis_start
        if not is_straight or start is None:
            self._axis_start, self._axis = point, None
            return point
        if self._axis is None:
            self._axis = "x" if abs(point.x - start.x) >= abs(point.y - start.y) else "y"
        return replace(point, y=start.y) if self._axis == "x" else replace(point, x=start.x)

    def _forget(self) -> None:
        self._end = None
