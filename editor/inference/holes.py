"""Which holes are still to be asked about while others are under way. Plain numpy, no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine.api import Box, bounding_box

Bools = npt.NDArray[np.bool_]

_BAND_PX = 256
_CONTEXT = 2.0  # of the hole's longer side, on each side: more than the engine looks at
_LEAST_CONTEXT_PX = 512
# As much texture as the engine wants to see before it stops looking further away.
_LEAST_SOURCES_PX = 32 * 32


class Hole:
    """A hole of the photo.

    Attributes:
        box: Where it is, in photo pixels.
    """

    def __init__(self, box: Box, mask: Bools | Callable[[], Bools]) -> None:
        """Args:
        box: Where it is, in photo pixels.
        mask: (h, w) of the box, true = hole; or gives it on any thread, always the same.
        """
        self.box = box
        self._mask = mask

    @property
    def mask(self) -> Bools:
        """(h, w) of the box, true = hole; that of a large photo takes a while at first."""
        return self._mask() if callable(self._mask) else self._mask

    @cached_property
    def key(self) -> int:
        """Tells holes apart: the same for the same place and mask."""
        return hash((self.box, self.mask.tobytes()))


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
    """The hole of a mask (h, w) that lies at `box`, cut to its smallest box; None where there is none.

    The mask goes over to the hole.
    """
    inner = bounding_box(mask)
    if inner.is_empty:
        return None
    return Hole(inner.shifted(box.x0, box.y0), mask[inner.slices])


def split_off(painted: Hole, under_way: Iterable[tuple[int, Hole]]) -> Split:
    """Takes out of a painted mask what is being filled already.

    A run goes on if its hole is painted exactly as it was asked. If the person painted on at its edge, or
    erased some of it, then it is another hole now: the new request takes it over.

    Args:
        painted: The present mask.
        under_way: Id and hole of every run that has not ended.
    """
    displaced: set[int] = set()
    going_on: list[Hole] = []
    for run_id, hole in under_way:
        if _is_another(painted, hole):
            displaced.add(run_id)
        else:
            going_on.append(hole)
    if not going_on:
        return Split(painted, frozenset(displaced))
    rest = painted.mask.copy()
    for hole in going_on:
        shared = painted.box.intersection(hole.box)
        part = rest[shared.shifted(-painted.box.x0, -painted.box.y0).slices]
        part &= ~hole.mask[shared.shifted(-hole.box.x0, -hole.box.y0).slices]
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


def _is_another(painted: Hole, hole: Hole) -> bool:
    """Whether something was painted at the edge of a hole that was asked for, or erased of it."""
    # Nothing further away decides anything; in bands, as whole large photos take long to allocate.
    around = hole.box.grown(1)
    for top in range(around.y0, around.y1, _BAND_PX):
        band = Box(around.x0, top - 1, around.x1, min(top + _BAND_PX, around.y1) + 1)
        now, asked = _placed(painted, band), _placed(hole, band)
        differs = now != asked
        inside = differs[1:-1]
        if inside.any() and ((asked & differs)[1:-1].any() or (differs & _grown(asked))[1:-1].any()):
            return True
    return False


def _placed(hole: Hole, frame: Box) -> Bools:
    result = np.zeros((frame.height, frame.width), np.bool_)
    shared = hole.box.intersection(frame)
    if not shared.is_empty:
        part = hole.mask[shared.shifted(-hole.box.x0, -hole.box.y0).slices]
        result[shared.shifted(-frame.x0, -frame.y0).slices] = part
    return result


def _grown(mask: Bools) -> Bools:
    """A mask grown by one pixel, corners included; nothing is set at its border."""
    wide = mask.copy()
    wide[:, 1:] |= mask[:, :-1]
    wide[:, :-1] |= mask[:, 1:]
    tall = wide.copy()
    tall[1:] |= wide[:-1]
    tall[:-1] |= wide[1:]
    return tall
