"""The photo's slopes run on into the rim of a fill.

A fill meets the ring in color; how colors change across the ring it brings from elsewhere. What is right
beside a hole says more of its first pixels than any source or network, so there a biharmonic bridge between
the photo and the deeper fill has its say: all of it at the ring, none at some depth.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from skimage.restoration import inpaint_biharmonic

from engine.detail.task import Image, Mask
from engine.regions import Box, bounding_box

# Depth at which the photo has no say in copies any more. Deeper bridges gain little and cost with the square.
DEPTH_PX = 16
# What is finer than this is texture, and the copies' own.
_TEXTURE_PX = 1.5
# Differences around this, sRGB 0..1, are other things rather than other slopes: an edge that the copies
# drew must not get the bridge's haze along it.
_OTHER = 0.16
# Bridges are solved in squares, each with what is this many depths near to it: so much memory is enough
# whatever the hole.
_SQUARE_PX, _MARGIN = 512, 2


def with_slopes(picture: Image, hole: Mask, known: Mask, check: Callable[[], None] = lambda: None) -> Image:
    """Lets a photo's slopes run on into a fill, under its texture.

    Args:
        picture: (H, W, 3) float32, sRGB 0..1: the photo with its fill.
        hole: (H, W), what may be changed.
        known: (H, W), what is the photo's own.
        check: Called between squares; what it raises ends the work.

    Returns:
        (H, W, 3) float32: `picture`, but for the hole within `DEPTH_PX` of known pixels.
    """
    difference, share = _bridged(picture, hole, known, DEPTH_PX, check)
    result = picture.copy()
    part = bounding_box(share > 0)
    if part.is_empty:
        return result
    seen = part.grown(DEPTH_PX).intersection(Box.whole(known.shape)).slices
    smooth = cv2.GaussianBlur(difference[seen], (0, 0), _TEXTURE_PX, borderType=cv2.BORDER_REFLECT_101)
    size = np.square(smooth).mean(axis=2) / np.float32(_OTHER**2)
    result[seen] += (share[seen] * np.exp(-size))[..., None] * smooth
    return result


def rim_bridge(
    picture: Image, hole: Mask, known: Mask, depth_px: float, check: Callable[[], None] = lambda: None
) -> Image:
    """What to add to a fill so that the photo's slopes run on into it.

    Args:
        picture: (H, W, 3) float32, sRGB 0..1: the photo with its fill.
        hole: (H, W), what may be changed.
        known: (H, W), what is the photo's own.
        depth_px: Distance from known pixels over which the bridge's say falls from all to none.
        check: Called between squares; what it raises ends the work.

    Returns:
        (H, W, 3) float32; 0 outside the hole, deeper in it, where nothing is known, and as near as that to
        pixels that are neither in the hole nor known, of which nothing can be said.
    """
    difference, share = _bridged(picture, hole, known, depth_px, check)
    return difference * share[..., None]


def _bridged(
    picture: Image, hole: Mask, known: Mask, depth_px: float, check: Callable[[], None]
) -> tuple[Image, Image]:
    """What a bridge over the rim differs by from the picture, (H, W, 3), and its say, (H, W) in 0..1."""
    difference = np.zeros(picture.shape, np.float32)
    if not known.any() or not hole.any():
        return difference, np.zeros(hole.shape, np.float32)
    depth = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    share = np.clip(1 - depth / np.float32(depth_px), 0, 1)
    share[~hole | _near_others(hole, known, depth_px)] = 0
    rim = (depth > 0) & (depth < depth_px)
    margin_px = round(_MARGIN * depth_px)
    for square in _squares(bounding_box(share > 0)):
        check()
        _bridge(picture, rim, square, margin_px, difference)
    return difference, share


def _bridge(picture: Image, rim: Mask, square: Box, margin_px: int, difference: Image) -> None:
    """Writes what a bridge over the rim differs by from the picture, in one square."""
    if not rim[square.slices].any():
        return
    around = square.grown(margin_px).intersection(Box.whole(rim.shape))
    colors = picture[around.slices].astype(np.float64)
    bridge = inpaint_biharmonic(colors, rim[around.slices], split_into_regions=True, channel_axis=2)
    inner = square.shifted(-around.x0, -around.y0).slices
    difference[square.slices] = (np.clip(bridge, 0, 1) - colors)[inner]


def _squares(box: Box) -> list[Box]:
    return [
        Box(x, y, min(x + _SQUARE_PX, box.x1), min(y + _SQUARE_PX, box.y1))
        for y in range(box.y0, box.y1, _SQUARE_PX)
        for x in range(box.x0, box.x1, _SQUARE_PX)
    ]


def _near_others(hole: Mask, known: Mask, distance_px: float) -> Mask:
    """Where pixels that are neither known nor to be made, those of another hole, are near."""
    free = (known | hole).astype(np.uint8)
    if free.all():
        return np.zeros(hole.shape, np.bool_)
    return cv2.distanceTransform(free, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) <= distance_px
