"""Who answers the evaluation's questions: OpenCV, scikit-image, unguided exemplars, and the engine itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from skimage.restoration import inpaint_biharmonic

from engine.api import FillEngine, fill
from engine.crops import CONTEXT, crop_around
from engine.detail import DetailTask, synthesize_unguided
from engine.evaluation.cases import Case, Photo
from engine.evaluation.memory import PeakMemory
from engine.holes import separate_holes
from engine.protocol import FillRequest
from engine.regions import Box

TELEA, NAVIER_STOKES, BIHARMONIC = "OpenCV Telea", "OpenCV Navier-Stokes", "biharmonic"
UNGUIDED, FIELD, DEFAULT = "unguided exemplars", "field alone", "default"
OPENCV = (TELEA, NAVIER_STOKES)
METHODS = (TELEA, NAVIER_STOKES, BIHARMONIC, UNGUIDED, FIELD, DEFAULT)

# OpenCV's methods look a few pixels around the hole only: more of a large photo changes nothing.
_PEER_MARGIN_PX = 16
_INPAINT_RADIUS_PX = 3
# The biharmonic equation is solved directly: 20 s and 2 GB at 400,000 px, so large holes are solved smaller.
_BIHARMONIC_MOST_PX = 60_000


@dataclass(frozen=True)
class Answer:
    """A fill and what it cost.

    Attributes:
        pixels: (h, w, 3) uint8, the case's window, composited.
        seconds: Wall time.
        peak_mb: Memory beyond what the process held before.
    """

    pixels: Photo
    seconds: float
    peak_mb: float


Filler = Callable[[Case], Photo]


def answer(filler: Filler, case: Case) -> Answer:
    """Asks one method; known pixels are set back to the truth's, whatever it did to them."""
    with PeakMemory() as memory:
        began = time.perf_counter()
        pixels = filler(case)
        seconds = time.perf_counter() - began
    composite = np.where(case.hole[..., None], pixels, case.truth)
    return Answer(composite, seconds, memory.used_mb)


def fillers(engine: FillEngine, working_px: int) -> dict[str, Filler]:
    """Every method by name, in the order of `METHODS`.

    Args:
        engine: The engine.
        working_px: Of its model; its peer without guidance takes the same crops.
    """
    return {
        TELEA: lambda case: _opencv(case, cv2.INPAINT_TELEA),
        NAVIER_STOKES: lambda case: _opencv(case, cv2.INPAINT_NS),
        BIHARMONIC: _biharmonic,
        UNGUIDED: lambda case: unguided(case, working_px),
        FIELD: lambda case: _engine(engine, case, detail=0.0, grain=0.0),
        DEFAULT: lambda case: _engine(engine, case),
    }


def _engine(engine: FillEngine, case: Case, detail: float = 1.0, grain: float = 1.0) -> Photo:
    filled = fill(engine, case.photo, case.mask, seed=case.seed, detail=detail, grain=grain)
    return np.asarray(filled[case.window.slices], dtype=np.uint8)


def _opencv(case: Case, method: int) -> Photo:
    size = (int(case.mask.shape[0]), int(case.mask.shape[1]))
    part = case.window.grown(_PEER_MARGIN_PX).intersection(Box.whole(size))
    photo, mask = case.photo[part.slices], case.mask[part.slices].astype(np.uint8)
    filled = cv2.inpaint(np.ascontiguousarray(photo), mask, _INPAINT_RADIUS_PX, method)
    inner = case.window.shifted(-part.x0, -part.y0)
    return np.asarray(filled[inner.slices], dtype=np.uint8)


def _biharmonic(case: Case) -> Photo:
    photo, hole = case.truth, case.hole
    factor = np.sqrt(_BIHARMONIC_MOST_PX / max(hole.sum(), 1))
    if factor >= 1:
        filled = inpaint_biharmonic(photo, hole, channel_axis=-1)
        return np.asarray(np.clip(np.rint(filled * 255), 0, 255), dtype=np.uint8)
    size = (round(hole.shape[1] * factor), round(hole.shape[0] * factor))
    known = cv2.resize((~hole).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    colors = cv2.resize(
        np.where(hole[..., None], 0, photo).astype(np.float32) / 255, size, interpolation=cv2.INTER_AREA
    )
    small = inpaint_biharmonic(colors / np.maximum(known, 1e-3)[..., None], known < 0.999, channel_axis=-1)
    large = cv2.resize(np.asarray(small, dtype=np.float32), hole.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(np.rint(large * 255), 0, 255), dtype=np.uint8)


def unguided(case: Case, working_px: int) -> Photo:
    """The detail stage without field and semantics, on the crops that such an engine takes."""
    request = FillRequest(id=0, photo=case.photo, mask=case.mask, reach_px=0)
    filled = case.photo.copy()
    for hole in separate_holes(case.mask, CONTEXT, working_px):
        crop = crop_around(request, case.mask, hole, working_px)
        task = DetailTask(
            photo=crop.photo,
            hole=crop.own,
            known=~crop.hole,
            field=crop.photo,
            sources=crop.sources,
            seed=case.seed,
        )
        for level in synthesize_unguided(task):
            if level.is_final:
                part = level.box.shifted(crop.box.x0, crop.box.y0)
                made = np.clip(np.rint(level.pixels * 255), 0, 255).astype(np.uint8)
                hole = task.hole[level.box.slices]
                filled[part.slices][hole] = made[hole]
    return filled[case.window.slices]
