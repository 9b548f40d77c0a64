"""Labels laid over the photo: a tint per label, crisp lines between them, stripes where a person said so."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from editor.canvas.look import LabelLook
from editor.canvas.pyramid import Pyramid
from editor.canvas.raster import Raster
from editor.canvas.sampling import device_pixels, sample
from editor.canvas.viewport import Viewport
from editor.document.labels import Labels
from editor.painting.labels import UNKNOWN
from editor.painting.rect import Rect

_BAND_PX = 128
# Around the hole labels say what is seen, in it what will be: there they are stronger.
_AROUND = 0.45
_EDGE = 0.95
_STRIPE_PX = 4  # a power of two
# A byte holds how a pixel is shown and which label it has.
_CODES = 64
_SHOWN_AROUND, _SHOWN_IN_HOLE, _SHOWN_STRIPED, _SHOWN_EDGE = range(4)


class LabelLayer:
    """Draws what a document's labels are into a raster of the window.

    Every pixel of the window shows the label of one pixel of the photo: labels have no means.
    """

    def __init__(self, labels: Labels, size: tuple[int, int], viewport: Viewport, hidden: Pyramid) -> None:
        """Makes the layer.

        Args:
            labels: What is drawn.
            size: (height, width) of the photo.
            viewport: Where the photo lies.
            hidden: Levels of what is not tinted: a fill that is arriving is looked at itself.
        """
        self._labels = labels
        self._size = size
        self._viewport = viewport
        self._hidden = hidden
        self._tints: npt.NDArray[np.uint32] = np.zeros(4 * _CODES, np.uint32)
        self.raster = Raster((1, 1), has_alpha=True)

    def resize(self, size: tuple[int, int]) -> None:
        """The window is now (height, width) device pixels."""
        self.raster = Raster(size, has_alpha=True)

    def set_look(self, look: LabelLook) -> None:
        """Colors and opacity."""
        strong = look.opacity + (1 - look.opacity) / 2
        for shown, alpha in (
            (_SHOWN_AROUND, _AROUND * look.opacity),
            (_SHOWN_IN_HOLE, look.opacity),
            (_SHOWN_STRIPED, strong),
            (_SHOWN_EDGE, _EDGE),
        ):
            for code, (red, green, blue) in look.colors:
                channels = (round(alpha * value) for value in (blue, green, red, 255))
                self._tints[shown * _CODES + code] = sum(c << 8 * i for i, c in enumerate(channels))
        self.raster.spoil()

    def changed(self, rect: Rect) -> Rect:
        """Labels inside a rectangle of the photo changed; returns the device pixels that show it."""
        reach = max(1, math.ceil(2 / self._viewport.scale))
        device = self._viewport.device_rect(rect.grown(reach), margin_px=2)
        self.raster.spoil(device)
        return device

    def scroll(self, dx: int, dy: int) -> None:
        """The photo moved by whole device pixels."""
        self.raster.scroll(dx, dy)

    def draw(self) -> None:
        """Brings the raster up to date."""
        for rect in self.raster.take_dirty(_BAND_PX):
            self._draw(rect)

    def _draw(self, device: Rect) -> None:
        target = self.raster.pixels.view(np.uint32)[..., 0][device.slices]
        target[:] = 0
        # One more pixel on each side: an edge is seen by its neighbors.
        wide = device.grown(1)
        (rows_in, rows), (columns_in, columns) = device_pixels(self._size, self._viewport, wide)
        if rows.size == 0 or columns.size == 0:
            return
        codes = np.zeros((wide.height, wide.width), np.uint8)
        codes[rows_in, columns_in] = self._labels.sampled(rows, columns)
        if not codes.any():
            return
        shown = np.full(codes.shape, _SHOWN_AROUND, np.uint8)
        part = shown[rows_in, columns_in]
        part[self._labels.sampled_holes(rows, columns)] = _SHOWN_IN_HOLE
        is_said = self._labels.sampled_edits(rows, columns) != UNKNOWN
        part[is_said & self._stripes(wide)[rows_in, columns_in]] = _SHOWN_STRIPED
        shown = shown[1:-1, 1:-1]
        shown[_edges(codes)] = _SHOWN_EDGE
        index = shown * np.uint8(_CODES) + codes[1:-1, 1:-1]
        hidden = sample(self._hidden, self._viewport, device)
        if hidden is not None:
            index[hidden > 0] = UNKNOWN
        # "clip" spares a check of every index; a byte cannot be out of range.
        np.take(self._tints, index, out=target, mode="clip")

    def _stripes(self, device: Rect) -> npt.NDArray[np.bool_]:
        """(h, w), diagonal stripes that move with the photo."""
        ox, oy = self._viewport.origin
        x = np.arange(device.x0 - ox, device.x1 - ox)
        y = np.arange(device.y0 - oy, device.y1 - oy)
        return ((x[None, :] + y[:, None]) & _STRIPE_PX) == 0


def _edges(codes: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Pixels with a neighbor of another label, (h, w) of codes (h + 2, w + 2). Unknown is no label."""
    inner = codes[1:-1, 1:-1]
    differs = np.zeros(inner.shape, np.bool_)
    for other in (codes[:-2, 1:-1], codes[2:, 1:-1], codes[1:-1, :-2], codes[1:-1, 2:]):
        differs |= (inner != other) & (other != UNKNOWN)
    return differs
