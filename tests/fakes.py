"""A fill engine whose every step a test can hold, and a loader likewise. No clock, no sleep."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from engine.api import (
    Box,
    Cancelled,
    CancelToken,
    Event,
    FillEngine,
    FillRequest,
    Finished,
    HoleFill,
    HoleLabels,
    LabelsReady,
    PatchesReady,
    Progressed,
    Stage,
    StageChanged,
    Started,
    bounding_box,
    hole_of,
)

_PATIENCE_S = 20  # a gate that nobody opens must not hang the test run
_REACH_PX = 4


class Gate:
    """A place in a run where it waits for the test.

    Attributes:
        reached: Set when the run has come here.
    """

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()

    def open(self) -> None:
        self._open.set()

    def pass_through(self) -> None:
        """Called by the run."""
        self.reached.set()
        if not self._open.wait(_PATIENCE_S):
            raise RuntimeError("a test never opened its gate")


class FakeEngine:
    """Fills holes with one color per seed, in rows, and stops where a test asks it to.

    The places a run passes, in order: "start", "semantics", with labels "labels", "row 0" ... "row n-1",
    "finish".

    Attributes:
        has_labels: Whether it knows labels. It sees `SKY` in the left half of a photo and `ROAD` in the right
            one; in the hole of alternative n the label `alternatives[n]` grows all over it.
        alternatives: Of every hole.
        asked: Every request, in the order in which they came.
        rows: Rows per run.
        finished: Set once a run has given its last word, whether or not anybody has heard it.
    """

    def __init__(self, rows: int = 4, has_labels: bool = False) -> None:
        self.rows = rows
        self.has_labels = has_labels
        self.alternatives: tuple[int, ...] = (0, TREE, CAR)
        self.asked: list[FillRequest] = []
        self.finished = threading.Event()
        self._gates: dict[tuple[int, str], Gate] = {}
        self._failures: dict[tuple[int, str], Exception] = {}

    def hold(self, place: str, run: int = 0) -> Gate:
        """Makes run number `run` (from 0) wait at a place."""
        gate = self._gates[run, place] = Gate()
        return gate

    def fail(self, place: str, error: Exception, run: int = 0) -> None:
        """Makes run number `run` raise at a place."""
        self._failures[run, place] = error

    def open_all(self) -> None:
        """Lets every run go."""
        for gate in self._gates.values():
            gate.open()

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        return self._answer(request, cancel, is_map=False)

    def label_maps(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        return self._answer(request, cancel, is_map=True)

    def _answer(self, request: FillRequest, cancel: CancelToken, is_map: bool) -> Iterator[Event]:
        run = len(self.asked)
        self.asked.append(request)
        hole = hole_of(request.mask)
        box = bounding_box(hole)

        def passes(place: str) -> bool:
            if (gate := self._gates.get((run, place))) is not None:
                gate.pass_through()
            if (error := self._failures.get((run, place))) is not None:
                raise error
            return not cancel.is_cancelled

        if not passes("start"):
            yield Cancelled(request.id)
            return
        yield Started(request.id, (box,))
        if not passes("semantics"):
            yield Cancelled(request.id)
            return
        yield StageChanged(request.id, Stage.SEMANTICS)
        labels: HoleLabels | None = None
        if self.has_labels:
            if not passes("labels"):
                yield Cancelled(request.id)
                return
            labels = self._labels(request, hole)
            height, width = hole.shape
            yield LabelsReady(request.id, Box(0, 0, width, height), labels)
        if is_map:
            yield Finished(request.id, ())
            return
        for row in range(self.rows):
            if not passes(f"row {row}"):
                yield Cancelled(request.id)
                return
            yield self._row(request, hole, box, row)
            yield Progressed(request.id, row + 1, self.rows)
        if not passes("finish"):
            yield Cancelled(request.id)
            return
        self.finished.set()
        yield Finished(request.id, (fill_of(request, box, labels),), {"engine_s": 0.0})

    def _labels(self, request: FillRequest, hole: np.ndarray) -> HoleLabels:
        """Of the whole photo of a request."""
        codes = np.full(hole.shape, SKY, np.uint8)
        codes[:, hole.shape[1] // 2 :] = ROAD
        number = request.alternative if request.alternative < len(self.alternatives) else 0
        grown = self.alternatives[number]
        if grown:
            codes[hole] = grown
        wanted = np.zeros(hole.shape, np.bool_)
        if request.labels is not None:
            wanted = request.labels > 0
            codes = np.where(wanted, request.labels, codes)
        return HoleLabels(codes, wanted, "scene", grown, self.alternatives)

    def _row(self, request: FillRequest, hole: np.ndarray, box: Box, row: int) -> PatchesReady:
        top = box.y0 + box.height * row // self.rows
        bottom = box.y0 + box.height * (row + 1) // self.rows
        part = Box(box.x0, top, box.x1, bottom)
        pixels = request.photo[part.slices][..., :3].copy()
        pixels[hole[part.slices]] = color_of(request)
        return PatchesReady(request.id, part, pixels, Stage.FIELD, row + 1, self.rows)


SKY, ROAD, TREE, CAR = 1, 4, 6, 9


def color_of(request: FillRequest) -> tuple[int, int, int]:
    """What a fake engine fills with: green, and the seed in red."""
    scale = 257 if request.photo.dtype == np.uint16 else 1
    return (10 + request.seed) * scale, 200 * scale, 30 * scale


def fill_of(request: FillRequest, box: Box, labels: HoleLabels | None = None) -> HoleFill:
    """The fake answer for the hole in `box`, with a reach of four pixels.

    With labels, which are those of the whole photo, green is 100 more than the code of the label.
    """
    size = (int(request.photo.shape[0]), int(request.photo.shape[1]))
    wide = box.grown(_REACH_PX).intersection(Box.whole(size))
    mask = hole_of(request.mask)[wide.slices].copy()
    pixels = np.empty((wide.height, wide.width, 3), request.photo.dtype)
    pixels[:] = color_of(request)
    confidence = np.ones(mask.shape, np.float32)
    if labels is not None:
        codes, wanted = labels.codes[wide.slices].copy(), labels.wanted[wide.slices].copy()
        labels = replace(labels, codes=codes, wanted=wanted)
        pixels[..., 1] = 100 + codes
    return HoleFill(wide, pixels, mask, np.ones_like(mask), confidence, labels)


class FakeLoader:
    """Opens a fake engine, held or failing as a test asks.

    Attributes:
        engine: What it opens.
        calls: How often it was asked.
    """

    def __init__(self, engine: FakeEngine | None = None) -> None:
        self.engine = engine or FakeEngine()
        self.calls = 0
        self._gate: Gate | None = None
        self._failures: list[Exception] = []

    def hold(self) -> Gate:
        """Makes the next opening wait."""
        self._gate = Gate()
        return self._gate

    def fail(self, error: Exception) -> None:
        """Makes the next opening fail; several failures are used one after the other."""
        self._failures.append(error)

    def __call__(self) -> FillEngine:
        self.calls += 1
        if self._gate is not None:
            gate, self._gate = self._gate, None
            gate.pass_through()
        if self._failures:
            raise self._failures.pop(0)
        return self.engine
