"""How much work a run is, and how much of it is done: what a time left is told from."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine import detail as texture
from engine.crops import CONTEXT, HoleCrop
from engine.protocol import FillRequest, Progressed
from engine.regions import Box, context_side

# Seconds on two cores without other work, with the shipped weights, as those of `detail.work`.
_LOOK_S, _LABELS_S, _FIELD_S = 0.1, 0.2, 0.9
_ROW_PX_S = 6.5e-7  # per pixel of the hole, rendered
_CROP_PX_S = 1.5e-7  # per pixel of the crop, cut out and shown
# Share of its box that a hole has which is not cut out yet.
_SHARE_OF_BOX = 0.8
# More events than this in a run tell nobody more.
_MOST_STEPS = 400


@dataclass(frozen=True)
class HoleWork:
    """The expected work of one hole, in seconds on the machine that it was measured on."""

    look: float = 0.0
    labels: float = 0.0
    field: float = 0.0
    detail: float = 0.0
    ring: float = 0.0

    @property
    def total(self) -> float:
        """Of the whole hole."""
        return self.look + self.labels + self.rest

    @property
    def rest(self) -> float:
        """Once it is known what is to be seen in it."""
        return self.field + self.detail + self.ring


def work_of_crop(crop: HoleCrop, request: FillRequest, ring_context_px: int, has_labels: bool) -> HoleWork:
    """What filling a crop is expected to take.

    Args:
        crop: The hole in its surroundings.
        request: What was asked.
        ring_context_px: How much of the photo around it the reach is made from.
        has_labels: Whether labels are told.
    """
    own = crop.own
    part = crop.inner.grown(ring_context_px).intersection(Box.whole(own.shape)).slices
    ring = (crop.valid & ~crop.hole)[part]
    searches = request.detail > 0
    is_detailed = request.detail > 0 or request.grain > 0
    return HoleWork(
        look=_LOOK_S + own.size * _CROP_PX_S,
        labels=_LABELS_S if has_labels else 0.0,
        field=_FIELD_S + int(own.sum()) * _ROW_PX_S,
        detail=texture.work_of(own, searches=searches).total if is_detailed and own.any() else 0.0,
        ring=texture.work_of(ring, searches=searches).total if ring.any() else 0.0,
    )


def work_of_box(box: Box, request: FillRequest, working_px: int) -> float:
    """About as much, before the hole has been cut out."""
    px = max(1.0, _SHARE_OF_BOX * box.width * box.height)
    side = context_side(box, CONTEXT, working_px)
    count = 1 + max(0, int(math.log2(max(1.0, min(box.width, box.height) / 16))))
    sizes = [math.ceil(px / 4**number) for number in reversed(range(count))]
    detail = texture.Work.of(sizes, side * side, box.width * box.height).total
    return _LOOK_S + _FIELD_S + px * _ROW_PX_S + (detail if request.detail > 0 else 0.0)


class Workload:
    """Of a run: parts are entered one after the other, and advanced.

    Attributes:
        done: Seconds of work that is done; never falls.
        total: Seconds of all work; corrected when more is known.
    """

    def __init__(self) -> None:
        self.done = 0.0
        self.total = 0.0
        self._before = self._part = self._told = 0.0

    def expect(self, more: float) -> None:
        """More work is expected, or less."""
        self.total += more

    def enter(self, part: float) -> None:
        """The part before is done, and another one begins."""
        self._before, self._part = self._before + self._part, part
        self.advance(0.0)

    def advance(self, share: float) -> None:
        """A share of the present part is done, 0..1."""
        self.done = max(self.done, self._before + share * self._part)

    def news(self, request_id: int) -> list[Progressed]:
        """What is to be said now: one event, or none where little has been done since the last one."""
        total = max(self.total, self.done)
        if total == 0:
            return []
        is_all = self.done > (1 - 1e-9) * total
        if self.done - self._told < total / _MOST_STEPS and self._told > 0 and not is_all:
            return []
        self._told = self.done
        return [Progressed(request_id, self.done, total)]
