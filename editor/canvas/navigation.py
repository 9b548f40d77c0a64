"""Moving about: wheel, pinch, drag, and the keys that count only while they are held."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from editor.canvas.look import CanvasLook
from editor.canvas.surface import CanvasSurface
from editor.document.document import Document

_WHEEL_NOTCH = 120
_ZOOM_PER_NOTCH = 1.25
_PAN_PER_NOTCH_PX = 80


class NavigatedSurface(CanvasSurface):
    """A surface that a person can move about on: the middle layer of `CanvasView`.

    The wheel scrolls, Ctrl+wheel and pinching zoom around the pointer; Space is noticed for panning and
    backslash shows the original, each while it is held.
    """

    def __init__(self, document: Document, look: CanvasLook, parent: QWidget | None = None) -> None:
        super().__init__(document, look, parent)
        self._is_space_held = False
        self._pan_from = QPointF()

    def _pan_to(self, position: QPointF) -> None:
        """Drags the photo along from `_pan_from`."""
        ratio = self.devicePixelRatioF()
        dx = round((position.x() - self._pan_from.x()) * ratio)
        dy = round((position.y() - self._pan_from.y()) * ratio)
        # What rounding left over stays in the drag: slow drags on HiDPI screens do not lag behind.
        self._pan_from += QPointF(dx / ratio, dy / ratio)
        self._pan(dx, dy)

    def _show_cursor(self) -> None:
        """Gives the pointer the shape of what it would do now."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._document.is_open:
            return
        angle, ratio = event.angleDelta(), self.devicePixelRatioF()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = (angle.y() or angle.x()) / _WHEEL_NOTCH
            self._zoom_at(self.zoom * _ZOOM_PER_NOTCH**notches, event.position())
        elif not event.pixelDelta().isNull():
            self._pan(round(event.pixelDelta().x() * ratio), round(event.pixelDelta().y() * ratio))
        else:
            step = _PAN_PER_NOTCH_PX * ratio / _WHEEL_NOTCH
            dx, dy = angle.x() * step, angle.y() * step
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                dx, dy = dx + dy, 0.0
            self._pan(round(dx), round(dy))
        event.accept()

    def event(self, event: QEvent) -> bool:
        is_pinch = (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        )
        if isinstance(event, QNativeGestureEvent) and is_pinch and self._document.is_open:
            self._zoom_at(self.zoom * (1 + event.value()), event.position())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._is_space_held = True
            self._show_cursor()
        elif event.key() == Qt.Key.Key_Backslash:
            self.hold_original(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space:
            self._is_space_held = False
            self._show_cursor()
        elif event.key() == Qt.Key.Key_Backslash:
            self.hold_original(False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # The release of a held key would go elsewhere.
        self._is_space_held = False
        self.hold_original(False)
        self._show_cursor()
        super().focusOutEvent(event)
