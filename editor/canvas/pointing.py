"""What floats over the photo: the tool's sketch, the brush's circle, and the pointer's shape."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from editor.canvas.cursors import tool_cursor
from editor.canvas.look import CanvasLook, Compare
from editor.canvas.split_line import GRIP_PX
from editor.canvas.tool_surface import ToolSurface
from editor.canvas.tools import ToolName
from editor.document.document import Document
from editor.painting.strokes import Brush

# Circles smaller than this are no help; the crosshair is.
_SMALLEST_RING_PX = 8
_RING_MARGIN_PX = 3


class Drag(Enum):
    """What the pointer is moving."""

    TOOL = "tool"
    PAN = "pan"
    BRUSH = "brush"
    SPLIT = "split"


class PointerSurface(ToolSurface):
    """Shows where the pointer is and what it would do: the layer right below `CanvasView`, which moves it.

    Signals:
        cursor_moved(float, float): The pointer is over this point of the photo; it, or the photo, has moved.
        cursor_left: The pointer is over no point of the photo.
    """

    cursor_moved = Signal(float, float)
    cursor_left = Signal()

    def __init__(
        self, document: Document, look: CanvasLook, brush: Brush, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, look, brush, parent)
        self._drag: Drag | None = None
        self._drag_from = QPointF()
        self._pointer: QPointF | None = None
        self._sketched = QRectF()
        self.view_changed.connect(self.update_sketch)
        self.view_changed.connect(self._tell_place)

    @property
    def is_sketching(self) -> bool:
        """A polygon or a line has been begun and waits for more; or an object has clicks."""
        return self._tool is not None and self._tool.is_under_way

    @Slot()
    def update_sketch(self) -> None:
        """Draws what the tool shows over the photo anew."""
        tool, scale = self._tool, self.zoom / self.devicePixelRatioF()
        bounds = QRectF() if tool is None else tool.sketch.bounds(self.widget_point, scale)
        changed = bounds.united(self._sketched)
        self._sketched = bounds
        if not changed.isEmpty():
            self.update(changed.toAlignedRect() & self.rect())

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def _is_on_split(self, position: QPointF) -> bool:
        if self.compare is not Compare.SPLIT:
            return False
        return abs(position.x() - self.split * self.width()) <= GRIP_PX

    def _point_at(self, position: QPointF | None) -> None:
        self._update_ring()
        self._pointer = position
        self._update_ring()
        self._tell_place()

    @Slot()
    def _tell_place(self) -> None:
        """Says which point of the photo is under the pointer: the photo moves under it as well."""
        if self._pointer is not None and self._document.is_open:
            x, y = self.photo_point(self._pointer)
            height, width = self._document.size
            if 0 <= x < width and 0 <= y < height:
                self.cursor_moved.emit(x, y)
                return
        self.cursor_left.emit()

    def _ring_px(self) -> float:
        """Diameter of the brush's circle in device pixels; 0 = none is shown."""
        if self._tool_name not in self._tools or not self._document.is_open or self._is_space_held:
            return 0.0
        size = self._tools[self._tool_name].cursor_px * self.zoom
        return size if size >= _SMALLEST_RING_PX else 0.0

    def _update_ring(self) -> None:
        """Asks for a repaint of the circle: of a frame around it, for inside a large one nothing changes."""
        if self._pointer is None:
            return
        radius = self._ring_px() / 2 / self.devicePixelRatioF()
        frame = _square(self._pointer, radius + _RING_MARGIN_PX)
        hollow = _square(self._pointer, radius / math.sqrt(2) - _RING_MARGIN_PX)
        self.update(QRegion(frame).subtracted(QRegion(hollow)))

    def _show_cursor(self) -> None:
        if not self._document.is_open:
            self.unsetCursor()
        elif self._drag is Drag.PAN:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._is_space_held or self._tool_name == ToolName.HAND:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._drag is Drag.SPLIT or (self._pointer is not None and self._is_on_split(self._pointer)):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.setCursor(tool_cursor(self._tool_name))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        ratio = self.devicePixelRatioF()
        if self._tool is not None and not self._sketched.isEmpty():
            with QPainter(self) as painter:
                self._tool.sketch.paint(painter, self.widget_point, self.zoom / ratio)
        size = self._ring_px() / ratio
        if self._pointer is None or size == 0:
            return
        center = self._drag_from if self._drag is Drag.BRUSH else self._pointer
        with QPainter(self) as painter:
            # Two plain circles, dark and light: seen on any photo, and a tenth of an antialiased one's cost.
            for radius, color in ((size / 2, QColor(0, 0, 0)), (size / 2 - 1, QColor(255, 255, 255))):
                painter.setPen(QPen(color, 0))
                painter.drawEllipse(center, radius, radius)


def _square(center: QPointF, reach: float) -> QRect:
    """The widget pixels within `reach` of a point, to the sides and up and down; none below zero."""
    if reach <= 0:
        return QRect()
    return QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach).toAlignedRect()
