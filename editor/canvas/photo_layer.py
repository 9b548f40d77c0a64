"""The photo as the window shows it: the right level, the right colors, resampled once."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtGui import QColor

from editor.canvas.display import Bgra, ScreenTiles
from editor.canvas.pyramid import Pyramid
from editor.canvas.raster import Raster
from editor.canvas.viewport import Viewport
from editor.painting.opencv import cv2
from editor.painting.rect import Rect

# Bands keep the intermediate picture small: at most twice the band in each direction.
_BAND_PX = 256
# From this scale on every photo pixel is a sharp square.
_SHARP_SCALE = 2.0
_CHECKER_PX = 12
_CHECKER_LIGHT, _CHECKER_DARK = 204, 160


class PhotoLayer:
    """Draws one pyramid into a raster of the window."""

    def __init__(
        self, pyramid: Pyramid, tiles: ScreenTiles, viewport: Viewport, background: QColor, has_alpha: bool
    ) -> None:
        """Makes the layer.

        Args:
            pyramid: The photo's levels.
            tiles: The same levels converted for the screen.
            viewport: Where the photo lies.
            background: What is around the photo.
            has_alpha: Whether a checkerboard shines through.
        """
        self._pyramid = pyramid
        self._tiles = tiles
        self._viewport = viewport
        self._has_alpha = has_alpha
        self.raster = Raster((1, 1), has_alpha=False)
        self.set_background(background)

    def set_background(self, background: QColor) -> None:
        """What is around the photo."""
        self._background = (background.blue(), background.green(), background.red(), 255)
        self.raster.spoil()

    def resize(self, size: tuple[int, int]) -> None:
        """The window is now (height, width) device pixels."""
        self.raster = Raster(size, has_alpha=False)

    def photo_changed(self, rect: Rect) -> Rect:
        """The photo's pixels inside a rectangle changed; returns the device pixels that show it."""
        self._pyramid.refresh(rect)
        self._tiles.refresh(rect)
        # Coarse levels and smooth resampling carry a change a little further than its own pixels.
        reach = max(2, math.ceil(4 / self._viewport.scale))
        device = self._viewport.device_rect(rect.grown(reach), margin_px=2)
        self.raster.spoil(device)
        return device

    def draw(self) -> None:
        """Brings the raster up to date."""
        for rect in self.raster.take_dirty(_BAND_PX):
            self._draw(rect)

    def _draw(self, device: Rect) -> None:
        target = self.raster.pixels[device.slices]
        inside = device.intersection(self._viewport.photo_on_device)
        if inside != device:
            target[:] = self._background
        if inside.is_empty:
            return
        picture = self._resampled(inside)
        if self._has_alpha:
            _put_on_checkerboard(picture, inside, self._viewport.origin)
        self.raster.pixels[inside.slices] = picture

    def _resampled(self, device: Rect) -> Bgra:
        scale = self._viewport.scale
        level = min(max(0, math.floor(math.log2(1 / scale) + 1e-9)), self._pyramid.top)
        scale *= 1 << level
        (ox, oy), whole = self._viewport.origin, Rect.whole(self._pyramid.size(level))
        source = Rect(
            math.floor((device.x0 - ox) / scale) - 1,
            math.floor((device.y0 - oy) / scale) - 1,
            math.ceil((device.x1 - ox) / scale) + 1,
            math.ceil((device.y1 - oy) / scale) + 1,
        ).intersection(whole)
        picture = self._tiles.gather(level, source)
        if scale == 1.0 or scale >= _SHARP_SCALE:
            rows = _nearest(device.y0, device.y1, oy, scale, source.y0, source.y1)
            columns = _nearest(device.x0, device.x1, ox, scale, source.x0, source.x1)
            packed = picture.view(np.uint32)[..., 0]
            # Columns first: when magnified, there are few rows to do it in.
            return packed.take(columns, axis=1).take(rows, axis=0)[..., None].view(np.uint8)
        # Centers of device pixels in the source: (x + 0.5 - origin) / scale - 0.5 - source.x0.
        step = 1 / scale
        matrix = np.array(
            [
                [step, 0, (device.x0 + 0.5 - ox) * step - 0.5 - source.x0],
                [0, step, (device.y0 + 0.5 - oy) * step - 0.5 - source.y0],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (device.width, device.height)
        return np.asarray(
            cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )


def _nearest(start: int, end: int, origin: int, scale: float, low: int, high: int) -> np.ndarray:
    """Indices, from `low` on, of the source pixels under device pixels [start, end)."""
    centers = (np.arange(start, end) + 0.5 - origin) / scale
    return np.clip(np.floor(centers).astype(np.intp), low, high - 1) - low


def _put_on_checkerboard(picture: Bgra, device: Rect, origin: tuple[int, int]) -> None:
    rows = (np.arange(device.y0, device.y1) - origin[1]) // _CHECKER_PX
    columns = (np.arange(device.x0, device.x1) - origin[0]) // _CHECKER_PX
    is_light = (rows[:, None] + columns[None, :]) % 2 == 0
    board = np.where(is_light, np.uint16(_CHECKER_LIGHT), np.uint16(_CHECKER_DARK))
    through = (board * (255 - picture[..., 3].astype(np.uint16)) + 127) // 255
    picture[..., :3] += through[..., None].astype(np.uint8)
    picture[..., 3] = 255
