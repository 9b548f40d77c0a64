"""Coverage laid over the photo: a tint, and an edge that marches so that it is seen on any photo."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from editor.canvas.pyramid import Pyramid
from editor.canvas.raster import Raster, move
from editor.canvas.viewport import Viewport
from editor.painting.rect import EMPTY, Rect

_BLACK, _WHITE = np.uint32(0xFF000000), np.uint32(0xFFFFFFFF)
# Length of a dash in device pixels; a power of two.
_DASH_PX = 4


class OverlayLayer:
    """Draws the coverage of a pyramid (of maxima) into a raster of the window."""

    def __init__(self, pyramid: Pyramid, viewport: Viewport, has_edge: bool) -> None:
        """Makes the layer.

        Args:
            pyramid: Levels of coverage 0..255, by maximum.
            viewport: Where the photo lies.
            has_edge: Whether the border of what is above 127 is drawn as marching dashes.
        """
        self._pyramid = pyramid
        self._viewport = viewport
        self._has_edge = has_edge
        self._phase = 0
        self._tint = np.zeros(256, np.uint32)
        self.raster = Raster((1, 1), has_alpha=True)
        # Whether a device pixel is on the edge; only kept so that marching need not look at the mask.
        self._edge: npt.NDArray[np.bool_] = np.zeros((1, 1), np.bool_)

    def resize(self, size: tuple[int, int]) -> None:
        """The window is now (height, width) device pixels."""
        self.raster = Raster(size, has_alpha=True)
        self._edge = np.zeros(size, np.bool_)

    def set_color(self, color: QColor, opacity: float) -> None:
        """The tint of full coverage."""
        alpha = np.arange(256) / 255 * min(max(opacity, 0.0), 1.0)
        channels = [np.rint(alpha * value) for value in (color.blue(), color.green(), color.red(), 255)]
        self._tint = sum(
            (channel.astype(np.uint32) << np.uint32(8 * i) for i, channel in enumerate(channels)),
            np.zeros(256, np.uint32),
        )
        self.raster.spoil()

    def coverage_changed(self, rect: Rect) -> Rect:
        """Coverage inside a rectangle of the photo changed; returns the device pixels that show it."""
        self._pyramid.refresh(rect)
        reach = max(1, math.ceil(2 / self._viewport.scale))
        device = self._viewport.device_rect(rect.grown(reach), margin_px=1)
        self.raster.spoil(device)
        return device

    def scroll(self, dx: int, dy: int) -> None:
        """The photo moved by whole device pixels."""
        if self.raster.dirty == [self.raster.whole]:
            return
        self.raster.scroll(dx, dy)
        move(self._edge, dx, dy)

    def draw(self) -> None:
        """Brings the raster up to date."""
        packed = self.raster.pixels.view(np.uint32)[..., 0]
        for rect in self.raster.take_dirty():
            target = packed[rect.slices]
            # One more pixel on each side: an edge is seen by its neighbors.
            coverage = self._sampled(rect.grown(1))
            if coverage is None:
                target[:] = 0
                self._edge[rect.slices] = False
                continue
            # "clip" spares a check of every index; a byte cannot be out of range.
            np.take(self._tint, coverage[1:-1, 1:-1], out=target, mode="clip")
            if self._has_edge:
                edge = _edge_of(coverage > 127)
                self._edge[rect.slices] = edge
                self._dash(rect)

    def march(self) -> Rect:
        """Moves the dashes by a pixel; returns the device pixels that changed."""
        self._phase = (self._phase + 1) % (2 * _DASH_PX)
        rows = np.flatnonzero(self._edge.any(axis=1))
        if rows.size == 0:
            return EMPTY
        columns = np.flatnonzero(self._edge[rows[0] : rows[-1] + 1].any(axis=0))
        rect = Rect(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        self._dash(rect)
        return rect

    def _dash(self, rect: Rect) -> None:
        # Flat indices are found 15 times faster than pairs.
        y, x = np.divmod(np.flatnonzero(self._edge[rect.slices]), max(1, rect.width))
        ox, oy = self._viewport.origin
        is_dark = ((x + y + (rect.x0 + rect.y0 - ox - oy + self._phase)) & _DASH_PX) == 0
        self.raster.pixels.view(np.uint32)[..., 0][rect.slices][y, x] = np.where(is_dark, _BLACK, _WHITE)

    def _sampled(self, device: Rect) -> npt.NDArray[np.uint8] | None:
        """Coverage under device pixels, (h, w); 0 beside the photo; None where there is none at all."""
        photo = self._viewport.photo_rect(device)
        if photo.is_empty:
            return None
        scale = self._viewport.scale
        # The level whose pixels are at least as large as the window's: none is stepped over.
        level = min(max(0, math.ceil(math.log2(1 / scale) - 1e-9)), self._pyramid.top)
        height, width = self._pyramid.size(level)
        ox, oy = self._viewport.origin
        rows = np.floor((np.arange(device.y0, device.y1) + 0.5 - oy) / scale).astype(np.intp) >> level
        columns = np.floor((np.arange(device.x0, device.x1) + 0.5 - ox) / scale).astype(np.intp) >> level
        rows_in, columns_in = _span(rows, height), _span(columns, width)
        if rows_in.start >= rows_in.stop or columns_in.start >= columns_in.stop:
            return None
        inside_rows, inside_columns = rows[rows_in], columns[columns_in]
        source = Rect(
            int(inside_columns[0]), int(inside_rows[0]), int(inside_columns[-1]) + 1, int(inside_rows[-1]) + 1
        )
        covered = self._pyramid.read(level, source)
        if not covered.any():
            return None
        result = np.zeros((device.height, device.width), np.uint8)
        # Columns first: when magnified, there are few rows to do it in.
        result[rows_in, columns_in] = covered.take(inside_columns - source.x0, axis=1).take(
            inside_rows - source.y0, axis=0
        )
        return result


def _span(indices: npt.NDArray[np.intp], size: int) -> slice:
    """The run of ascending indices that lie in [0, size)."""
    return slice(int(np.searchsorted(indices, 0)), int(np.searchsorted(indices, size)))


def _edge_of(hole: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Hole pixels with a known neighbor; (h, w) of a hole (h + 2, w + 2)."""
    inner = hole[1:-1, 1:-1]
    surrounded = hole[:-2, 1:-1] & hole[2:, 1:-1] & hole[1:-1, :-2] & hole[1:-1, 2:]
    return inner & ~surrounded
