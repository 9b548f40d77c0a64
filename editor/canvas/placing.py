"""Where the photo is: zoom and place of a widget's view, and the ways between its coordinates.

*Widget* units are Qt's, *device* pixels the screen's, *photo* pixels the document's.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.canvas.viewport import MAX_SCALE, Viewport
from editor.document.document import Document
from editor.painting.rect import Rect

# Stops of the zoom keys; the wheel goes in between.
_ZOOM_STOPS = (
    1 / 32,
    1 / 16,
    1 / 8,
    1 / 6,
    1 / 4,
    1 / 3,
    1 / 2,
    2 / 3,
    1,
    1.5,
    2,
    3,
    4,
    6,
    8,
    12,
    16,
    24,
    32,
)


class PlacedSurface(QWidget):
    """Knows which part of a document it shows, and how large: the lowest layer of `CanvasView`.

    Signals:
        zoom_changed(float): 1.0 = one photo pixel per device pixel.
        view_changed: Another part of the photo is visible.
    """

    zoom_changed = Signal(float)
    view_changed = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._viewport = Viewport()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def zoom(self) -> float:
        """Device pixels per photo pixel."""
        return self._viewport.scale

    @Slot()
    def zoom_fit(self) -> None:
        """Shows the whole photo, and goes on doing so while the window changes its size."""
        self._viewport.fit()
        self._placed_anew()

    @Slot(float)
    def zoom_to(self, scale: float) -> None:
        """Sets the zoom around the middle of the window; 1.0 = 100 %, at most 32."""
        self._zoom_at(scale, QPointF(self.width() / 2, self.height() / 2))

    @Slot()
    def zoom_in(self) -> None:
        """The next larger stop."""
        self.zoom_to(next((stop for stop in _ZOOM_STOPS if stop > self.zoom * 1.01), MAX_SCALE))

    @Slot()
    def zoom_out(self) -> None:
        """The next smaller stop."""
        smaller = (stop for stop in reversed(_ZOOM_STOPS) if stop < self.zoom * 0.99)
        self.zoom_to(next(smaller, self._viewport.min_scale))

    def center_on(self, x: float, y: float) -> None:
        """Brings a photo point into the middle."""
        self._viewport.center_on(x, y)
        self._placed_anew()

    def visible_box(self) -> Rect:
        """The photo pixels in view, cut off at the photo's borders: the engine's viewport."""
        return self._viewport.visible

    def photo_point(self, position: QPointF) -> tuple[float, float]:
        """The photo point under a widget position."""
        ratio = self.devicePixelRatioF()
        return self._viewport.to_photo(position.x() * ratio, position.y() * ratio)

    def widget_point(self, x: float, y: float) -> QPointF:
        """The widget position of a photo point."""
        ratio = self.devicePixelRatioF()
        device_x, device_y = self._viewport.to_device(x, y)
        return QPointF(device_x / ratio, device_y / ratio)

    def _zoom_at(self, scale: float, position: QPointF) -> None:
        ratio = self.devicePixelRatioF()
        self._viewport.zoom_at(scale, position.x() * ratio, position.y() * ratio)
        self._placed_anew()

    def _pan(self, dx: int, dy: int) -> None:
        """Moves the photo by device pixels."""
        before = self._viewport.origin
        self._viewport.pan(dx, dy)
        after = self._viewport.origin
        if after != before:
            self._scroll_drawn(after[0] - before[0], after[1] - before[1])
            self.update()
            self.view_changed.emit()

    def _placed_anew(self) -> None:
        self._spoil_drawn()
        self.update()
        self.zoom_changed.emit(self._viewport.scale)
        self.view_changed.emit()

    def _fit_window(self) -> None:
        self._viewport.set_window(self._device_size())
        self._resize_drawn()
        self._placed_anew()

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, math.ceil(self.height() * ratio)), max(1, math.ceil(self.width() * ratio))

    def _update_device(self, rect: Rect) -> None:
        """Asks for a repaint of device pixels."""
        if rect.is_empty:
            return
        ratio = self.devicePixelRatioF()
        x0, y0 = math.floor(rect.x0 / ratio), math.floor(rect.y0 / ratio)
        self.update(x0, y0, math.ceil(rect.x1 / ratio) - x0, math.ceil(rect.y1 / ratio) - y0)

    # ---- for whoever draws ---------------------------------------------------------------------------

    def _scroll_drawn(self, dx: int, dy: int) -> None:
        """Everything that is drawn moved by device pixels."""

    def _spoil_drawn(self) -> None:
        """Everything is somewhere else."""

    def _resize_drawn(self) -> None:
        """The widget has another size."""

    # ---- Qt ------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_window()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit_window()
        return super().event(event)
