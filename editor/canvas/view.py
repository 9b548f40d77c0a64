"""What is touched: mouse and pen on the canvas, and the tools they move."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QColorSpace,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QRegion,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from editor.canvas.cursors import tool_cursor
from editor.canvas.layers import CanvasLook, Compare
from editor.canvas.tool_surface import ToolSurface
from editor.canvas.tools import PointerInput, ToolName
from editor.document.document import Document
from editor.painting.strokes import Brush

# Dragging this far up or down goes through the whole range of hardness.
_HARDNESS_DRAG_PX = 200
_SPLIT_GRIP_PX = 8
# Circles smaller than this are no help; the crosshair is.
_SMALLEST_RING_PX = 8
_RING_MARGIN_PX = 3
# Far from the mask's usual red, and told apart from it by red-green blind eyes too.
_SOURCES = QColor(0, 190, 220)


class _Drag(Enum):
    TOOL = "tool"
    PAN = "pan"
    BRUSH = "brush"
    SPLIT = "split"


class CanvasView(ToolSurface):
    """Shows a document and lets a person paint its mask.

    Space or the middle button pans, the wheel scrolls, Ctrl+wheel zooms around the pointer, the right button
    dragged sideways sets the brush's size and dragged up or down its hardness, backslash shows the original
    while it is held. All other keys belong to the window, which calls the slots.

    Signals (and those of `CanvasSurface` and `ToolSurface`):
        stroke_committed: The hand let go and the mask has changed (one undo step).
        cursor_moved(float, float): The pointer is over this point of the photo (may lie outside).
        cursor_left: The pointer is gone.
    """

    stroke_committed = Signal()
    cursor_moved = Signal(float, float)
    cursor_left = Signal()

    def __init__(
        self,
        document: Document,
        parent: QWidget | None = None,
        *,
        brush_size_px: float = 60.0,
        brush_hardness: float = 0.8,
        is_pressure_sized: bool = True,
        overlay_color: QColor | None = None,
        overlay_opacity: float = 0.5,
        background: QColor | None = None,
        screen_space: QColorSpace | None = None,
    ) -> None:
        """Makes the canvas.

        Args:
            document: What is shown and painted.
            parent: Its owner.
            brush_size_px: Diameter in photo pixels, 1..2000.
            brush_hardness: 0..1.
            is_pressure_sized: A pen's pressure scales the brush.
            overlay_color: Tint of the mask.
            overlay_opacity: 0..1.
            background: What is around the photo.
            screen_space: The screen's color space; None = sRGB.
        """
        look = CanvasLook(
            background=background or QColor(38, 38, 40),
            overlay=overlay_color or QColor(255, 64, 64),
            overlay_opacity=overlay_opacity,
            sources=_SOURCES,
            difference=QColor(255, 0, 200),
            screen=screen_space or QColorSpace(QColorSpace.NamedColorSpace.SRgb),
        )
        super().__init__(
            document, look, Brush(brush_size_px, brush_hardness, False, is_pressure_sized), parent
        )
        self._drag: _Drag | None = None
        self._drag_from = QPointF()
        self._drag_brush = self._brush.brush
        self._pointer: QPointF | None = None
        self._sketched = QRectF()
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Canvas"))
        self.setAccessibleDescription(self.tr("The photo. Paint over what is to be erased."))
        document.photo_changed.connect(self._on_photo_opened)
        self.view_changed.connect(self.update_sketch)
        self._show_cursor()

    @property
    def is_painting(self) -> bool:
        """The hand is down."""
        return self._drag is _Drag.TOOL

    @property
    def is_sketching(self) -> bool:
        """A polygon or a line has been begun and waits for more; or an object has clicks."""
        return self._tool is not None and self._tool.is_under_way

    def finish(self) -> bool:
        """Ends what waits for Enter or a double click; whether there was anything."""
        if self._tool is None or not self._tool.waits_for_end:
            return False
        is_changed = self._tool.finish()
        self.update_sketch()
        if is_changed:
            self.stroke_committed.emit()
        return True

    def step_back(self) -> bool:
        """Takes the last corner, or the last click, back; whether there was any."""
        is_done = self._tool is not None and self._tool.step_back()
        self.update_sketch()
        return is_done

    @Slot()
    def update_sketch(self) -> None:
        """Draws what the tool shows over the photo anew."""
        tool, scale = self._tool, self.zoom / self.devicePixelRatioF()
        bounds = QRectF() if tool is None else tool.sketch.bounds(self.widget_point, scale)
        changed = bounds.united(self._sketched)
        self._sketched = bounds
        if not changed.isEmpty():
            self.update(changed.toAlignedRect() & self.rect())

    def cancel_drag(self) -> bool:
        drag, self._drag = self._drag, None
        if drag is _Drag.TOOL:
            self._tools[self._tool_name].cancel()
            self.update_sketch()
        elif drag is _Drag.BRUSH:
            self.set_brush_size(self._drag_brush.size_px)
            self.set_brush_hardness(self._drag_brush.hardness)
        elif self._tool is not None and self._tool.is_under_way:
            self._tool.cancel()
            self.update_sketch()
            return True
        return drag is not None

    # ---- pointer -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # A second corner at the same place: Qt gives the pair a name of its own.
        if event.button() == Qt.MouseButton.LeftButton and self.finish():
            return
        self._press(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        if event.type() == QEvent.Type.TabletPress:
            self._press(event)
        elif event.type() == QEvent.Type.TabletMove:
            self._move(event)
        elif event.type() == QEvent.Type.TabletRelease:
            self._release(event)
        # Accepted, or Qt would repeat it as a mouse event.
        event.accept()

    def _press(self, event: QMouseEvent | QTabletEvent) -> None:
        if self._drag is not None or not self._document.is_open:
            return
        self._drag_from = self._pan_from = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._drag = _Drag.PAN
        elif event.button() == Qt.MouseButton.RightButton:
            self._drag, self._drag_brush = _Drag.BRUSH, self._brush.brush
        elif event.button() == Qt.MouseButton.LeftButton:
            if self._is_space_held or self._tool_name == ToolName.HAND:
                self._drag = _Drag.PAN
            elif self._is_on_split(event.position()):
                self._drag = _Drag.SPLIT
            else:
                self._drag = _Drag.TOOL
                self._tools[self._tool_name].press(self._input(event))
                self.update_sketch()
        self._show_cursor()

    def _move(self, event: QMouseEvent | QTabletEvent) -> None:
        position = event.position()
        if self._drag is _Drag.TOOL:
            self._tools[self._tool_name].move(self._input(event))
            self.update_sketch()
        elif self._drag is None and self._tool is not None:
            self._tool.hover(self._input(event))
            self.update_sketch()
        elif self._drag is _Drag.PAN:
            self._pan_to(position)
        elif self._drag is _Drag.BRUSH:
            self._resize_brush(position)
        elif self._drag is _Drag.SPLIT:
            self.set_split_position(position.x() / max(1, self.width()))
        self._point_at(position)
        if self.compare is Compare.SPLIT:
            self._show_cursor()

    def _release(self, event: QMouseEvent | QTabletEvent) -> None:
        if event.button() not in self._buttons_of(self._drag):
            return
        drag, self._drag = self._drag, None
        if drag is _Drag.TOOL:
            is_changed = self._tools[self._tool_name].release(self._input(event))
            self.update_sketch()
            if is_changed:
                self.stroke_committed.emit()
        self._show_cursor()

    def _input(self, event: QMouseEvent | QTabletEvent) -> PointerInput:
        x, y = self.photo_point(event.position())
        modifiers = event.modifiers()
        pressure, is_eraser = 1.0, False
        if isinstance(event, QTabletEvent):
            is_eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
            if event.device().capabilities() & QInputDevice.Capability.Pressure:
                pressure = event.pressure()
        return PointerInput(
            x,
            y,
            pressure,
            is_straight=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            is_inverted=bool(modifiers & Qt.KeyboardModifier.AltModifier) != is_eraser,
        )

    def _buttons_of(self, drag: _Drag | None) -> tuple[Qt.MouseButton, ...]:
        left, middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
        if drag is None:
            return ()
        if drag is _Drag.BRUSH:
            return (Qt.MouseButton.RightButton,)
        return (left, middle) if drag is _Drag.PAN else (left,)

    def _resize_brush(self, position: QPointF) -> None:
        moved = position - self._drag_from
        grown = 2 * moved.x() * self.devicePixelRatioF() / self.zoom
        self.set_brush_size(round(self._drag_brush.size_px + grown))
        self.set_brush_hardness(round(self._drag_brush.hardness - moved.y() / _HARDNESS_DRAG_PX, 2))

    def _is_on_split(self, position: QPointF) -> bool:
        if self.compare is not Compare.SPLIT:
            return False
        return abs(position.x() - self.split * self.width()) <= _SPLIT_GRIP_PX

    @Slot()
    def _on_photo_opened(self) -> None:
        # Whatever the hand was doing, it was doing to another photo.
        self._drag = None
        self._sketched = QRectF()
        self._show_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        self.cursor_left.emit()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self.is_sketching:
            self.step_back()
        else:
            super().keyPressEvent(event)

    # ---- the cursor ----------------------------------------------------------------------------------

    def _point_at(self, position: QPointF | None) -> None:
        self._update_ring()
        self._pointer = position
        self._update_ring()
        if position is not None:
            self.cursor_moved.emit(*self.photo_point(position))

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
        elif self._drag is _Drag.PAN:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._is_space_held or self._tool_name == ToolName.HAND:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._drag is _Drag.SPLIT or (self._pointer is not None and self._is_on_split(self._pointer)):
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
        center = self._drag_from if self._drag is _Drag.BRUSH else self._pointer
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
