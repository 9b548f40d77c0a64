"""The door of the engine. Light to import: torch and the weights come with `load_engine`.

from engine.api import fill, load_engine
engine = load_engine()
result = fill(engine, photo, mask)     # (H, W, 3) uint8 in and out, mask true = hole
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

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
    PhotoError,
    Pixels,
    Stage,
    StageChanged,
    Started,
    WeightsError,
    hole_of,
)
from engine.regions import Box, bounding_box


class FillEngine(Protocol):
    """What an engine does; the real one and the tests' fakes both fit."""

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """Answers a request: `Started`, then stages and rows, then exactly one terminal event."""
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
    **options: Any,
) -> Pixels:
    """Fills the holes of a photo and returns a copy; pixels outside the mask are the photo's, bit by bit.

    Args:
        engine: From `load_engine`.
        photo: As in `FillRequest`.
        mask: As in `FillRequest`.
        **options: Any other field of `FillRequest`, `seed` or `detail` for instance.

    Raises:
        EngineError: The engine could not fill; `user_message` says why.
    """
    request = FillRequest(id=0, photo=photo, mask=mask, **options)
    for event in engine.fill(request, CancelToken()):
        if isinstance(event, Finished):
            return composite(photo, event.fills)
        if isinstance(event, Failed):
            raise event.error
    raise EngineError("The engine stopped without a result.")


def composite(photo: Pixels, fills: tuple[HoleFill, ...]) -> Pixels:
    """A copy of the photo with the fills set into their masks; every other pixel and alpha is the photo's."""
    result = photo.copy()
    for hole in fills:
        region = result[hole.box.slices]
        region[..., :3][hole.mask] = hole.pixels[hole.mask]
    return result


__all__ = [
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
    "InvalidRequestError",
    "PatchesReady",
    "PhotoError",
    "Pixels",
    "Stage",
    "StageChanged",
    "Started",
    "WeightsError",
    "bounding_box",
    "composite",
    "fill",
    "hole_of",
    "load_engine",
]
