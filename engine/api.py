"""The door of the engine. Light to import: torch and the weights come with `load_engine`.

    from engine.api import fill, load_engine
    engine = load_engine()
    result = fill(engine, photo, mask)  # (H, W, 3) uint8 or uint16 in and out, mask true = hole

`docs/api.md` goes on from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from engine.composite import checked_ring, composite
from engine.labels.vocabulary import UNKNOWN, Label, Vocabulary, label_named, label_of, vocabulary
from engine.protocol import (
    VOCABULARIES,
    Cancelled,
    CancelToken,
    CmykError,
    EngineError,
    EngineMemoryError,
    Event,
    Failed,
    FillCancelledError,
    FillRequest,
    Finished,
    HoleFill,
    HoleLabels,
    InvalidRequestError,
    LabelsReady,
    PatchesReady,
    PhotoError,
    Pixels,
    Progressed,
    Stage,
    StageChanged,
    Started,
    WeightsError,
    hole_of,
)
from engine.regions import Box, bounding_box


class FillEngine(Protocol):
    """What an engine does; the real one and the tests' fakes both fit."""

    @property
    def has_labels(self) -> bool:
        """Whether its weights know labels; without, requests that speak of labels fail."""
        ...

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """Answers a request: `Started`, then stages and rows, then exactly one terminal event."""
        ...

    def label_maps(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """Answers a request as `fill` does, up to the label maps: nothing is filled, no row is sent."""
        ...


def load_engine(device: str = "auto", weights: Path | None = None) -> FillEngine:
    """Opens the engine: imports torch, reads and checks the weights, compiles the detail stage.

    Takes some seconds; call it once and keep the result.

    Args:
        device: "auto" (a CUDA device where there is one), "cpu" or "cuda".
        weights: A checkpoint of this project; None takes the shipped one.

    Raises:
        WeightsError: The checkpoint is missing, damaged, or not ours.
        InvalidRequestError: The device is unknown or absent.
    """
    from engine.session import open_engine

    return open_engine(device, weights)


def fill(
    engine: FillEngine,
    photo: Pixels,
    mask: npt.NDArray[np.bool_] | npt.NDArray[np.uint8],
    *,
    seed: int = 0,
    detail: float = 1.0,
    grain: float = 1.0,
    sources: npt.NDArray[np.bool_] | None = None,
    profile: bytes | None = None,
    ring_px: int = 0,
    labels: npt.NDArray[np.uint8] | None = None,
    vocabulary: str = "auto",
    alternative: int = 0,
    cancel: CancelToken | None = None,
) -> Pixels:
    """Fills the holes of a photo and returns a copy.

    Pixels outside mask and ring are the photo's, bit by bit.

    Args:
        engine: From `load_engine`.
        photo: (H, W, 3) RGB or (H, W, 4) RGBA, uint8 or uint16.
        mask: (H, W); bool with true = hole, or uint8 coverage with > 127 = hole.
        seed: The same seed gives the same bytes.
        detail: Share of the photo's own texture in the fill, 0..1.
        grain: Share of the surroundings' grain in the fill, 0..1.
        sources: (H, W), true = texture may come from here; None = from everywhere outside the hole.
        profile: The photo's ICC profile; None = sRGB.
        ring_px: Over how many pixels, 0..64, the fill fades into the photo outside the mask.
        labels: (H, W) codes of what belongs where, 0 = the engine decides; see `FillRequest.labels`.
        vocabulary: "auto", "scene" or "regions".
        alternative: Another number, another label map: 0 is the likeliest.
        cancel: Another thread may set it to stop the fill.

    Raises:
        InvalidRequestError: Something about photo, mask or the numbers; `user_message` says what.
        EngineError: The engine could not fill, or was cancelled; `user_message` says why.
    """
    request = FillRequest(
        id=0,
        photo=photo,
        mask=mask,
        seed=seed,
        detail=detail,
        grain=grain,
        sources=sources,
        profile=profile,
        reach_px=checked_ring(ring_px),
        labels=labels,
        vocabulary=vocabulary,
        alternative=alternative,
    )
    return composite(photo, run(engine, request, cancel).fills, ring_px)


def predict_labels(
    engine: FillEngine,
    photo: Pixels,
    mask: npt.NDArray[np.bool_] | npt.NDArray[np.uint8],
    *,
    labels: npt.NDArray[np.uint8] | None = None,
    vocabulary: str = "auto",
    profile: bytes | None = None,
    cancel: CancelToken | None = None,
    listen: Callable[[Event], None] | None = None,
) -> npt.NDArray[np.uint8]:
    """Says what belongs where, in the holes and around them; nothing is filled.

    Args:
        engine: From `load_engine`.
        photo: (H, W, 3) RGB or (H, W, 4) RGBA, uint8 or uint16.
        mask: (H, W), as for `fill`.
        labels: (H, W) codes that are known already, 0 = unknown.
        vocabulary: "auto", "scene" or "regions".
        profile: The photo's ICC profile; None = sRGB.
        cancel: Another thread may set it.
        listen: Hears every event, the last one too.

    Returns:
        (H, W) codes, see `label_of`; 0 = unknown, where the photo lies too far from every hole to be seen.

    Raises:
        InvalidRequestError: As `fill`; or the engine's weights know no labels.
    """
    request = FillRequest(0, photo, mask, profile=profile, labels=labels, vocabulary=vocabulary)
    codes = np.zeros(photo.shape[:2], np.uint8)

    def lay(event: Event) -> None:
        if isinstance(event, LabelsReady):
            region = codes[event.box.slices]
            np.copyto(region, event.labels.codes, where=region == UNKNOWN)
        if listen is not None:
            listen(event)

    _end_of(engine.label_maps(request, cancel or CancelToken()), lay)
    return codes


def run(
    engine: FillEngine,
    request: FillRequest,
    cancel: CancelToken | None = None,
    listen: Callable[[Event], None] | None = None,
) -> Finished:
    """Runs a request to its end.

    Args:
        engine: From `load_engine`.
        request: What is asked.
        cancel: Another thread may set it to stop the run.
        listen: Hears every event, the last one too.

    Raises:
        FillCancelledError: The run was cancelled.
        EngineError: The engine could not fill; `user_message` says why.
    """
    return _end_of(engine.fill(request, cancel or CancelToken()), listen)


def _end_of(events: Iterator[Event], listen: Callable[[Event], None] | None) -> Finished:
    for event in events:
        if listen is not None:
            listen(event)
        if isinstance(event, Finished):
            return event
        if isinstance(event, Failed):
            raise event.error
        if isinstance(event, Cancelled):
            raise FillCancelledError("The fill was cancelled.")
    raise EngineError("The engine stopped without a result.")


__all__ = [
    "UNKNOWN",
    "VOCABULARIES",
    "Box",
    "CancelToken",
    "Cancelled",
    "EngineError",
    "EngineMemoryError",
    "Event",
    "Failed",
    "FillEngine",
    "FillRequest",
    "Finished",
    "HoleFill",
    "HoleLabels",
    "InvalidRequestError",
    "Label",
    "LabelsReady",
    "PatchesReady",
    "CmykError",
    "PhotoError",
    "Pixels",
    "Progressed",
    "FillCancelledError",
    "Stage",
    "StageChanged",
    "Started",
    "Vocabulary",
    "WeightsError",
    "bounding_box",
    "composite",
    "fill",
    "hole_of",
    "label_named",
    "label_of",
    "load_engine",
    "predict_labels",
    "run",
    "vocabulary",
]
