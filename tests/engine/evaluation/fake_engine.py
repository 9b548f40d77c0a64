"""An engine without a network: smooth where the field is asked for, grainy where detail is."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from engine.protocol import (
    CancelToken,
    Event,
    Failed,
    FillRequest,
    Finished,
    HoleFill,
    InvalidRequestError,
    PatchesReady,
    Stage,
    Started,
    hole_of,
)
from engine.regions import Box


class FakeEngine:
    """Answers every request by Telea's method, with noise added in proportion to the detail asked for."""

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.requests: list[FillRequest] = []

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        self.requests.append(request)
        hole = hole_of(request.mask)
        box = Box.whole((hole.shape[0], hole.shape[1]))
        yield Started(request.id, (box,))
        if self.fails:
            yield Failed(request.id, InvalidRequestError("The fake engine was told to fail."))
            return
        pixels = cv2.inpaint(request.photo, hole.astype(np.uint8), 3, cv2.INPAINT_TELEA)
        noise = np.random.default_rng(request.seed).normal(0, 8 * request.detail, pixels.shape)
        pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
        yield PatchesReady(request.id, box, pixels, Stage.FIELD, 1, 1)
        confidence = np.ones(hole.shape, dtype=np.float32)
        yield Finished(request.id, (HoleFill(box, pixels, hole, hole, confidence),))
