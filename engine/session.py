"""One run of the engine, a plain generator of events: crop, semantics, labels and field, detail, result."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from engine import detail as texture
from engine import rasterizer
from engine.crops import (
    CONTEXT,
    Bits,
    HoleCrop,
    WorkingView,
    crop_around,
    validated_hole,
    view_of,
    working_view,
)
from engine.field import Predictor, features_within
from engine.filling import RING_CONTEXT_PX, HoleFilling, RunState, estimated_rows, expected_rows
from engine.hole_labels import HoleLabeler, LabelPlan, labels_within, variation_name
from engine.holes import Hole, separate_holes
from engine.memory import OF_FILLS
from engine.model.checkpoint import Checkpoint, load_checkpoint
from engine.model.encoder import Features
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
    LabelsReady,
    RunCancelled,
    Stage,
    StageChanged,
    Started,
)
from engine.refill import in_pixels, joined, near, of_same_hole, part_to_refill
from engine.regions import Box
from engine.workload import HoleWork, work_of_box, work_of_crop
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
            with OF_FILLS.while_at_work():
                yield from events()
        except RunCancelled:
            yield Cancelled(request.id)
        except EngineError as error:
            yield Failed(request.id, error)
        except (MemoryError, torch.OutOfMemoryError):
            message = "There is not enough memory for this hole; fill it in smaller parts."
            yield Failed(request.id, EngineMemoryError(message))


@dataclass(frozen=True)
class _Seen:
    """A hole in its surroundings, as it is, as the network sees it, and what that says to the encoder."""

    crop: HoleCrop
    view: WorkingView
    semantics: Features


class _Run:
    """One request while it is answered."""

    def __init__(self, request: FillRequest, cancel: CancelToken, predictor: Predictor) -> None:
        self.request = request
        self.predictor = predictor
        self.state = RunState(request, cancel)
        self.work = HoleWork()  # of the hole that is being filled

    def fills(self) -> Iterator[Event]:
        state, detail = self.state, self.request.detail
        mask, holes = yield from self._holes(needs_labels=self.request.labels is not None)
        state.total = sum(estimated_rows(hole.box, detail) for hole in holes)
        rough = [work_of_box(hole.box, self.request, self.predictor.working_px) for hole in holes]
        state.work.expect(sum(rough))
        for number, hole in enumerate(holes):
            crop = self._crop(mask, hole)
            state.total += expected_rows(crop, detail) - estimated_rows(hole.box, detail)
            self.work = work_of_crop(crop, self.request, RING_CONTEXT_PX, self.predictor.has_labels)
            state.work.expect(self.work.total - rough[number])
            state.made.append((yield from self._hole(number, crop)))
        yield Finished(self.request.id, tuple(state.made), state.timings.result())

    def label_maps(self) -> Iterator[Event]:
        mask, holes = yield from self._holes(needs_labels=True)
        for number, hole in enumerate(holes):
            crop = self._crop(mask, hole)
            seen = yield from self._seen(number, crop)
            previous = of_same_hole(self.request.previous, self.request, crop)
            yield from self._labeled(number, seen, self._labeler(seen), previous)
        yield Finished(self.request.id, (), self.state.timings.result())

    def _holes(self, needs_labels: bool) -> Generator[Event, None, tuple[Bits, list[Hole]]]:
        """The mask (H, W) and its holes, in the order they are filled in."""
        request = self.request
        self.state.timings.enter(Stage.PREPARE)
        mask = validated_hole(request)
        if needs_labels and not self.predictor.has_labels:
            raise InvalidRequestError(
                "These weights know no labels: they fill without saying what belongs where."
            )
        holes = _in_view_first(separate_holes(mask, CONTEXT, self.predictor.working_px), request.viewport)
        yield Started(request.id, tuple(hole.box for hole in holes))
        return mask, holes

    def _crop(self, mask: Bits, hole: Hole) -> HoleCrop:
        """Cut out in its turn: there may be a thousand holes, and crops of all of them at once are large."""
        self.state.cancel.check()
        self.state.timings.enter(Stage.PREPARE)
        return crop_around(self.request, mask, hole, self.predictor.working_px)

    def _seen(self, number: int, crop: HoleCrop) -> Generator[Event, None, _Seen]:
        yield from self._enter(Stage.SEMANTICS, number, self.work.look)
        view = working_view(crop, self.predictor.working_px, self.predictor.stride)
        return _Seen(crop, view, self.predictor.semantics(view))

    def _labeler(self, seen: _Seen) -> HoleLabeler:
        return HoleLabeler(self.predictor, self.request, seen.crop, seen.view, seen.semantics)

    def _labeled(
        self, number: int, seen: _Seen, labeler: HoleLabeler, previous: HoleFill | None = None
    ) -> Generator[Event, None, LabelPlan]:
        yield from self._enter(Stage.LABELS, number, self.work.labels)
        plan = labeler.plan(previous)
        yield LabelsReady(self.request.id, seen.crop.box, plan.labels, plan.name, number)
        return plan

    def _hole(self, number: int, crop: HoleCrop) -> Generator[Event, None, HoleFill]:
        previous = of_same_hole(self.request.previous, self.request, crop)
        seen = yield from self._seen(number, crop)
        labeler = self._labeler(seen) if self.predictor.has_labels else None
        if labeler is not None and labeler.steers(previous):
            plan = yield from self._labeled(number, seen, labeler, previous)
            if previous is not None and plan.changed is not None:
                return (yield from self._edited(number, seen, plan, plan.changed, previous))
            filling = HoleFilling(self.state, crop, plan)
            yield from self._painted(number, seen, filling, plan)
            fill = yield from self._textured(number, filling)
            return _with_labels(fill, plan, crop)
        filling = HoleFilling(self.state, crop)
        yield from self._painted(number, seen, filling)
        # Labels that nobody hears are there to be looked at: rows need not wait for them.
        plan = None if labeler is None else (yield from self._labeled(number, seen, labeler))
        fill = yield from self._textured(number, filling)
        if plan is None:
            return replace(fill, name=variation_name(self.request.alternative))
        return _with_labels(fill, plan, crop)

    def _edited(
        self, number: int, seen: _Seen, plan: LabelPlan, changed: Bits, previous: HoleFill
    ) -> Generator[Event, None, HoleFill]:
        """The previous fill, made anew around the labels that have changed."""
        crop, rows = seen.crop, expected_rows(seen.crop, self.request.detail)
        self.state.total += 1 - rows
        yield self.state.kept_rows(previous)
        before = self.work.rest
        if not changed.any():
            self.state.work.expect(-before)
            return _with_labels(previous, plan, crop)
        part = part_to_refill(crop, changed, previous, self.request.profile)
        self.state.total += expected_rows(part, self.request.detail)
        stride = self.predictor.stride
        grid = (seen.view.hole.shape[0] // stride, seen.view.hole.shape[1] // stride)
        cells = near(part, plan.labels, grid)
        box = in_pixels(cells, grid, (crop.hole.shape[0], crop.hole.shape[1]))
        part, part_plan = part.within(box), plan.within(box)
        self.work = work_of_crop(part, self.request, RING_CONTEXT_PX, self.predictor.has_labels)
        self.state.work.expect(self.work.rest - before)
        view = view_of(part, (cells.height * stride, cells.width * stride))
        part_seen = _Seen(part, view, features_within(seen.semantics, cells, grid))
        filling = HoleFilling(self.state, part, part_plan, previous)
        yield from self._painted(number, part_seen, filling, part_plan)
        fresh = yield from self._textured(number, filling)
        return _with_labels(joined(previous, fresh), plan, crop)

    def _painted(
        self, number: int, seen: _Seen, filling: HoleFilling, plan: LabelPlan | None = None
    ) -> Iterator[Event]:
        """The field of a hole, or of the part of it that is made anew, row by row."""
        yield from self._enter(Stage.FIELD, number, self.work.field)
        guidance = None
        if plan is not None and plan.is_heard:
            guidance = plan.guidance((seen.view.hole.shape[0], seen.view.hole.shape[1]))
        # A narrow edit says that what lies on both sides of it is not wanted there.
        is_edit = plan is not None and plan.changed is not None
        rendered = self.predictor.field(seen.view, seen.semantics, seen.crop, guidance, bridges=not is_edit)
        yield from filling.field_rows(rendered)

    def _textured(self, number: int, filling: HoleFilling) -> Generator[Event, None, HoleFill]:
        """Detail and ring of what has been painted."""
        if self.request.detail > 0 or self.request.grain > 0:
            yield from self._enter(Stage.DETAIL, number, self.work.detail)
            yield from filling.detail_rows()
        yield from self._enter(Stage.FINISH, number, self.work.ring)
        yield from filling.fill_ring()
        yield from self.state.progressed(1.0)
        return filling.result()

    def _enter(self, stage: Stage, number: int, work: float) -> Iterator[Event]:
        self.state.cancel.check()
        self.state.timings.enter(stage)
        self.state.work.enter(work)
        yield StageChanged(self.request.id, stage, number)
        yield from self.state.progressed(0.0)
        self.state.cancel.check()


def _with_labels(fill: HoleFill, plan: LabelPlan, crop: HoleCrop) -> HoleFill:
    return replace(fill, labels=labels_within(plan.labels, crop.inner), name=plan.name)


def _in_view_first(holes: list[Hole], viewport: Box | None) -> list[Hole]:
    if viewport is None:
        return holes
    return sorted(holes, key=lambda hole: not hole.box.overlaps(viewport))
