"""One run of the engine, a plain generator of events: validate, crop, semantics, field, detail, result."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from engine import detail as texture
from engine import rasterizer
from engine.crops import Floats, HoleCrop, crop_around, validated_hole, working_view
from engine.field import FieldView, Predictor
from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.photo.color import from_srgb
from engine.protocol import (
    Cancelled,
    CancelToken,
    EngineError,
    EngineMemoryError,
    Event,
    Failed,
    FillRequest,
    Finished,
    HoleFill,
    InvalidRequestError,
    PatchesReady,
    Pixels,
    RunCancelled,
    Stage,
    StageChanged,
    Started,
)
from engine.regions import Box, rows_in_view_first, separate_holes
from resources.locate import resource

WEIGHTS = "weights/lacuna.safetensors"
# Rows of a hole: enough of them for a stream to be seen, none so thin that overhead shows.
ROWS_PER_HOLE = 8
LEAST_ROW_PX = 16
# The ring around a hole is thin: what it may be made of lies near.
RING_CONTEXT_PX = 64


def open_engine(device: str, weights: Path | None) -> Engine:
    """Loads the model and warms up what compiles. See `engine.api.load_engine`."""
    chosen = chosen_device(device)
    checkpoint = load_checkpoint(weights or resource(WEIGHTS))
    texture.warm_up()
    rasterizer.warm_up(chosen)
    return Engine(checkpoint, chosen)


def chosen_device(name: str) -> torch.device:
    """The torch device for "auto", "cpu" or "cuda".

    Raises:
        InvalidRequestError: The name is unknown, or there is no CUDA device.
    """
    if name not in ("auto", "cpu", "cuda"):
        raise InvalidRequestError(f"The device “{name}” is unknown; use auto, cpu or cuda.")
    if name == "cuda" and not torch.cuda.is_available():
        raise InvalidRequestError("No CUDA device was found; use --device cpu.")
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)


class Engine:
    """Fills holes. Knows no threads: `fill` is a generator that runs on whichever thread asks it.

    Attributes:
        checkpoint: The loaded weights and what is known of them.
        device: Where the network runs.
    """

    def __init__(self, checkpoint: Checkpoint, device: torch.device) -> None:
        self.checkpoint = checkpoint
        self.device = device
        self._predictor = Predictor(checkpoint.model, device)

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """Answers a request; see `engine.api.FillEngine`. Every run ends in exactly one terminal event."""
        # Per thread: Gaussian tails run into denormal numbers, which cost ten times the time on CPUs.
        torch.set_flush_denormal(True)
        try:
            yield from _Run(request, cancel, self._predictor).events()
        except RunCancelled:
            yield Cancelled(request.id)
        except EngineError as error:
            yield Failed(request.id, error)
        except (MemoryError, torch.OutOfMemoryError):
            message = "There is not enough memory for this hole; fill it in smaller parts."
            yield Failed(request.id, EngineMemoryError(message))


@dataclass
class _Timings:
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


class _Run:
    """The state of one request while it is answered."""

    def __init__(self, request: FillRequest, cancel: CancelToken, predictor: Predictor) -> None:
        self.request = request
        self.cancel = cancel
        self.predictor = predictor
        self.timings = _Timings()
        self.done = 0
        self.total = 0

    def events(self) -> Iterator[Event]:
        request = self.request
        self.timings.enter(Stage.PREPARE)
        hole = validated_hole(request)
        working_px = self.predictor.working_px
        boxes = _in_view_first(separate_holes(hole, least_px=working_px), request.viewport)
        yield Started(request.id, tuple(boxes))
        crops = [crop_around(request, hole, box, working_px) for box in boxes]
        self.total = sum(self._expected_rows(crop) for crop in crops)
        fills: list[HoleFill] = []
        for number, crop in enumerate(crops):
            fills.append((yield from self._hole(number, crop)))
        yield Finished(request.id, tuple(fills), self.timings.result())

    def _expected_rows(self, crop: HoleCrop) -> int:
        rows = len(_rows(crop.inner))
        return rows if self.request.detail == 0 else 2 * rows + texture.level_count(crop.hole) - 1

    def _hole(self, number: int, crop: HoleCrop) -> Generator[Event, None, HoleFill]:
        yield self._enter(Stage.SEMANTICS, number)
        view = working_view(crop, self.predictor.working_px, self.predictor.stride)
        semantics = self.predictor.semantics(view)
        yield self._enter(Stage.FIELD, number)
        rendered = self.predictor.field(view, semantics, crop)
        fill = np.where(crop.hole[..., None], 0, crop.photo).astype(np.float32)
        yield from self._field_rows(crop, rendered, fill)
        confidence = np.ones(crop.hole.shape, dtype=np.float32)
        if self.request.detail > 0 or self.request.grain > 0:
            yield self._enter(Stage.DETAIL, number)
            yield from self._detail(crop, fill, semantics.grid, confidence)
        yield self._enter(Stage.FINISH, number)
        self._fill_ring(crop, fill)
        part = crop.inner.slices
        return HoleFill(
            box=crop.inner.shifted(crop.box.x0, crop.box.y0),
            pixels=self._to_photo(fill[part]),
            mask=crop.hole[part] & crop.valid[part],
            valid=crop.valid[part],
            confidence=confidence[part],
        )

    def _enter(self, stage: Stage, number: int) -> StageChanged:
        self.cancel.check()
        self.timings.enter(stage)
        return StageChanged(self.request.id, stage, number)

    def _field_rows(self, crop: HoleCrop, rendered: FieldView, fill: Floats) -> Iterator[Event]:
        """Renders row by row what the field says of the hole; `fill` is completed in place."""
        for row in rows_in_view_first(_rows(crop.inner), self._viewport_in(crop)):
            self.cancel.check()
            pixels = rendered.render(row)
            hole = crop.hole[row.slices]
            fill[row.slices][hole] = pixels[hole]
            yield self._row(crop, row, fill, Stage.FIELD)

    def _detail(self, crop: HoleCrop, fill: Floats, semantics: Floats, confidence: Floats) -> Iterator[Event]:
        """Streams every coarse level, then the final rows; `fill` and `confidence` change in place."""
        task = texture.DetailTask(
            photo=crop.photo,
            hole=crop.hole & crop.valid,
            known=~crop.hole,
            field=fill,
            sources=crop.sources,
            semantics=semantics,
            seed=self.request.seed,
            strength=self.request.detail,
            grain=self.request.grain,
        )
        for level in texture.synthesize(task, self.cancel.check):
            part = level.box.slices
            hole = task.hole[part]
            state = np.where(hole[..., None], level.pixels, fill[part])
            if not level.is_final:
                yield self._patch(crop, level.box, state, Stage.DETAIL)
                continue
            fill[part] = state
            if level.confidence is not None:
                confidence[part][hole] = level.confidence[hole]
            for row in rows_in_view_first(_rows(crop.inner), self._viewport_in(crop)):
                self.cancel.check()
                yield self._row(crop, row, fill, Stage.DETAIL)

    def _fill_ring(self, crop: HoleCrop, fill: Floats) -> None:
        """Makes the reach around the mask anew, between the finished fill and the photo beyond.

        The mask's inside met the photo at the mask's edge; once the edge is moved outwards, what lay
        under the ring (a shadow, a rest of the object) must be gone too.
        """
        ring = crop.valid & ~crop.hole
        if not ring.any():
            return
        part = crop.inner.grown(RING_CONTEXT_PX).intersection(Box.whole(crop.hole.shape)).slices
        known = ~ring[part]
        task = texture.DetailTask(
            photo=fill[part],
            hole=ring[part],
            known=known,
            field=texture.harmonic(fill[part], known),
            sources=crop.sources[part] & known,
            seed=self.request.seed,
            strength=self.request.detail,
            grain=self.request.grain,
        )
        for level in texture.synthesize(task, self.cancel.check):
            if level.is_final:
                inside = task.hole[level.box.slices]
                fill[part][level.box.slices][inside] = level.pixels[inside]

    def _row(self, crop: HoleCrop, row: Box, fill: Floats, stage: Stage) -> PatchesReady:
        return self._patch(crop, row, fill[row.slices], stage)

    def _patch(self, crop: HoleCrop, box: Box, state: Floats, stage: Stage) -> PatchesReady:
        """A row as the photo would show it: known pixels are the photo's own bytes."""
        self.timings.first_rows()
        self.done += 1
        in_photo = box.shifted(crop.box.x0, crop.box.y0)
        pixels = self.request.photo[in_photo.slices][..., :3].copy()
        hole = (crop.hole & crop.valid)[box.slices]
        if hole.any():
            pixels[hole] = self._to_photo(state)[hole]
        return PatchesReady(self.request.id, in_photo, pixels, stage, self.done, max(self.total, self.done))

    def _to_photo(self, values: Floats) -> Pixels:
        return from_srgb(values, self.request.profile, self.request.photo.dtype)

    def _viewport_in(self, crop: HoleCrop) -> Box | None:
        view = self.request.viewport
        return None if view is None else view.shifted(-crop.box.x0, -crop.box.y0)


def _rows(box: Box) -> list[Box]:
    height = max(LEAST_ROW_PX, -(-box.height // ROWS_PER_HOLE))
    return [Box(box.x0, y, box.x1, min(y + height, box.y1)) for y in range(box.y0, box.y1, height)]


def _in_view_first(boxes: list[Box], viewport: Box | None) -> list[Box]:
    if viewport is None:
        return boxes
    return sorted(boxes, key=lambda box: not box.overlaps(viewport))
