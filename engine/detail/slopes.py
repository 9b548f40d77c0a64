"""The photo's slopes run on into the rim of a fill.

A fill meets the ring in color; how colors change across the ring it brings from elsewhere. What is right
beside a hole says more of its first pixels than any source or network, so there a biharmonic bridge between
the photo and the deeper fill has its say: all of it at the ring, none at some depth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from skimage.restoration import inpaint_biharmonic

from engine.channels import channel_mean
from engine.detail.task import Image, Mask
from engine.distance import distance_from
from engine.gamut import gamut
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


def slopes(
    picture: Image, hole: Mask, known: Mask, threads: int = 1, check: Callable[[], None] = lambda: None
) -> Iterator[tuple[Box, Image]]:
    """What to add to copies so that a photo's slopes run on under their texture.

    Args:
        picture: (H, W, 3) float32, sRGB 0..1: the photo with its fill.
        hole: (H, W), what may be changed.
        known: (H, W), what is the photo's own.
        threads: To use; changes no result.
        check: Called between squares; what it raises ends the work.

    Yields:
        Squares that hold some of the rim, and what to add there, (h, w, 3) float32; 0 outside the hole and
        farther than `DEPTH_PX` from known pixels.
    """
    for piece in _pieces(picture, hole, known, DEPTH_PX, threads, check):
        smooth = cv2.GaussianBlur(piece.difference, (0, 0), _TEXTURE_PX, borderType=cv2.BORDER_REFLECT_101)
        size = channel_mean(np.square(smooth)) / np.float32(_OTHER**2)
        yield piece.square, ((piece.share * np.exp(-size))[..., None] * smooth)[piece.inner]


def rim_bridge(picture: Image, hole: Mask, known: Mask, depth_px: float) -> Image:
    """What to add to a fill so that the photo's slopes run on into it.

    Args:
        picture: (H, W, 3) float32, sRGB 0..1: the photo with its fill.
        hole: (H, W), what may be changed.
        known: (H, W), what is the photo's own.
        depth_px: Distance from known pixels over which the bridge's say falls from all to none.

    Returns:
        (H, W, 3) float32; 0 outside the hole, deeper in it, where nothing is known, and as near as that to
        pixels that are neither in the hole nor known, of which nothing can be said.
    """
    total = np.zeros(picture.shape, np.float32)
    for piece in _pieces(picture, hole, known, depth_px, 1, lambda: None):
        total[piece.square.slices] = (piece.difference * piece.share[..., None])[piece.inner]
    return total


@dataclass(frozen=True)
class _Piece:
    """The bridge in one square.

    Attributes:
        square: What it speaks of.
        inner: The square, in its arrays: these reach farther.
        difference: (h, w, 3) float32, what the bridge over the rim differs by from the picture.
        share: (h, w) float32, its say, 0..1.
    """

    square: Box
    inner: tuple[slice, slice]
    difference: Image
    share: Image


def _pieces(
    picture: Image, hole: Mask, known: Mask, depth_px: float, threads: int, check: Callable[[], None]
) -> Iterator[_Piece]:
    """The bridge over a hole's rim; squares without any are left out, so a hole's depth costs nothing."""
    if not known.any() or not hole.any():
        return
    depth = distance_from(known)
    share = np.clip(1 - depth / np.float32(depth_px), 0, 1).astype(np.float32)
    share[~hole | _near_others(hole, known, depth_px)] = 0

    limits = gamut(picture, known)

    def solved(square: Box) -> _Piece:
        around = square.grown(round(_MARGIN * depth_px)).intersection(Box.whole(hole.shape))
        part, inner = around.slices, square.shifted(-around.x0, -around.y0).slices
        colors = picture[part].astype(np.float64)
        rim = (depth[part] > 0) & (depth[part] < depth_px)
        bridge = inpaint_biharmonic(colors, rim, split_into_regions=True, channel_axis=2)
        difference = (np.clip(bridge, *limits) - colors).astype(np.float32)
        return _Piece(square, inner, difference, share[part])

    squares = [square for square in _squares(bounding_box(share > 0)) if share[square.slices].any()]
    with ThreadPoolExecutor(threads) as pool:
        # No more at a time than there are threads: a cancel waits for so many, and memory holds them.
        for first in range(0, len(squares), threads):
            check()
            yield from pool.map(solved, squares[first : first + threads])


def _squares(box: Box) -> list[Box]:
    return [
        Box(x, y, min(x + _SQUARE_PX, box.x1), min(y + _SQUARE_PX, box.y1))
        for y in range(box.y0, box.y1, _SQUARE_PX)
        for x in range(box.x0, box.x1, _SQUARE_PX)
    ]


def _near_others(hole: Mask, known: Mask, distance_px: float) -> Mask:
    """Where pixels that are neither known nor to be made, those of another hole, are near."""
    others = ~(known | hole)
    return distance_from(others) <= distance_px if others.any() else others
