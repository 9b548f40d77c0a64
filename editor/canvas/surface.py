"""What is seen: the widget that shows a document, at any zoom, compared with what it was.

Layers draw into window-sized rasters and only where something changed; a paint event copies finished
pixels. Coordinates are those of `editor.canvas.placing`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QColorSpace, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.canvas.layers import Layers
from editor.canvas.look import CanvasLook, Compare, LabelLook
from editor.canvas.placing import PlacedSurface
from editor.canvas.split_line import paint_split_line
from editor.document.document import Document
from editor.painting.rect import Rect

_MARCH_MS = 160


class CanvasSurface(PlacedSurface):
    """Shows a document.

    Signals (and those of `PlacedSurface`):
        compare_changed(str): A `Compare`.
    """

    compare_changed = Signal(str)

    def __init__(self, document: Document, look: CanvasLook, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._look = look
        self._layers: Layers | None = None
        self._compare = Compare.NONE
        self._is_original_held = False
        self._is_overlay_shown = True
        self._split = 0.5
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        document.photo_changed.connect(self._on_photo_changed)
        document.pixels_changed.connect(self._on_pixels_changed)
        document.preview_changed.connect(self._on_preview_changed)
        document.mask_changed.connect(self._on_mask_changed)
        document.sources_changed.connect(self._on_sources_changed)
        document.labels.changed.connect(self._on_labels_changed)
        self._march = QTimer(self)
        self._march.setInterval(_MARCH_MS)
        self._march.timeout.connect(self._on_march)
        self._march.start()
        self._on_photo_changed()

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

    @Slot(bool)
    def set_overlay_shown(self, is_shown: bool) -> None:
        """Shows or hides the mask's tint and edge."""
        if is_shown != self._is_overlay_shown:
            self._is_overlay_shown = is_shown
            self.update()

    def set_overlay(self, color: QColor, opacity: float) -> None:
        """Tint of the mask, and its strength 0..1."""
        self._set_look(replace(self._look, overlay=color, overlay_opacity=opacity))

    def set_labels(self, look: LabelLook) -> None:
        """Shows or hides what belongs where, in these colors."""
        self._set_look(replace(self._look, labels=look))

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

    @Slot(object)
    def _on_labels_changed(self, rect: Rect) -> None:
        if self._layers is not None:
            device = self._layers.labels.changed(rect)
            if self._look.labels.is_shown:
                self._update_device(device)

    @Slot()
    def _on_march(self) -> None:
        is_seen = self.isVisible() and self._is_overlay_shown and self.compare is not Compare.ORIGINAL
        is_still = self._document.is_stroking or self._document.covered_rect.is_empty
        if self._layers is not None and is_seen and not is_still:
            self._update_device(self._layers.mask.march())

    # ---- drawing -------------------------------------------------------------------------------------

    def _scroll_drawn(self, dx: int, dy: int) -> None:
        if self._layers is not None:
            self._layers.scroll(dx, dy)

    def _spoil_drawn(self) -> None:
        if self._layers is not None:
            self._layers.spoil()

    def _resize_drawn(self) -> None:
        if self._layers is not None:
            self._layers.resize()

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
                paint_split_line(painter, self._split_x(), self._viewport.window.y1, ratio)

    def _split_x(self) -> int:
        """Device column of the split line."""
        return round(self._split * self._viewport.window.x1)
