"""Small pictures of parts of the photo, in the colors of the screen."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColorSpace, QImage, QPixmap

from editor.painting.thumbnails import Picture


def pixmap_of(picture: Picture, profile: bytes | None) -> QPixmap:
    """A picture (h, w, 3) of 8 bits as a pixmap.

    Args:
        picture: In the photo's colors.
        profile: The photo's ICC profile; None = sRGB.
    """
    pixels = np.ascontiguousarray(picture)
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
    space = QColorSpace.fromIccProfile(profile) if profile else QColorSpace()
    if space.isValid():
        image.setColorSpace(space)
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    return QPixmap.fromImage(image)
