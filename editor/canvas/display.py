"""From the photo's pixels to the screen's: profile, depth, transparency.

A photo's numbers mean what its profile says; the screen means another. Qt's color management converts, tile
by tile and only for what is shown, so a wide-gamut photo looks right without a second copy of it.
"""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColorSpace, QColorTransform, QImage

from editor.canvas.profiles import photo_space
from editor.canvas.pyramid import TILE_PX, Array, Pyramid
from editor.painting.opencv import cv2
from editor.painting.rect import Rect

Bgra = npt.NDArray[np.uint8]


def screen_transform(profile: bytes | None, screen: QColorSpace) -> QColorTransform | None:
    """How to get from a photo's profile to the screen; None where nothing is to be done.

    Args:
        profile: ICC profile; None = sRGB. One that Qt cannot read is taken for sRGB as well: showing the
            photo matters more than the last shade, and its file is not touched by this.
        screen: The screen's color space.
    """
    photo = photo_space(profile or b"") or QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    return None if photo == screen else photo.transformationToColorSpace(screen)


def to_screen(pixels: Array, transform: QColorTransform | None) -> Bgra:
    """Converts pixels of a photo for the screen.

    Args:
        pixels: (h, w, 3 or 4) uint8 or uint16 RGB(A).
        transform: From `screen_transform`.

    Returns:
        (h, w, 4) uint8 in the byte order of QImage's 32-bit formats (blue first); color is premultiplied
        with alpha, alpha is 255 where the photo has none.
    """
    if transform is not None:
        pixels = _transformed(pixels, transform)
    if pixels.dtype == np.uint16:
        pixels = cv2.convertScaleAbs(pixels, alpha=1 / 257)
    if pixels.shape[2] == 3:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGRA), np.uint8)
    result = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA), np.uint8)
    alpha = result[..., 3:].astype(np.uint16)
    result[..., :3] = (result[..., :3] * alpha + 127) // 255
    return result


def _transformed(pixels: Array, transform: QColorTransform) -> Array:
    """The same picture in the screen's colors; 16-bit pixels stay 16-bit until they are converted."""
    height, width, channels = pixels.shape
    is_deep = pixels.dtype == np.uint16
    if channels == 3:
        padded = np.empty((height, width, 4), pixels.dtype)
        padded[..., :3] = pixels
        padded[..., 3] = 65535 if is_deep else 255
        pixels = padded
    pixels = np.ascontiguousarray(pixels)
    kind = QImage.Format.Format_RGBA64 if is_deep else QImage.Format.Format_RGBA8888
    # `copy` because a QImage over a numpy buffer neither owns nor may write it.
    image = QImage(pixels.data, width, height, pixels.strides[0], kind).copy()
    image.applyColorTransform(transform)
    rows = np.frombuffer(image.constBits(), pixels.dtype).reshape(
        height, image.bytesPerLine() // pixels.itemsize
    )
    return rows[:, : width * 4].reshape(height, width, 4)[..., :channels].copy()


class ScreenTiles:
    """Tiles of a pyramid converted for the screen; the ones used last are kept."""

    def __init__(self, pyramid: Pyramid, transform: QColorTransform | None, budget_bytes: int) -> None:
        """Makes the empty cache.

        Args:
            pyramid: The photo's levels.
            transform: From `screen_transform`.
            budget_bytes: How much memory the kept tiles may take; one is always kept.
        """
        self._pyramid = pyramid
        self._transform = transform
        self._limit = max(1, budget_bytes // (TILE_PX * TILE_PX * 4))
        self._tiles: OrderedDict[tuple[int, int, int], Bgra] = OrderedDict()

    def gather(self, level: int, rect: Rect) -> Bgra:
        """The pixels of a rectangle inside a level, (h, w, 4) as `to_screen` gives them."""
        result = np.empty((rect.height, rect.width, 4), np.uint8)
        whole = Rect.whole(self._pyramid.size(level))
        for row, column in rect.tiles(TILE_PX):
            where = Rect(
                column * TILE_PX, row * TILE_PX, (column + 1) * TILE_PX, (row + 1) * TILE_PX
            ).intersection(whole)
            part = rect.intersection(where)
            tile = self._tile(level, row, column, where)
            result[part.shifted(-rect.x0, -rect.y0).slices] = tile[part.shifted(-where.x0, -where.y0).slices]
        return result

    def refresh(self, rect: Rect) -> None:
        """The photo changed inside a rectangle: its tiles are converted anew when they are next shown."""
        for level, row, column in list(self._tiles):
            side = TILE_PX << level
            if rect.overlaps(Rect(column * side, row * side, (column + 1) * side, (row + 1) * side)):
                del self._tiles[level, row, column]

    def _tile(self, level: int, row: int, column: int, where: Rect) -> Bgra:
        key = (level, row, column)
        tile = self._tiles.get(key)
        if tile is None:
            tile = to_screen(self._pyramid.read(level, where), self._transform)
            self._tiles[key] = tile
            if len(self._tiles) > self._limit:
                self._tiles.popitem(last=False)
        else:
            self._tiles.move_to_end(key)
        return tile
