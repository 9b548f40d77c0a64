"""From a belief on a small picture to an outline at full size: pixels join the side they look like.

On a picture of middle size the colors on both sides of the outline are gathered; each pixel's share of the
object is where its color lies between them. What was gathered there serves the pixels at full size.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.painting.dabs import Coverage
from editor.painting.opencv import cv2
from editor.painting.rect import EMPTY, Rect
from editor.selection.arrays import Array, Floats

_TILE_PX = 256
# Pixels of the middle picture for each of the small one, if the photo has as many.
_MIDDLE = 3.0
# Colors of both sides are gathered this far around a pixel, in pixels of the small picture.
_REACH = 2.5
# Sides that differ less than the photo's noise do not decide; squared levels of 8-bit RGB.
_NOISE = 60.0
# Rugged outlines are smoothed over this part of a small picture's pixel.
_SMOOTH = 0.12


class CancelledError(Exception):
    """The answer is not wanted any more."""


@dataclass(frozen=True)
class _Sides:
    """What the middle picture says about the outline, (h, w) each.

    Attributes:
        direction: (h, w, 3), color times it, plus `offset`, is the share of the object.
        offset: See above.
        trust: 0..1, how much color is to be believed.
        believed: 0..1, what is believed without it.
        is_near: Whether the outline may be here.
    """

    direction: Floats
    offset: Floats
    trust: Floats
    believed: Floats
    is_near: npt.NDArray[np.bool_]


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
    rows = np.flatnonzero((belief > 0.5).any(axis=1))
    columns = np.flatnonzero((belief > 0.5).any(axis=0))
    if rows.size == 0:
        return EMPTY, np.zeros((0, 0), np.uint8)
    step = window.width / belief.shape[1], window.height / belief.shape[0]
    rect = Rect(
        window.x0 + math.floor((columns[0] - _REACH) * step[0]),
        window.y0 + math.floor((rows[0] - _REACH) * step[1]),
        window.x0 + math.ceil((columns[-1] + 1 + _REACH) * step[0]),
        window.y0 + math.ceil((rows[-1] + 1 + _REACH) * step[1]),
    ).intersection(window)
    scale = max(step)
    shrink = min(1.0, _MIDDLE / scale)
    middle = max(1, round(rect.width * shrink)), max(1, round(rect.height * shrink))
    picture = read(rect)
    if shrink < 1:
        picture = np.asarray(cv2.resize(picture, middle, interpolation=cv2.INTER_AREA))
    if is_cancelled():
        raise CancelledError
    believed = _stretched(belief, rect.shifted(-window.x0, -window.y0), step, middle)
    sides = _sides(picture.astype(np.float32), believed, max(2, round(_REACH * scale * shrink)))
    coverage = np.zeros((rect.height, rect.width), np.uint8)
    whole = Rect.whole(coverage.shape)
    for y0 in range(0, rect.height, _TILE_PX):
        for x0 in range(0, rect.width, _TILE_PX):
            if is_cancelled():
                raise CancelledError
            tile = Rect(x0, y0, x0 + _TILE_PX, y0 + _TILE_PX).intersection(whole)
            at_full = tile.grown(math.ceil(3 * _SMOOTH * scale)).intersection(whole)
            colors = read(at_full.shifted(rect.x0, rect.y0))
            coverage[tile.slices] = _tile(sides, tile, at_full, colors, whole, _SMOOTH * scale)
    return rect, coverage


def _sides(picture: Floats, believed: Floats, reach: int) -> _Sides:
    gathered = []
    window = (2 * reach + 1, 2 * reach + 1)
    squares = (picture**2).sum(axis=2)
    for weight in (np.clip(2 * believed - 1, 0, 1), np.clip(1 - 2 * believed, 0, 1)):
        amount = cv2.blur(weight, window)
        divisor = np.maximum(amount, 1e-4)
        mean = cv2.blur(picture * weight[..., None], window) / divisor[..., None]
        spread = np.maximum(cv2.blur(squares * weight, window) / divisor - (mean**2).sum(axis=2), 0)
        gathered.append((mean, spread, amount))
    (inside, inside_spread, inside_amount), (outside, outside_spread, outside_amount) = gathered
    across = inside - outside
    apart = (across**2).sum(axis=2)
    direction = across / np.maximum(apart, 1e-3)[..., None]
    trust = apart / (apart + inside_spread + outside_spread + _NOISE)
    trust[(inside_amount < 1e-3) | (outside_amount < 1e-3)] = 0
    is_inside = (believed > 0.5).astype(np.uint8)
    kernel = np.ones(window, np.uint8)
    is_near = cv2.dilate(is_inside, kernel) != cv2.erode(is_inside, kernel)
    return _Sides(direction, -(outside * direction).sum(axis=2), trust, believed, is_near)


def _tile(
    sides: _Sides, tile: Rect, around: Rect, colors: Array, whole: Rect, smooth_px: float
) -> Coverage | int:
    height, width = sides.believed.shape
    step = whole.width / width, whole.height / height
    rows = slice(int(around.y0 / step[1]), math.ceil(around.y1 / step[1]) + 1)
    columns = slice(int(around.x0 / step[0]), math.ceil(around.x1 / step[0]) + 1)
    if not sides.is_near[rows, columns].any():
        return 255 if sides.believed[rows, columns].mean() > 0.5 else 0
    back = 1 / step[0], 1 / step[1]
    size = around.width, around.height
    direction, offset, trust, believed = (
        _stretched(plane, around, back, size, is_inverse=True)
        for plane in (sides.direction, sides.offset, sides.trust, sides.believed)
    )
    place = np.clip(np.einsum("hwc,hwc->hw", colors, direction) + offset, 0, 1)
    share = trust * place + (1 - trust) * believed
    share = cv2.GaussianBlur(share, (0, 0), max(0.5, smooth_px))
    inner = tile.shifted(-around.x0, -around.y0).slices
    return np.where(share[inner] > 0.5, 255, 0).astype(np.uint8)


def _stretched(
    plane: Floats,
    rect: Rect,
    step: tuple[float, float],
    size: tuple[int, int],
    is_inverse: bool = False,
) -> Floats:
    """A plane resampled to (width, height) `size` under a rectangle of finer pixels.

    Args:
        plane: (h, w[, C]).
        rect: In pixels of the finer picture, whose corner is the plane's.
        step: Finer pixels per pixel of the plane, across and down; with `is_inverse` the other way round.
        size: Of the result.
        is_inverse: See `step`.
    """
    across, down = step if is_inverse else (1 / step[0], 1 / step[1])
    step_x, step_y = across * rect.width / size[0], down * rect.height / size[1]
    matrix = np.array(
        [
            [step_x, 0, rect.x0 * across + 0.5 * step_x - 0.5],
            [0, step_y, rect.y0 * down + 0.5 * step_y - 0.5],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(plane, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32
    )
