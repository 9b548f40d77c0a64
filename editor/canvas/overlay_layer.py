"""Coverage laid over the photo: a tint, and an edge that marches so that it is seen on any photo."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from editor.canvas.pyramid import Pyramid
from editor.canvas.raster import Raster, move
from editor.canvas.sampling import sample
from editor.canvas.viewport import Viewport
from editor.painting.rect import EMPTY, Rect

_BLACK, _WHITE = np.uint32(0xFF000000), np.uint32(0xFFFFFFFF)
# Length of a dash in device pixels; a power of two.
_DASH_PX = 4
# Bands keep the intermediate arrays small, in memory and in the processor's cache.
_BAND_PX = 128
# More edge than this is a mask of specks; its dashes stand still rather than keep a processor busy.
_MOST_MARCHING = 100_000


class OverlayLayer:
    """Draws the coverage of a pyramid (of maxima) into a raster of the window."""

    def __init__(
        self, pyramid: Pyramid, viewport: Viewport, has_edge: bool, hidden: Pyramid | None = None
    ) -> None:
        """Makes the layer.

        Args:
            pyramid: Levels of coverage 0..255, by maximum.
            viewport: Where the photo lies.
            has_edge: Whether the border of what is above 127 is drawn as marching dashes.
            hidden: Levels of what is not tinted although it is covered; the edge is drawn there as well.
        """
        self._pyramid = pyramid
        self._hidden = hidden
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
        return self._spoiled(rect)

    def hidden_changed(self, rect: Rect) -> Rect:
        """What is hidden inside a rectangle changed; returns the device pixels that show it."""
        if self._hidden is not None:
            self._hidden.refresh(rect)
        return self._spoiled(rect)

    def _spoiled(self, rect: Rect) -> Rect:
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
        for rect in self.raster.take_dirty(_BAND_PX):
            self._draw(rect)

    def _draw(self, device: Rect) -> None:
        target = self.raster.pixels.view(np.uint32)[..., 0][device.slices]
        # One more pixel on each side: an edge is seen by its neighbors.
        coverage = sample(self._pyramid, self._viewport, device.grown(1))
        if coverage is None:
            target[:] = 0
            self._edge[device.slices] = False
            return
        tinted = coverage[1:-1, 1:-1]
        hidden = None if self._hidden is None else sample(self._hidden, self._viewport, device)
        if hidden is not None:
            tinted = np.where(hidden > 0, np.uint8(0), tinted)
        # "clip" spares a check of every index; a byte cannot be out of range.
        np.take(self._tint, tinted, out=target, mode="clip")
        if self._has_edge:
            self._edge[device.slices] = _edge_of(coverage > 127)
            self._dash(device)

    def march(self) -> Rect:
        """Moves the dashes by a pixel; returns the device pixels that changed."""
        self._phase = (self._phase + 1) % (2 * _DASH_PX)
        rows = np.flatnonzero(self._edge.any(axis=1))
        if rows.size == 0:
            return EMPTY
        if np.count_nonzero(self._edge) > _MOST_MARCHING:
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


def _edge_of(hole: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Hole pixels with a known neighbor; (h, w) of a hole (h + 2, w + 2)."""
    inner = hole[1:-1, 1:-1]
    surrounded = hole[:-2, 1:-1] & hole[2:, 1:-1] & hole[1:-1, :-2] & hole[1:-1, 2:]
    return inner & ~surrounded
