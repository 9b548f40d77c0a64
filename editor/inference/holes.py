"""Which holes are still to be asked about while others are under way. Plain numpy, no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.api import Box, bounding_box

Bools = npt.NDArray[np.bool_]

_CONTEXT = 2.0  # of the hole's longer side, on each side: more than the engine looks at
_LEAST_CONTEXT_PX = 512
# As much texture as the engine wants to see before it stops looking further away.
_LEAST_SOURCES_PX = 32 * 32


class Hole(NamedTuple):
    """A hole of the photo.

    Attributes:
        box: Where it is, in photo pixels.
        mask: (h, w) of the box, true = hole.
    """

    box: Box
    mask: Bools


@dataclass(frozen=True)
class Split:
    """What to ask now.

    Attributes:
        hole: What nobody fills yet; None = every hole is under way already.
        displaced: Ids of the runs that this hole takes over.
    """

    hole: Hole | None
    displaced: frozenset[int]


def hole_in(mask: Bools, box: Box) -> Hole | None:
    """The hole of a mask (h, w) that lies at `box`, cut to its smallest box; None where there is none."""
    inner = bounding_box(mask)
    if inner.is_empty:
        return None
    return Hole(inner.shifted(box.x0, box.y0), mask[inner.slices].copy())


def split_off(painted: Hole, under_way: Iterable[tuple[int, Hole]]) -> Split:
    """Takes out of a painted mask what is being filled already.

    A run goes on if its hole is painted exactly as it was asked. If the person painted on at its edge, or
    erased some of it, then it is another hole now: the new request takes it over.

    Args:
        painted: The present mask.
        under_way: Id and hole of every run that has not ended.
    """
    rest = painted.mask.copy()
    displaced: set[int] = set()
    # Judge each run against the whole painted mask, so that their order makes no difference.
    for run_id, hole in under_way:
        frame = painted.box.union(hole.box).grown(1)
        now, asked = _placed(painted, frame), _placed(hole, frame)
        added_at_its_edge = (now & ~asked & _grown(asked)).any()
        if added_at_its_edge or (asked & ~now).any():
            displaced.add(run_id)
        else:
            rest &= ~_cut(asked, frame, painted.box)
    return Split(hole_in(rest, painted.box), frozenset(displaced))


def surroundings(hole: Box, size: tuple[int, int]) -> Box:
    """The part of the photo that goes to the engine with a hole.

    It is larger than what the engine looks at, so that the same photo and mask give the same bytes as the
    whole photo would, and far smaller than a photo of 100 megapixels, which nobody wants to copy.

    Args:
        hole: Box of the hole.
        size: (height, width) of the photo.
    """
    margin = max(_LEAST_CONTEXT_PX, round(_CONTEXT * max(hole.width, hole.height)))
    return hole.grown(margin).intersection(Box.whole(size))


def reaching(crop: Box, sources: Callable[[Box], int], size: tuple[int, int]) -> Box:
    """A crop, grown until it holds enough of the area that texture may come from, or the whole photo.

    Args:
        crop: What would be sent otherwise.
        sources: Counts the area's pixels inside a box.
        size: (height, width) of the photo.
    """
    whole = Box.whole(size)
    while crop != whole and sources(crop) < _LEAST_SOURCES_PX:
        crop = crop.grown(max(crop.width, crop.height) // 2).intersection(whole)
    return crop


def _placed(hole: Hole, frame: Box) -> Bools:
    result = np.zeros((frame.height, frame.width), np.bool_)
    result[hole.box.shifted(-frame.x0, -frame.y0).slices] = hole.mask
    return result


def _cut(mask: Bools, frame: Box, box: Box) -> Bools:
    return mask[box.shifted(-frame.x0, -frame.y0).slices]


def _grown(mask: Bools) -> Bools:
    """A mask grown by one pixel, corners included; nothing is set at its border."""
    wide = mask.copy()
    wide[:, 1:] |= mask[:, :-1]
    wide[:, :-1] |= mask[:, 1:]
    tall = wide.copy()
    tall[1:] |= wide[:-1]
    tall[:-1] |= wide[1:]
    return tall
