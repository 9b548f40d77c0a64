"""The questions of the evaluation: photographs with known truth, and seeded holes in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.regions import Box
from engine.training.data import PhotoShards
from engine.training.masks import FAMILIES, draw_mask

Photo = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

SHARE_CLASSES = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6))
LARGEST_SHARE = 0.6
SMALL_PX = 256
LARGE_PX = 768
# Half of the large cases are outlines of objects: what the program is for, and what is looked at.
LARGE_ROTATION = ("object", "wide", "object", "box", "object", "thin")


@dataclass(frozen=True)
class Case:
    """One photograph with one hole.

    Attributes:
        name: Name of the photograph in its shard.
        family: Family of the mask.
        photo: (H, W, 3) uint8, the truth.
        mask: (H, W) bool, true = hole; empty outside the window.
        window: The part that is measured.
        seed: For the engine.
    """

    name: str
    family: str
    photo: Photo
    mask: Mask
    window: Box
    seed: int

    @property
    def truth(self) -> Photo:
        """The window of the photograph."""
        return self.photo[self.window.slices]

    @property
    def hole(self) -> Mask:
        """The window of the mask."""
        return self.mask[self.window.slices]

    @property
    def share(self) -> float:
        """Share of the window that is hole."""
        return float(self.hole.mean())


def small_cases(
    shards: PhotoShards, seed: int, limit: int | None = None, families_each: int = 1
) -> Iterator[Case]:
    """Squares of 256 px: the short side shrunk to fit, the middle taken.

    Args:
        shards: Photographs; those with a short side below 256 px are left out.
        seed: Of the photographs' order and the masks.
        limit: Most photographs.
        families_each: Families of masks per photograph, in rotation over the photographs.
    """
    for number, index in enumerate(chosen(shards, SMALL_PX, seed, limit)):
        photo = middle_square(shards.photo(index), SMALL_PX)
        for turn in range(families_each):
            family = FAMILIES[(number + turn) % len(FAMILIES)]
            hole = _hole(family, (SMALL_PX, SMALL_PX), (seed, index, turn))
            yield Case(shards.names[index], family, photo, hole, Box.whole(hole.shape), seed)


def large_cases(shards: PhotoShards, seed: int, limit: int | None = None) -> Iterator[Case]:
    """Photographs of full size, each with a hole in a window of 768 px at their own resolution.

    Args:
        shards: Photographs; those with a short side below 512 px are left out, smaller ones than 768 px
            have a window of their short side.
        seed: Of the photographs' order, masks and places.
        limit: Most photographs.
    """
    for number, index in enumerate(chosen(shards, 512, seed, limit)):
        photo = shards.photo(index)
        height, width = photo.shape[:2]
        side = min(LARGE_PX, height, width)
        family = LARGE_ROTATION[number % len(LARGE_ROTATION)]
        rng = np.random.default_rng((seed, index, 1))
        y, x = int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1))
        window = Box(x, y, x + side, y + side)
        mask = np.zeros((height, width), dtype=np.bool_)
        mask[window.slices] = _hole(family, (side, side), (seed, index, 0))
        yield Case(shards.names[index], family, photo, mask, window, seed)


def share_class(share: float) -> str:
    """The class of a hole share, "20-40 %" for instance."""
    low, high = next((c for c in SHARE_CLASSES if share < c[1]), SHARE_CLASSES[-1])
    return f"{low * 100:.0f}-{high * 100:.0f} %"


def chosen(shards: PhotoShards, least_px: int, seed: int, limit: int | None = None) -> list[int]:
    """Indices of the photographs that are large enough, in seeded order, at most `limit`."""
    order = np.random.default_rng((seed, 3)).permutation(shards.at_least(least_px))
    return [int(index) for index in order[:limit]]


def _hole(family: str, size: tuple[int, int], seed: Sequence[int]) -> Mask:
    rng = np.random.default_rng(seed)
    while True:
        mask = draw_mask(family, size, rng)
        if mask.mean() <= LARGEST_SHARE:
            return mask


def middle_square(photo: Photo, side: int) -> Photo:
    """The largest square in a photograph's middle, shrunk to `side` px."""
    height, width = photo.shape[:2]
    short = min(height, width)
    y, x = (height - short) // 2, (width - short) // 2
    square = np.ascontiguousarray(photo[y : y + short, x : x + short])
    if short == side:
        return square
    return np.asarray(cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)
