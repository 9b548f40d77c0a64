"""Small pictures of parts of the photo. Plain numpy and OpenCV; `panels.thumbnails` shows them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from editor.painting.composite import Pixels
from editor.painting.opencv import cv2
from editor.painting.rect import Rect

# Of the photo in each direction for a pixel of a small picture.
_SAMPLES = 4

Picture = npt.NDArray[np.uint8]


def shrunk(pixels: Pixels, most_px: tuple[int, int]) -> Picture:
    """Pixels (h, w, 3 or 4) of 8 or 16 bits as a small picture (h, w, 3) of 8, a copy.

    Args:
        pixels: What is to be seen; alpha is left out.
        most_px: The picture's largest (width, height); it is never larger than the pixels.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, most_px[0] / width, most_px[1] / height)
    # Some pixels of many are enough, and take a fraction of the time.
    step = max(1, int(1 / (_SAMPLES * scale)))
    down, across = min(step, height), min(step, width)
    seen = pixels[down // 2 :: down, across // 2 :: across]
    return _resized(seen, max(1, round(width * scale)), max(1, round(height * scale)))


def lay(picture: Picture, around: Rect, where: Rect, pixels: Pixels) -> None:
    """Lays pixels of a part into the small picture of a whole.

    Args:
        picture: (h, w, 3), changed in place.
        around: What it shows, in photo pixels.
        where: Where the part lies in the photo; what of it is outside of the picture is left out.
        pixels: (h, w, 3 or 4) of the part.
    """
    common = around.intersection(where)
    x_scale, y_scale = picture.shape[1] / around.width, picture.shape[0] / around.height
    x0, x1 = (round((x - around.x0) * x_scale) for x in (common.x0, common.x1))
    y0, y1 = (round((y - around.y0) * y_scale) for y in (common.y0, common.y1))
    if x1 > x0 and y1 > y0:
        part = pixels[common.shifted(-where.x0, -where.y0).slices]
        picture[y0:y1, x0:x1] = _resized(part, x1 - x0, y1 - y0)


def _resized(pixels: Pixels, width: int, height: int) -> Picture:
    result = pixels
    if (height, width) != pixels.shape[:2]:
        whole = np.ascontiguousarray(pixels)
        result = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))
    result = result[..., :3]
    return np.array(result if result.dtype == np.uint8 else result // 257, np.uint8)
