"""What is touched: mouse and pen on the canvas, and the tools they move."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QColorSpace,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from editor.canvas.look import CanvasLook, Compare
from editor.canvas.pointing import Drag, PointerSurface
from editor.canvas.tools import PointerInput, ToolName
from editor.document.document import Document
from editor.painting.strokes import Brush

# Dragging this far up or down goes through the whole range of hardness.
_HARDNESS_DRAG_PX = 200
# Far from the mask's usual red, and told apart from it by red-green blind eyes too.
_SOURCES = QColor(0, 190, 220)


class CanvasView(PointerSurface):
    """Shows a document and lets a person paint its mask.

    Space or the middle button pans, the wheel scrolls, Ctrl+wheel zooms around the pointer, the right button
    dragged sideways sets the brush's size and dragged up or down its hardness, backslash shows the original
    while it is held. All other keys belong to the window, which calls the slots.

    Signals (and those of `PointerSurface`, `ToolSurface`, `CanvasSurface` and `PlacedSurface`):
        stroke_committed: The hand let go and the mask has changed (one undo step).
    """

    stroke_committed = Signal()

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
        """
        look = CanvasLook(
            background=background or QColor(38, 38, 40),
            overlay=overlay_color or QColor(255, 64, 64),
            overlay_opacity=overlay_opacity,
            sources=_SOURCES,
            difference=QColor(255, 0, 200),
            screen=QColorSpace(QColorSpace.NamedColorSpace.SRgb),
        )
        super().__init__(
            document, look, Brush(brush_size_px, brush_hardness, False, is_pressure_sized), parent
        )
        self._drag_size, self._drag_hardness = self.tool_size, self.brush.hardness
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Canvas"))
        self.setAccessibleDescription(self.tr("The photo. Paint over what is to be erased."))
        document.photo_changed.connect(self._on_photo_opened)
        self._show_cursor()

    @property
    def is_painting(self) -> bool:
        """The hand is down."""
        return self._drag is Drag.TOOL

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

    def cancel_drag(self) -> bool:
        drag, self._drag = self._drag, None
        if drag is Drag.TOOL:
            self._tools[self._tool_name].cancel()
            self.update_sketch()
        elif drag is Drag.BRUSH:
            self.set_tool_size(self._drag_size)
            self.set_brush_hardness(self._drag_hardness)
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
            self._drag = Drag.PAN
        elif event.button() == Qt.MouseButton.RightButton:
            self._drag = Drag.BRUSH
            self._drag_size, self._drag_hardness = self.tool_size, self.brush.hardness
        elif event.button() == Qt.MouseButton.LeftButton:
            if self._is_space_held or self._tool_name == ToolName.HAND:
                self._drag = Drag.PAN
            elif self._is_on_split(event.position()):
                self._drag = Drag.SPLIT
            else:
                self._drag = Drag.TOOL
                self._tools[self._tool_name].press(self._input(event))
                self.update_sketch()
        self._show_cursor()

    def _move(self, event: QMouseEvent | QTabletEvent) -> None:
        position = event.position()
        if self._drag is Drag.TOOL:
            self._tools[self._tool_name].move(self._input(event))
            self.update_sketch()
        elif self._drag is None and self._tool is not None:
            self._tool.hover(self._input(event))
            self.update_sketch()
        elif self._drag is Drag.PAN:
            self._pan_to(position)
        elif self._drag is Drag.BRUSH:
            self._resize_brush(position)
        elif self._drag is Drag.SPLIT:
            self.set_split_position(position.x() / max(1, self.width()))
        self._point_at(position)
        if self.compare is Compare.SPLIT:
            self._show_cursor()

    def _release(self, event: QMouseEvent | QTabletEvent) -> None:
        if event.button() not in self._buttons_of(self._drag):
            return
        drag, self._drag = self._drag, None
        if drag is Drag.TOOL:
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
            is_eraser=is_eraser,
        )

    def _buttons_of(self, drag: Drag | None) -> tuple[Qt.MouseButton, ...]:
        left, middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
        if drag is None:
            return ()
        if drag is Drag.BRUSH:
            return (Qt.MouseButton.RightButton,)
        return (left, middle) if drag is Drag.PAN else (left,)

    def _resize_brush(self, position: QPointF) -> None:
        moved = position - self._drag_from
        grown = 2 * moved.x() * self.devicePixelRatioF() / self.zoom
        self.set_tool_size(round(self._drag_size + grown))
        if self._tool is None or self._tool.own_size_px is None:
            self.set_brush_hardness(round(self._drag_hardness - moved.y() / _HARDNESS_DRAG_PX, 2))

    @Slot()
    def _on_photo_opened(self) -> None:
        # Whatever the hand was doing, it was doing to another photo.
        self._drag = None
        self._sketched = QRectF()
        self._show_cursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self.is_sketching:
            self.step_back()
        else:
            super().keyPressEvent(event)
