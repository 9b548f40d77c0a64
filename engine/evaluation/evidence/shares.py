"""Fills by hole share: as many cases in each class, whatever shares the masks would have by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.evaluation.cases import SHARE_CLASSES, SMALL_PX, Case, Mask, chosen, middle_square
from engine.regions import Box
from engine.training.data import PhotoShards
from engine.training.masks import FAMILIES, draw_mask

_WIDE_FAMILIES = tuple(family for family in FAMILIES if family != "thin")


def share_cases(shards: PhotoShards, seed: int, each: int) -> Iterator[Case]:
    """Squares of 256 px with `each` holes in every class of hole share, families in rotation.

    Thin strokes are asked in the smallest class only: they never cover more. A photograph comes twice only
    once all have come.

    Args:
        shards: Photographs; those with a short side below 256 px are left out.
        seed: Of the photographs' order and the masks.
        each: Cases in each class.
    """
    order = chosen(shards, SMALL_PX, seed)
    for number in range(each * len(SHARE_CLASSES)):
        index = order[number % len(order)]
        place, turn = number % len(SHARE_CLASSES), number // len(SHARE_CLASSES)
        families = FAMILIES if place == 0 else _WIDE_FAMILIES
        family = families[turn % len(families)]
        hole = _hole_of(family, SHARE_CLASSES[place], (seed, number, 7))
        photo = middle_square(shards.photo(index), SMALL_PX)
        yield Case(shards.names[index], family, photo, hole, Box.whole(hole.shape), seed)


def _hole_of(family: str, share: tuple[float, float], seed: tuple[int, ...]) -> Mask:
    rng = np.random.default_rng(seed)
    while True:
        mask = draw_mask(family, (SMALL_PX, SMALL_PX), rng)
        if share[0] <= mask.mean() < share[1]:
            return mask
