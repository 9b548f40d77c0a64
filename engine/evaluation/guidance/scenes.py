"""Holes in labelled street scenes, as the published experiment has them: in the middle, or anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.training.street import StreetScenes

# As the network sees a whole scene of 480 x 360: (height, width), both multiples of 16.
SIZE = (192, 256)
HOLES = ("central", "random")


@dataclass(frozen=True)
class Scene:
    """One question.

    Attributes:
        name: Of the photograph.
        hole_kind: One of `HOLES`.
        photo: (H, W, 3) uint8.
        codes: (H, W) uint8, the labels that somebody drew.
        hole: (H, W) bool.
    """

    name: str
    hole_kind: str
    photo: npt.NDArray[np.uint8]
    codes: npt.NDArray[np.uint8]
    hole: npt.NDArray[np.bool_]


def scenes_with_holes(
    scenes: StreetScenes,
    count: int,
    kinds: tuple[str, ...] = HOLES,
    size: tuple[int, int] = SIZE,
    seed: int = 0,
) -> Iterator[Scene]:
    """Scenes spread evenly over a split, each with a hole of every kind.

    Args:
        scenes: Of one split.
        count: How many of them; at most all.
        kinds: Of holes.
        size: (height, width) that the scenes are brought to.
        seed: Of the holes' places.
    """
    chosen = np.linspace(0, len(scenes) - 1, min(count, len(scenes))).round().astype(int)
    for index in chosen:
        photo, codes = shrunk_scene(*scenes.scene(int(index)), size)
        for kind in kinds:
            rng = np.random.default_rng((seed, int(index), HOLES.index(kind)))
            yield Scene(scenes.names[index], kind, photo, codes, block_hole(kind, size, rng))


def shrunk_scene(
    photo: npt.NDArray[np.uint8], codes: npt.NDArray[np.uint8], size: tuple[int, int]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """A scene at another size, (height, width): means of pixels, nearest labels."""
    smaller = (size[1], size[0])
    small = cv2.resize(photo, smaller, interpolation=cv2.INTER_AREA)
    labels = cv2.resize(codes, smaller, interpolation=cv2.INTER_NEAREST_EXACT)
    return np.asarray(small, np.uint8), np.asarray(labels, np.uint8)


def block_hole(kind: str, size: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """A block: the middle quarter of the picture, or sides of a quarter to a half anywhere.

    Raises:
        ValueError: The kind is unknown.
    """
    height, width = size
    hole = np.zeros(size, np.bool_)
    if kind == "central":
        hole[height // 4 : height - height // 4, width // 4 : width - width // 4] = True
        return hole
    if kind != "random":
        raise ValueError(f"unknown hole {kind!r}")
    h, w = (int(rng.integers(side // 4, side // 2 + 1)) for side in size)
    y, x = int(rng.integers(height - h + 1)), int(rng.integers(width - w + 1))
    hole[y : y + h, x : x + w] = True
    return hole
