"""One run of the engine, a plain generator of events: crop, semantics, labels, field, detail, result."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path

import torch

from engine import detail as texture
from engine import rasterizer
from engine.crops import HoleCrop, WorkingView, crop_around, validated_hole, working_view
from engine.field import CropSemantics, Predictor
from engine.filling import HoleFilling, RunState, expected_rows
from engine.hole_labels import HoleLabeler, LabelPlan, variation_name
from engine.model.checkpoint import Checkpoint, load_checkpoint
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
    HoleLabels,
    InvalidRequestError,
    LabelsReady,
    RunCancelled,
    Stage,
    StageChanged,
    Started,
)
from engine.refill import joined, near, of_same_hole, part_to_refill
from engine.regions import Box, separate_holes
from resources.locate import resource

WEIGHTS = "weights/lacuna.safetensors"


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

    @property
    def has_labels(self) -> bool:
        """Whether the weights know labels."""
        return self._predictor.has_labels

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """Answers a request; see `engine.api.FillEngine`. Every run ends in exactly one terminal event."""
        return self._ending(request, _Run(request, cancel, self._predictor).fills)

    def label_maps(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """Answers a request up to the label maps; see `engine.api.FillEngine`."""
        return self._ending(request, _Run(request, cancel, self._predictor).label_maps)

    @staticmethod
    def _ending(request: FillRequest, events: Callable[[], Iterator[Event]]) -> Iterator[Event]:
        # Per thread: Gaussian tails run into denormal numbers, which cost ten times the time on CPUs.
        torch.set_flush_denormal(True)
        try:
            yield from events()
        except RunCancelled:
            yield Cancelled(request.id)
        except EngineError as error:
            yield Failed(request.id, error)
        except (MemoryError, torch.OutOfMemoryError):
            message = "There is not enough memory for this hole; fill it in smaller parts."
            yield Failed(request.id, EngineMemoryError(message))


class _Run:
    """One request while it is answered."""

    def __init__(self, request: FillRequest, cancel: CancelToken, predictor: Predictor) -> None:
        self.request = request
        self.predictor = predictor
        self.state = RunState(request, cancel)

    def fills(self) -> Iterator[Event]:
        crops = yield from self._crops(needs_labels=self.request.labels is not None)
        self.state.total = sum(expected_rows(crop, self.request.detail) for crop in crops)
        made: list[HoleFill] = []
        for number, crop in enumerate(crops):
            made.append((yield from self._hole(number, crop)))
        yield Finished(self.request.id, tuple(made), self.state.timings.result())

    def label_maps(self) -> Iterator[Event]:
        for number, crop in enumerate((yield from self._crops(needs_labels=True))):
            previous = of_same_hole(self.request.previous, self.request, crop)
            yield from self._seen(number, crop, previous)
        yield Finished(self.request.id, (), self.state.timings.result())

    def _crops(self, needs_labels: bool) -> Generator[Event, None, list[HoleCrop]]:
        request, working_px = self.request, self.predictor.working_px
        self.state.timings.enter(Stage.PREPARE)
        hole = validated_hole(request)
        if needs_labels and not self.predictor.has_labels:
            raise InvalidRequestError(
                "These weights know no labels: they fill without saying what belongs where."
            )
        boxes = _in_view_first(separate_holes(hole, least_px=working_px), request.viewport)
        yield Started(request.id, tuple(boxes))
        return [crop_around(request, hole, box, working_px) for box in boxes]

    def _seen(
        self, number: int, crop: HoleCrop, previous: HoleFill | None = None
    ) -> Generator[Event, None, tuple[WorkingView, CropSemantics, LabelPlan | None]]:
        """Features of a hole, and what it is to be filled by."""
        yield self._enter(Stage.SEMANTICS, number)
        view = working_view(crop, self.predictor.working_px, self.predictor.stride)
        semantics = self.predictor.semantics(view)
        if not self.predictor.has_labels:
            return view, semantics, None
        yield self._enter(Stage.LABELS, number)
        labeler = HoleLabeler(self.predictor, self.request, crop, view, semantics)
        plan = labeler.plan(previous)
        yield LabelsReady(self.request.id, crop.box, plan.labels, plan.name, number)
        return view, semantics, plan

    def _hole(self, number: int, crop: HoleCrop) -> Generator[Event, None, HoleFill]:
        previous = of_same_hole(self.request.previous, self.request, crop)
        view, semantics, plan = yield from self._seen(number, crop, previous)
        if plan is None:
            filling = HoleFilling(self.state, crop, semantics.grid)
            fill = yield from self._filled(number, crop, view, semantics, filling)
            return replace(fill, name=variation_name(self.request.alternative))
        labels = _within(plan.labels, crop.inner)
        if previous is None or plan.changed is None:
            filling = HoleFilling(self.state, crop, semantics.grid, plan)
            fill = yield from self._filled(number, crop, view, semantics, filling, plan)
            return replace(fill, labels=labels, name=plan.name)
        rows = expected_rows(crop, self.request.detail)
        if not plan.changed.any():
            self.state.total += 1 - rows
            yield HoleFilling(self.state, crop, semantics.grid, plan, previous).kept_rows()
            return replace(previous, labels=labels)
        part = part_to_refill(crop, plan.changed, previous, self.request.profile)
        self.state.total += 1 + expected_rows(part, self.request.detail) - rows
        part_view = working_view(part, self.predictor.working_px, self.predictor.stride)
        around = near(part, plan.labels, (semantics.grid.shape[0], semantics.grid.shape[1]))
        filling = HoleFilling(self.state, part, semantics.grid, plan, previous, around)
        yield filling.kept_rows()
        fresh = yield from self._filled(number, part, part_view, semantics, filling, plan)
        return replace(joined(previous, fresh), labels=labels)

    def _filled(
        self,
        number: int,
        crop: HoleCrop,
        view: WorkingView,
        semantics: CropSemantics,
        filling: HoleFilling,
        plan: LabelPlan | None = None,
    ) -> Generator[Event, None, HoleFill]:
        """Field, detail and ring of a hole, or of the part of it that is made anew."""
        yield self._enter(Stage.FIELD, number)
        guidance = plan.guidance if plan is not None and plan.is_heard else None
        # A narrow edit says that what lies on both sides of it is not wanted there.
        is_edit = plan is not None and plan.changed is not None
        rendered = self.predictor.field(view, semantics, crop, guidance, bridges=not is_edit)
        yield from filling.field_rows(rendered)
        if self.request.detail > 0 or self.request.grain > 0:
            yield self._enter(Stage.DETAIL, number)
            yield from filling.detail_rows()
        yield self._enter(Stage.FINISH, number)
        filling.fill_ring()
        return filling.result()

    def _enter(self, stage: Stage, number: int) -> StageChanged:
        self.state.cancel.check()
        self.state.timings.enter(stage)
        return StageChanged(self.request.id, stage, number)


def _within(labels: HoleLabels, box: Box) -> HoleLabels:
    """The labels of a crop's part, as arrays of their own."""
    return replace(labels, codes=labels.codes[box.slices].copy(), wanted=labels.wanted[box.slices].copy())


def _in_view_first(boxes: list[Box], viewport: Box | None) -> list[Box]:
    if viewport is None:
        return boxes
    return sorted(boxes, key=lambda box: not box.overlaps(viewport))
