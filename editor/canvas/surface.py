"""What is seen: the widget that shows a document, at any zoom, compared with what it was.

Layers draw into window-sized rasters and only where something changed; a paint event copies finished
pixels. Coordinates: *widget* units are Qt's, *device* pixels the screen's, *photo* pixels the document's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QColorSpace, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.canvas.layers import CanvasLook, Compare, Layers
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
_MARCH_MS = 160
_KNOB_PX = 6


class CanvasSurface(QWidget):
    """Shows a document.

    Signals:
        zoom_changed(float): 1.0 = one photo pixel per device pixel.
        view_changed: Another part of the photo is visible.
        compare_changed(str): A `Compare`.
        overlay_changed(bool): The mask's tint is shown or hidden.
    """

    zoom_changed = Signal(float)
    view_changed = Signal()
    compare_changed = Signal(str)
    overlay_changed = Signal(bool)

    def __init__(self, document: Document, look: CanvasLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._look = look
        self._viewport = Viewport()
        self._layers: Layers | None = None
        self._compare = Compare.NONE
        self._is_original_held = False
        self._is_overlay_shown = True
        self._split = 0.5
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        document.photo_changed.connect(self._on_photo_changed)
        document.pixels_changed.connect(self._on_pixels_changed)
        document.preview_changed.connect(self._on_preview_changed)
        document.mask_changed.connect(self._on_mask_changed)
        document.sources_changed.connect(self._on_sources_changed)
        self._march = QTimer(self)
        self._march.setInterval(_MARCH_MS)
        self._march.timeout.connect(self._on_march)
        self._march.start()
        self._on_photo_changed()

    # ---- zoom and place ------------------------------------------------------------------------------

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
        if self._layers is not None and after != before:
            self._layers.scroll(after[0] - before[0], after[1] - before[1])
            self.update()
            self.view_changed.emit()

    def _placed_anew(self) -> None:
        if self._layers is not None:
            self._layers.spoil()
        self.update()
        self.zoom_changed.emit(self._viewport.scale)
        self.view_changed.emit()

    # ---- comparing and looks -------------------------------------------------------------------------

    @property
    def compare(self) -> Compare:
        """What the photo is compared with now."""
        return Compare.ORIGINAL if self._is_original_held else self._compare

    @Slot(bool)
    def hold_original(self, is_held: bool) -> None:
        """Shows the photo as it was opened while a key is held."""
        if is_held != self._is_original_held:
            self._is_original_held = is_held
            self._compare_changed()

    @Slot(bool)
    def set_split(self, is_on: bool) -> None:
        """Original on the left, result on the right of a line that can be dragged."""
        self.set_compare(Compare.SPLIT if is_on else Compare.NONE)

    @Slot(bool)
    def set_difference(self, is_on: bool) -> None:
        """Shows which pixels changed."""
        self.set_compare(Compare.DIFFERENCE if is_on else Compare.NONE)

    def set_compare(self, compare: Compare) -> None:
        """Chooses a comparison."""
        if compare != self._compare:
            self._compare = compare
            self._compare_changed()

    @property
    def split(self) -> float:
        """Where the split line is, 0 = left, 1 = right."""
        return self._split

    def set_split_position(self, share: float) -> None:
        """Moves the split line."""
        self._split = min(max(0.0, share), 1.0)
        self.update()

    @property
    def is_overlay_shown(self) -> bool:
        return self._is_overlay_shown

    @Slot(bool)
    def set_overlay_shown(self, is_shown: bool) -> None:
        """Shows or hides the mask's tint and edge."""
        if is_shown != self._is_overlay_shown:
            self._is_overlay_shown = is_shown
            self.update()
            self.overlay_changed.emit(is_shown)

    def set_overlay(self, color: QColor, opacity: float) -> None:
        """Tint of the mask, and its strength 0..1."""
        self._set_look(replace(self._look, overlay=color, overlay_opacity=opacity))

    def set_background(self, color: QColor) -> None:
        """What is around the photo."""
        self._set_look(replace(self._look, background=color))

    def set_screen_space(self, screen: QColorSpace) -> None:
        """The screen's color space."""
        self._look = replace(self._look, screen=screen)
        if self._layers is not None:
            self._layers = Layers(self._document, self._viewport, self._look)
        self.update()

    def _set_look(self, look: CanvasLook) -> None:
        self._look = look
        if self._layers is not None:
            self._layers.set_look(look)
        self.update()

    def _compare_changed(self) -> None:
        if self._layers is not None:
            self._layers.keep_for(self.compare)
        self.update()
        self.compare_changed.emit(str(self.compare))

    # ---- what the document says ----------------------------------------------------------------------

    @Slot()
    def _on_photo_changed(self) -> None:
        self._viewport.set_window(self._device_size())
        self._viewport.set_photo(self._document.size)
        self._layers = Layers(self._document, self._viewport, self._look) if self._document.is_open else None
        self._placed_anew()

    @Slot(object)
    def _on_pixels_changed(self, rect: Rect) -> None:
        if self._layers is not None:
            self._update_device(self._layers.pixels_changed(rect))

    @Slot(object)
    def _on_preview_changed(self, rect: Rect) -> None:
        if self._layers is not None:
            self._update_device(self._layers.preview_changed(rect))

    @Slot(object)
    def _on_mask_changed(self, rect: Rect) -> None:
        if self._layers is not None:
            self._update_device(self._layers.mask.coverage_changed(rect))

    @Slot(object)
    def _on_sources_changed(self, rect: Rect) -> None:
        if self._layers is not None:
            self._update_device(self._layers.sources.coverage_changed(rect))

    @Slot()
    def _on_march(self) -> None:
        is_seen = self.isVisible() and self._is_overlay_shown and self.compare is not Compare.ORIGINAL
        is_still = self._document.is_stroking or self._document.covered_rect.is_empty
        if self._layers is not None and is_seen and not is_still:
            self._update_device(self._layers.mask.march())

    # ---- Qt ------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_window()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit_window()
        return super().event(event)

    def _fit_window(self) -> None:
        self._viewport.set_window(self._device_size())
        if self._layers is not None:
            self._layers.resize()
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

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._layers is None:
                painter.fillRect(event.rect(), self._look.background)
                return
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            window = QRect(0, 0, self._viewport.window.x1, self._viewport.window.y1)
            for part in cast(Iterable[QRect], event.region()):
                device = QRect(
                    math.floor(part.x() * ratio),
                    math.floor(part.y() * ratio),
                    math.ceil(part.width() * ratio) + 1,
                    math.ceil(part.height() * ratio) + 1,
                )
                self._layers.paint(
                    painter, device & window, self.compare, self._split_x(), self._is_overlay_shown
                )
            if self.compare is Compare.SPLIT:
                self._paint_split_line(painter, ratio)

    def _paint_split_line(self, painter: QPainter, ratio: float) -> None:
        x, window = self._split_x(), self._viewport.window
        for width, color in ((3 * ratio, QColor(0, 0, 0, 160)), (ratio, QColor(255, 255, 255))):
            painter.setPen(QPen(color, width))
            painter.drawLine(x, 0, x, window.y1)
        # The knob says that the line can be dragged.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(0, 0, 0, 160), ratio))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawEllipse(QPointF(x, window.y1 / 2), _KNOB_PX * ratio, _KNOB_PX * ratio)

    def _split_x(self) -> int:
        """Device column of the split line."""
        return round(self._split * self._viewport.window.x1)
