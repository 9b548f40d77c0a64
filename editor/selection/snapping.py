"""From a belief on a small picture to an outline at full size: pixels join the side they look like."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from editor.painting.dabs import Coverage
from editor.painting.opencv import cv2
from editor.painting.rect import Rect
from editor.selection.regions import Floats

_TILE_PX = 256
# Colors of both sides are gathered this far around a pixel, in pixels of the small picture.
_REACH = 2.5
# Sides that differ less than the photo's noise do not decide; squared levels of 8-bit RGB.
_NOISE = 60.0
# Rugged outlines are smoothed over this part of a small picture's pixel.
_SMOOTH = 0.12

Array = npt.NDArray[np.uint8]


class CancelledError(Exception):
    """The answer is not wanted any more."""


def snapped(
    belief: Floats,
    window: Rect,
    read: Callable[[Rect], Array],
    is_cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Rect, Coverage]:
    """The object's outline at full size.

    Args:
        belief: (h, w) of the small picture, 0..1; above 0.5 is the object.
        window: The part of the photo that the small picture shows.
        read: Gives the photo's pixels inside a rectangle, (h, w, 3) 8-bit RGB.
        is_cancelled: Asked between tiles.

    Returns:
        Where the object is, and its (h, w) coverage there, 0 or 255; an empty rectangle if it is nowhere.

    Raises:
        CancelledError: `is_cancelled` said so.
    """
    scale = window.width / belief.shape[1], window.height / belief.shape[0]
    rows = np.flatnonzero((belief > 0.5).any(axis=1))
    columns = np.flatnonzero((belief > 0.5).any(axis=0))
    if rows.size == 0:
        return Rect(0, 0, 0, 0), np.zeros((0, 0), np.uint8)
    rect = Rect(
        window.x0 + math.floor((columns[0] - 1) * scale[0]),
        window.y0 + math.floor((rows[0] - 1) * scale[1]),
        window.x0 + math.ceil((columns[-1] + 2) * scale[0]),
        window.y0 + math.ceil((rows[-1] + 2) * scale[1]),
    ).intersection(window)
    coverage = np.zeros((rect.height, rect.width), np.uint8)
    for y0 in range(rect.y0, rect.y1, _TILE_PX):
        for x0 in range(rect.x0, rect.x1, _TILE_PX):
            if is_cancelled():
                raise CancelledError
            tile = Rect(x0, y0, x0 + _TILE_PX, y0 + _TILE_PX).intersection(rect)
            part = _tile(belief, window, scale, tile, read)
            coverage[tile.shifted(-rect.x0, -rect.y0).slices] = part
    return rect, coverage


def _tile(
    belief: Floats,
    window: Rect,
    scale: tuple[float, float],
    tile: Rect,
    read: Callable[[Rect], Array],
) -> Coverage | int:
    reach = max(2, round(_REACH * max(scale)))
    around = tile.grown(reach).intersection(window)
    believed = _enlarged(belief, window, scale, around)
    inner = tile.shifted(-around.x0, -around.y0).slices
    if believed.min() > 0.5 or believed.max() <= 0.5:
        return 255 if believed.min() > 0.5 else 0
    picture = read(around).astype(np.float32)
    share = _side(picture, believed, reach)
    share = cv2.GaussianBlur(share, (0, 0), max(0.5, _SMOOTH * max(scale)))
    return np.where(share[inner] > 0.5, 255, 0).astype(np.uint8)


def _side(picture: Floats, believed: Floats, reach: int) -> Floats:
    """(h, w), the object's share 0..1 of every pixel, by its color between the colors of both sides."""
    sides = []
    window = (2 * reach + 1, 2 * reach + 1)
    squares = (picture**2).sum(axis=2)
    for weight in (np.clip(2 * believed - 1, 0, 1), np.clip(1 - 2 * believed, 0, 1)):
        packed = np.dstack([picture * weight[..., None], squares * weight, weight])
        sums = cv2.blur(packed[..., :4], window), cv2.blur(packed[..., 4], window)
        amount = np.maximum(sums[1], 1e-4)[..., None]
        mean = sums[0][..., :3] / amount
        spread = np.maximum(sums[0][..., 3] / amount[..., 0] - (mean**2).sum(axis=2), 0)
        sides.append((mean, spread, sums[1]))
    (inside, inside_spread, inside_amount), (outside, outside_spread, outside_amount) = sides
    across = inside - outside
    apart = (across**2).sum(axis=2)
    place = ((picture - outside) * across).sum(axis=2) / np.maximum(apart, 1e-3)
    trust = apart / (apart + inside_spread + outside_spread + _NOISE)
    trust[(inside_amount < 1e-3) | (outside_amount < 1e-3)] = 0
    return trust * np.clip(place, 0, 1) + (1 - trust) * believed


def _enlarged(belief: Floats, window: Rect, scale: tuple[float, float], rect: Rect) -> Floats:
    """The belief under a rectangle of the photo."""
    step_x, step_y = 1 / scale[0], 1 / scale[1]
    # Centers of photo pixels in the small picture's own coordinates.
    matrix = np.array(
        [
            [step_x, 0, (rect.x0 - window.x0 + 0.5) * step_x - 0.5],
            [0, step_y, (rect.y0 - window.y0 + 0.5) * step_y - 0.5],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (rect.width, rect.height)
    return np.asarray(
        cv2.warpAffine(belief, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32
    )
