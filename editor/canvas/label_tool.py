"""Labels under the hand: paint one, drag one's border, erase what was said, pick one from the photo."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from editor.canvas.tools import PointerInput, Tool
from editor.document.labels import Labels
from editor.painting.dabs import MAX_SIZE_PX
from editor.painting.labels import UNKNOWN
from editor.painting.strokes import Brush, Point


class LabelMode(StrEnum):
    """What the label tool does."""

    PAINT = "paint"
    DRAG = "drag"
    ERASE = "erase"
    PICK = "pick"


class LabelTool(Tool):
    """Paints the chosen label into the hole, or corrects what was seen beside it.

    Alt and a click picks the label that is there; Shift and a click paints on from the last place in a
    straight line; the pen's other end erases.

    Attributes:
        mode: What the hand does.
        code: The chosen label; `UNKNOWN` = none yet.
        size_px: Diameter of the brush in photo pixels, 1..2000.
    """

    def __init__(
        self,
        labels: Labels,
        on_picked: Callable[[int], None],
        on_missing: Callable[[LabelMode], None],
        on_done: Callable[[], None],
    ) -> None:
        """Args:
        labels: What is painted.
        on_picked: Called with the label that was picked.
        on_missing: Called when there is nothing to do it with, or nothing to do it to.
        on_done: Called when a stroke has changed something.
        """
        self.mode = LabelMode.PAINT
        self.code = UNKNOWN
        self.size_px = 60.0
        self._labels = labels
        self._on_picked = on_picked
        self._on_missing = on_missing
        self._on_done = on_done
        self._end: Point | None = None

    @property
    def cursor_px(self) -> float:
        return 0.0 if self.mode is LabelMode.PICK else self.size_px

    @property
    def own_size_px(self) -> float:
        return self.size_px

    def set_size(self, size_px: float) -> None:
        """Diameter in photo pixels, 1..2000."""
        self.size_px = min(max(1.0, size_px), float(MAX_SIZE_PX))

    def press(self, pointer: PointerInput) -> None:
        is_alt = pointer.is_inverted != pointer.is_eraser
        mode = LabelMode.ERASE if pointer.is_eraser else self.mode
        if is_alt or mode is LabelMode.PICK:
            self._pick(pointer)
        elif not self._begin(mode, pointer):
            self._on_missing(mode)

    def _pick(self, pointer: PointerInput) -> None:
        code = self._labels.at(pointer.x, pointer.y)
        if code == UNKNOWN:
            self._on_missing(LabelMode.PICK)
        else:
            self._on_picked(code)

    def _begin(self, mode: LabelMode, pointer: PointerInput) -> bool:
        labels, point = self._labels, Point(pointer.x, pointer.y, pointer.pressure)
        if mode is LabelMode.DRAG:
            return labels.begin_drag(self.size_px, point.x, point.y)
        code = UNKNOWN if mode is LabelMode.ERASE else self.code
        if mode is LabelMode.PAINT and code == UNKNOWN:
            return False
        brush = Brush(self.size_px, hardness=1.0)
        start = self._end if pointer.is_straight and self._end is not None else point
        if not labels.begin_stroke(code, brush, start.x, start.y):
            return False
        labels.extend_stroke([start, point])
        self._end = point
        return True

    def move(self, pointer: PointerInput) -> None:
        if self._labels.is_stroking:
            self._end = Point(pointer.x, pointer.y, pointer.pressure)
            self._labels.extend_stroke([self._end])

    def release(self, pointer: PointerInput) -> bool:
        if self._labels.end_stroke():
            self._on_done()
        # It is no stroke of the mask: nothing painted is to be filled because of it.
        return False

    def cancel(self) -> None:
        self._labels.cancel_stroke()
