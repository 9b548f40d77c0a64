"""All layers of one open photo, built together and thrown away together."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from editor.canvas.display import ScreenTiles, screen_transform
from editor.canvas.label_layer import LabelLayer
from editor.canvas.look import CanvasLook, Compare
from editor.canvas.overlay_layer import OverlayLayer
from editor.canvas.photo_layer import PhotoLayer
from editor.canvas.pyramid import Array, Pyramid, mean_of_four, most_of_four
from editor.canvas.viewport import Viewport
from editor.document.document import Document
from editor.painting.rect import Rect

# The difference view dims the photo so that the changed pixels stand out.
_DIM = QColor(0, 0, 0, 150)
# The original is looked at for moments and hardly moved meanwhile.
_COMPARED_TILE_BYTES = 4 * 2**20
_LEAST_TILE_BYTES, _MOST_TILE_BYTES = 8 * 2**20, 48 * 2**20


class _OriginalPyramid(Pyramid):
    """The photo as it was loaded. Where nothing changed it borrows the levels of the photo as it is."""

    def __init__(self, document: Document, shown: Pyramid) -> None:
        super().__init__(document.size, document.original, mean_of_four)
        self._document = document
        self._shown = shown

    def read(self, level: int, rect: Rect) -> Array:
        covered = Rect(*(edge << level for edge in rect)).intersection(self._document.bounds)
        if level > 0 and not self._document.is_touched(covered):
            return self._shown.read(level, rect)
        return super().read(level, rect)


class Layers:
    """Photo, mask and, while they are looked at, original and difference.

    Attributes:
        photo: The photo with the preview on top.
        mask: The mask's tint and edge.
        sources: Tint and edge of the area that texture may come from.
        labels: What belongs where.
    """

    def __init__(self, document: Document, viewport: Viewport, look: CanvasLook) -> None:
        self._document = document
        self._viewport = viewport
        self._look = look
        self._transform = screen_transform(document.profile, look.screen)
        self._pyramid = Pyramid(document.size, document.shown, mean_of_four)
        # Enough for a window or two, but never much beside the photo itself.
        tile_bytes = min(max(document.pixels.nbytes // 6, _LEAST_TILE_BYTES), _MOST_TILE_BYTES)
        self.photo = self._photo_layer(self._pyramid, tile_bytes)
        self._original: PhotoLayer | None = None
        mask = document.mask
        coverage = Pyramid(
            document.size,
            lambda rect: mask[rect.slices],
            most_of_four,
            lambda rect: not document.covers(rect),
        )
        # A fill that is arriving is looked at, not its mask: the tint gives way to it, the edge stays.
        previewed = Pyramid(
            document.size,
            self._read_preview,
            most_of_four,
            is_blank=lambda rect: not document.is_previewed(rect),
        )
        self.mask = OverlayLayer(coverage, viewport, has_edge=True, hidden=previewed)
        sources = document.sources
        allowed = Pyramid(
            document.size,
            lambda rect: sources[rect.slices],
            most_of_four,
            lambda rect: not document.has_sources_in(rect),
        )
        self.sources = OverlayLayer(allowed, viewport, has_edge=True)
        self.labels = LabelLayer(document.labels, document.size, viewport, previewed)
        self._difference: OverlayLayer | None = None
        self.resize()
        self.set_look(look)

    @property
    def original(self) -> PhotoLayer:
        """The photo as it was loaded; made when it is first asked for."""
        if self._original is None:
            self._original = self._photo_layer(
                _OriginalPyramid(self._document, self._pyramid), _COMPARED_TILE_BYTES
            )
            self._original.resize(self._viewport.window_size)
        return self._original

    @property
    def difference(self) -> OverlayLayer:
        """Which pixels changed; made when it is first asked for."""
        if self._difference is None:
            document = self._document
            pyramid = Pyramid(
                document.size, self._read_difference, most_of_four, lambda rect: not document.is_touched(rect)
            )
            self._difference = OverlayLayer(pyramid, self._viewport, has_edge=False)
            self._difference.resize(self._viewport.window_size)
            self._difference.set_color(self._look.difference, 1.0)
        return self._difference

    def keep_for(self, compare: Compare) -> None:
        """Gives the memory of what a comparison does not show back."""
        if compare not in (Compare.ORIGINAL, Compare.SPLIT):
            self._original = None
        if compare is not Compare.DIFFERENCE:
            self._difference = None

    def set_look(self, look: CanvasLook) -> None:
        """Changes colors."""
        self._look = look
        # Two tints in one place say nothing; the mask's edge is enough where labels are shown.
        self.mask.set_color(look.overlay, 0.0 if look.labels.is_shown else look.overlay_opacity)
        self.sources.set_color(look.sources, look.overlay_opacity)
        self.labels.set_look(look.labels)
        for layer in self._photos():
            layer.set_background(look.background)
        if self._difference is not None:
            self._difference.set_color(look.difference, 1.0)

    def resize(self) -> None:
        """The window has another size."""
        size = self._viewport.window_size
        for layer in (*self._photos(), *self._overlays()):
            layer.resize(size)

    def spoil(self) -> None:
        """Everything is somewhere else."""
        for layer in (*self._photos(), *self._overlays()):
            layer.raster.spoil()

    def scroll(self, dx: int, dy: int) -> None:
        """Everything moved by device pixels."""
        for layer in self._photos():
            layer.raster.scroll(dx, dy)
        for layer in self._overlays():
            layer.scroll(dx, dy)

    def pixels_changed(self, rect: Rect) -> Rect:
        """The photo changed; returns the device pixels that show it."""
        device = self.photo.photo_changed(rect)
        if self._original is not None:
            # Only what it borrowed can have changed, and only by becoming its own.
            self._original.raster.spoil(device)
        if self._difference is not None:
            device = device.united(self._difference.coverage_changed(rect))
        return device

    def preview_changed(self, rect: Rect) -> Rect:
        """The preview came or went; returns the device pixels that show it."""
        device = self.pixels_changed(rect).united(self.mask.hidden_changed(rect))
        return device.united(self.labels.changed(rect))

    def paint(
        self, painter: QPainter, device: QRect, compare: Compare, split_x: int, has_overlay: bool
    ) -> None:
        """Paints a rectangle of device pixels; what is out of date is drawn first.

        Args:
            painter: In device pixels.
            device: Inside the window.
            compare: What is compared.
            split_x: Device column left of which a split shows the original.
            has_overlay: Whether the mask is tinted. While the original is held it never is.
        """
        if compare is Compare.ORIGINAL:
            _paint(painter, self.original, device)
            return
        _paint(painter, self.photo, device)
        if compare is Compare.SPLIT:
            _paint(painter, self.original, device & QRect(0, 0, split_x, device.bottom() + 1))
        elif compare is Compare.DIFFERENCE:
            painter.fillRect(device, _DIM)
            _paint(painter, self.difference, device)
        if self._look.labels.is_shown:
            _paint(painter, self.labels, device)
        if has_overlay:
            document = self._document
            for layer, rect in ((self.sources, document.sources_rect), (self.mask, document.covered_rect)):
                covered = self._viewport.device_rect(rect, margin_px=1)
                _paint(painter, layer, device & QRect(covered.x0, covered.y0, covered.width, covered.height))

    def _read_difference(self, rect: Rect) -> Array:
        return self._document.difference(rect).view(np.uint8) * np.uint8(255)

    def _read_preview(self, rect: Rect) -> Array:
        return self._document.preview_coverage(rect).view(np.uint8) * np.uint8(255)

    def _photo_layer(self, pyramid: Pyramid, tile_bytes: int) -> PhotoLayer:
        tiles = ScreenTiles(pyramid, self._transform, tile_bytes)
        return PhotoLayer(pyramid, tiles, self._viewport, self._look.background, self._document.has_alpha)

    def _photos(self) -> list[PhotoLayer]:
        return [layer for layer in (self.photo, self._original) if layer is not None]

    def _overlays(self) -> list[OverlayLayer | LabelLayer]:
        overlays = (self.sources, self.mask, self.labels, self._difference)
        return [layer for layer in overlays if layer is not None]


def _paint(painter: QPainter, layer: PhotoLayer | OverlayLayer | LabelLayer, device: QRect) -> None:
    if not device.isEmpty():
        layer.draw()
        painter.drawImage(device.topLeft(), layer.raster.image, device)
