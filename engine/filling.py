"""One hole from its field to its finished fill, row by row."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from engine import detail as texture
from engine.channels import chosen
from engine.crops import Floats, HoleCrop
from engine.field import FieldView
from engine.hole_labels import LabelPlan
from engine.photo.color import from_srgb
from engine.protocol import (
    CancelToken,
    Event,
    FillRequest,
    HoleFill,
    PatchesReady,
    Pixels,
    Progressed,
    Stage,
)
from engine.regions import Box, bounding_box, rows_in_view_first
from engine.workload import Workload

# Rows of a hole: enough of them for a stream to be seen, none so thin that overhead shows.
ROWS_PER_HOLE = 8
LEAST_ROW_PX = 16
# The ring around a hole is thin: what it may be made of lies near.
RING_CONTEXT_PX = 64


@dataclass
class Timings:
    """Seconds since the run began, and in every stage."""

    began: float = field(default_factory=time.monotonic)
    stages: dict[str, float] = field(default_factory=dict)
    stage: str = ""
    since: float = 0.0

    def enter(self, stage: str) -> None:
        now = time.monotonic()
        if self.stage:
            self.stages[self.stage] = self.stages.get(self.stage, 0.0) + now - self.since
        self.stage, self.since = stage, now

    def first_rows(self) -> None:
        self.stages.setdefault("first_rows_s", time.monotonic() - self.began)

    def result(self) -> dict[str, float]:
        self.enter("")
        return {**self.stages, "engine_s": time.monotonic() - self.began}


@dataclass
class RunState:
    """What the holes of a run share.

    Attributes:
        request: What was asked.
        cancel: Looked at between rows.
        timings: Of the run.
        done: Rows delivered so far.
        total: Rows expected.
        made: Holes filled so far.
        work: How much there is to do.
    """

    request: FillRequest
    cancel: CancelToken
    timings: Timings = field(default_factory=Timings)
    done: int = 0
    total: int = 0
    made: list[HoleFill] = field(default_factory=list)
    work: Workload = field(default_factory=Workload)

    def progressed(self, share: float) -> list[Progressed]:
        """A share of the part that has been entered is done, 0..1; what is to be said of it."""
        self.work.advance(share)
        return self.work.news(self.request.id)

    def delivered(self, box: Box, pixels: Pixels, stage: Stage) -> PatchesReady:
        """One more row."""
        self.timings.first_rows()
        self.done += 1
        return PatchesReady(self.request.id, box, pixels, stage, self.done, max(self.total, self.done))

    def kept_rows(self, kept: HoleFill) -> PatchesReady:
        """The whole of an earlier fill, as the first thing to be seen."""
        return self.delivered(kept.box, self.shown(kept.box, kept), Stage.FIELD)

    def shown(self, box: Box, kept: HoleFill | None = None) -> Pixels:
        """A part of the photo, (h, w, 3), with what has been made in it, and what an earlier fill made."""
        pixels = self.request.photo[box.slices][..., :3]
        fills = self.made if kept is None else [*self.made, kept]
        meeting = [fill for fill in fills if fill.box.overlaps(box)]
        if meeting:
            pixels = pixels.copy()
        for fill in meeting:
            shared = fill.box.intersection(box)
            part = shared.shifted(-fill.box.x0, -fill.box.y0).slices
            made = fill.mask[part]
            pixels[shared.shifted(-box.x0, -box.y0).slices][made] = fill.pixels[part][made]
        return pixels


def expected_rows(crop: HoleCrop, detail: float) -> int:
    """How many rows and coarse levels a hole will be delivered in."""
    levels = 1 if detail == 0 else texture.level_count(crop.own)
    return estimated_rows(crop.inner, detail) + levels - 1


def estimated_rows(box: Box, detail: float) -> int:
    """About as many, before the hole has been cut out."""
    rows = len(_rows(box))
    return rows if detail == 0 else 2 * rows


class HoleFilling:
    """Fills one hole.

    Attributes:
        fill: (H, W, 3) float32 sRGB, the crop as far as it has been filled.
    """

    def __init__(
        self,
        run: RunState,
        crop: HoleCrop,
        plan: LabelPlan | None = None,
        kept: HoleFill | None = None,
    ) -> None:
        """Args:
        run: The run.
        crop: The hole in its surroundings.
        plan: The labels to fill by; None where there are none.
        kept: A fill of which the hole is but a part; what it made is shown around it.
        """
        request = run.request
        self._run = run
        self._crop = crop
        self._appearance: Floats | None = None
        self._plan = plan
        self._seed = request.seed + (request.alternative if plan is None else plan.step)
        self._confidence = np.ones(crop.hole.shape, np.float32)
        self._shown = run.shown(crop.box, kept)
        view = request.viewport
        self._viewport = None if view is None else view.shifted(-crop.box.x0, -crop.box.y0)
        self.fill = chosen(~crop.hole, crop.photo, 0)

    def field_rows(self, rendered: FieldView) -> Iterator[Event]:
        """Renders row by row what the field says of the hole."""
        self._appearance = rendered.appearance
        for row in rows_in_view_first(_rows(self._crop.inner), self._viewport):
            self._run.cancel.check()
            hole = self._crop.hole[row.slices]
            self.fill[row.slices][hole] = rendered.render(row)[hole]
            yield self._patch(row, self.fill[row.slices], Stage.FIELD)
        self._guess_others(rendered)

    def _guess_others(self, rendered: FieldView) -> None:
        """What the field says of other holes: left black, they would darken what the detail is guided by."""
        others = self._crop.hole & ~self._crop.valid
        box = bounding_box(others)
        if not box.is_empty:
            self._run.cancel.check()
            self.fill[box.slices][others[box.slices]] = rendered.render(box)[others[box.slices]]

    def detail_rows(self) -> Iterator[Event]:
        """Streams every coarse level of the detail, then the final rows."""
        crop, request = self._crop, self._run.request
        plan = self._plan if self._plan is not None and self._plan.is_heard else None
        task = texture.DetailTask(
            photo=crop.photo,
            hole=crop.own,
            known=~crop.hole,
            field=self.fill,
            sources=crop.sources,
            appearance=self._appearance,
            labels=None if plan is None else plan.labels.codes,
            wanted=None if plan is None else plan.binding,
            seed=self._seed,
            strength=request.detail,
            grain=request.grain,
        )
        for level in texture.synthesize_by_steps(task, self._run.cancel.check):
            if isinstance(level, texture.DetailStep):
                yield from self._run.progressed(level.share)
                continue
            part = level.box.slices
            hole = task.hole[part]
            state = chosen(hole, level.pixels, self.fill[part])
            if not level.is_final:
                yield self._patch(level.box, state, Stage.DETAIL)
                continue
            self.fill[part] = state
            if level.confidence is not None:
                self._confidence[part][hole] = level.confidence[hole]
            for row in rows_in_view_first(_rows(crop.inner), self._viewport):
                self._run.cancel.check()
                yield self._patch(row, self.fill[row.slices], Stage.DETAIL)

    def fill_ring(self) -> Iterator[Event]:
        """Makes the reach around the mask anew, between the finished fill and the photo beyond.

        The mask's inside met the photo at the mask's edge; once the edge is moved outwards, what lay
        under the ring (a shadow, a rest of the object) must be gone too.
        """
        crop, request = self._crop, self._run.request
        ring = crop.valid & ~crop.hole
        others = crop.hole & ~crop.valid
        if not ring.any():
            return
        part = crop.inner.grown(RING_CONTEXT_PX).intersection(Box.whole(crop.hole.shape)).slices
        known = ~(ring | others)[part]
        task = texture.DetailTask(
            photo=self.fill[part],
            hole=ring[part],
            known=known,
            field=texture.harmonic(self.fill[part], known),
            sources=crop.sources[part] & known,
            seed=self._seed,
            strength=request.detail,
            grain=request.grain,
        )
        # A ring is narrow, and its copies meet what is on both sides; slopes would cost half a second.
        method = replace(texture.GUIDED, slopes=False)
        for level in texture.synthesize_by_steps(task, self._run.cancel.check, method):
            if isinstance(level, texture.DetailStep):
                yield from self._run.progressed(level.share)
            elif level.is_final:
                inside = task.hole[level.box.slices]
                self.fill[part][level.box.slices][inside] = level.pixels[inside]

    def result(self) -> HoleFill:
        """The fill of hole and reach, without its labels."""
        crop = self._crop
        part = crop.inner.slices
        return HoleFill(
            box=crop.inner.shifted(crop.box.x0, crop.box.y0),
            pixels=self._to_photo(self.fill[part]),
            mask=crop.own[part],
            valid=crop.valid[part],
            confidence=self._confidence[part],
        )

    def _patch(self, box: Box, state: Floats, stage: Stage) -> PatchesReady:
        """A row as the photo would show it: known pixels are the photo's own bytes."""
        pixels = self._shown[box.slices].copy()
        hole = self._crop.own[box.slices]
        if hole.any():
            pixels[hole] = self._to_photo(state)[hole]
        return self._run.delivered(box.shifted(self._crop.box.x0, self._crop.box.y0), pixels, stage)

    def _to_photo(self, values: Floats) -> Pixels:
        return from_srgb(values, self._run.request.profile, self._run.request.photo.dtype)


def _rows(box: Box) -> list[Box]:
    height = max(LEAST_ROW_PX, -(-box.height // ROWS_PER_HOLE))
    return [Box(box.x0, y, box.x1, min(y + height, box.y1)) for y in range(box.y0, box.y1, height)]
