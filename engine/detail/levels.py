"""The pyramid: one hole seen at several sizes, coarsest first where structure is decided."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.channels import chosen
from engine.detail.kinds import NO_KINDS, Kinds, kind_map
from engine.detail.patch_sums import RADIUS, SIDE
from engine.detail.task import DetailTask, Image, Mask

# The coarsest level's short side stays above this, and the hole's half width above a patch's radius.
_LEAST_SIDE_PX = 36
_LEAST_DEPTH_PX = 4.0
_MOST_LEVELS = 8
# The guide is the field seen through this blur, in units of the crop's short side. It makes known and
# unknown parts more alike, so that soft sources do not win; the more a field knows, the less of it is needed.
GUIDE_SIGMA = 0.006
# What is decided for whole areas is decided by the guide through a blur this many times as wide.
BROAD = 3.0
# Luminance of sRGB, for details.
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Level:
    """One size of the hole.

    Attributes:
        scale: Output pixels per pixel of this level, a power of two.
        picture: (H, W, 3), the field; known pixels are the photo's.
        guide: (H, W, 3), the low-passed field.
        guide_sigma_px: Of that low-pass.
        hole: (H, W), pixels to make; a coarse pixel is hole if any of its fine ones is.
        known: (H, W), no hole and no unknown pixel in it.
        centers: (H, W), centers of patches that consist of source pixels.
        depth: (H, W) float32, distance of hole pixels from the outside, pixels of this level.
        kinds: Its labels.
    """

    scale: int
    picture: Image
    guide: Image
    guide_sigma_px: float
    hole: Mask
    known: Mask
    centers: Mask
    depth: Image
    kinds: Kinds = NO_KINDS

    @property
    def size(self) -> tuple[int, int]:
        return int(self.hole.shape[0]), int(self.hole.shape[1])


def build_levels(task: DetailTask, softness: float = 1.0) -> list[Level]:
    """The levels of a task, coarsest first; empty where no patch of sources exists at all.

    Args:
        task: The hole.
        softness: How much wider than usual the guide is blurred, see `repetition`.
    """
    picture = np.clip(chosen(task.known, task.photo, task.field), *task.gamut)
    hole, known = task.hole, task.known & ~task.hole
    sources = task.sources & known
    count = pyramid_height(hole)
    finest_sigma = softness * GUIDE_SIGMA * min(hole.shape)
    labels = kind_map(task.labels, task.wanted, hole, sources)
    levels: list[Level] = []
    for number in range(count):
        scale = 1 << number
        if number:
            picture, hole = _half_image(picture), _half_any(hole)
            known, sources = _half_all(known), _half_all(sources)
            known &= ~hole
            sources &= known
        centers = _patch_centers(sources)
        if min(hole.shape) < SIDE or not centers.any():
            break
        levels.append(
            Level(
                scale=scale,
                picture=picture,
                guide=low_pass(picture, finest_sigma / scale),
                guide_sigma_px=finest_sigma / scale,
                hole=hole,
                known=known,
                centers=centers,
                depth=_depth(hole),
                kinds=NO_KINDS if labels is None else labels.level(scale, hole, centers),
            )
        )
    return levels[::-1]


def low_pass(picture: Image, sigma_px: float) -> Image:
    """A Gaussian blur with mirrored borders; computed small where the blur allows it."""
    height, width = picture.shape[:2]
    shrink = int(max(1, min(sigma_px / 3, min(height, width) / 8)))
    if shrink == 1:
        blurred = cv2.GaussianBlur(picture, (0, 0), max(sigma_px, 0.3), borderType=cv2.BORDER_REFLECT_101)
        return blurred.astype(np.float32, copy=False)
    size = (math.ceil(width / shrink), math.ceil(height / shrink))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma_px / shrink, borderType=cv2.BORDER_REFLECT_101)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return large.astype(np.float32, copy=False)


def pyramid_height(hole: Mask) -> int:
    """How many sizes a hole is looked at in, the output's own included."""
    depth = float(_depth(hole).max())
    by_size = math.log2(max(1.0, min(hole.shape) / _LEAST_SIDE_PX))
    by_depth = math.log2(max(1.0, depth / _LEAST_DEPTH_PX))
    return int(min(_MOST_LEVELS, 1 + math.floor(by_size), 1 + math.ceil(by_depth)))


def hole_sizes(hole: Mask) -> list[int]:
    """Pixels of the hole at every level, coarsest first."""
    sizes = [int(hole.sum())]
    for _ in range(pyramid_height(hole) - 1):
        hole = _half_any(hole)
        sizes.append(int(hole.sum()))
    return sizes[::-1]


def _depth(hole: Mask) -> Image:
    # Without a frame a hole that covers the picture has no outside at all.
    framed = cv2.copyMakeBorder(hole.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1].astype(np.float32)


def _patch_centers(sources: Mask) -> Mask:
    inside = np.zeros_like(sources)
    inside[RADIUS:-RADIUS, RADIUS:-RADIUS] = True
    kernel = np.ones((SIDE, SIDE), np.uint8)
    return (cv2.erode(sources.astype(np.uint8), kernel) > 0) & inside


def _even(array: npt.NDArray) -> npt.NDArray:
    height, width = array.shape[:2]
    return cv2.copyMakeBorder(array, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)


def _half_image(picture: Image) -> Image:
    padded = _even(picture)
    size = (padded.shape[1] // 2, padded.shape[0] // 2)
    return cv2.resize(padded, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _half_any(mask: Mask) -> Mask:
    padded = _even(mask.astype(np.uint8))
    return (padded[::2, ::2] | padded[1::2, ::2] | padded[::2, 1::2] | padded[1::2, 1::2]) > 0


def _half_all(mask: Mask) -> Mask:
    return ~_half_any(~mask)
