"""What is said between the engine and whoever asks it: requests, events, errors, the cancel token.

Plain data, numpy arrays and integers only, so that a thread, a test and a script can all speak it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from engine.regions import Box

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]

VOCABULARIES = ("auto", "scene", "regions")
"""What the engine may be told to divide a photo into; "auto" leaves the choice to it."""


LARGEST_SEED = 10**18
"""Numbers of alternatives are added to seeds, and the sums must fit into 63 bits."""


class Stage(StrEnum):
    """What the engine is at, in the order a fill passes through; labels that steer nothing come after the
    field.
    """

    PREPARE = "prepare"
    SEMANTICS = "semantics"
    LABELS = "labels"
    FIELD = "field"
    DETAIL = "detail"
    FINISH = "finish"


@dataclass(frozen=True)
class FillRequest:
    """One question to the engine: what belongs in these holes? A frozen snapshot.

    Attributes:
        id: Chosen by the asker; every event carries it.
        photo: (H, W, 3) RGB or (H, W, 4) RGBA, uint8 or uint16, as the file has it, upright. Alpha is
            carried through untouched.
        mask: (H, W); bool with true = hole, or uint8 coverage with > 127 = hole.
        seed: 0 to `LARGEST_SEED`. The same seed gives the same bytes for the same photo, mask, weights and
            device class.
        viewport: The part of the photo that is being looked at; its rows come first. It never changes
            a pixel.
        profile: ICC profile of the photo; None = sRGB.
        detail: Share of the photo's own texture in the fill, 0..1; 0 is the pure Gaussian field.
        grain: Share of the surroundings' grain restored in the fill, 0..1.
        sources: (H, W) bool, true = texture may come from here; None = from everywhere outside the hole.
        reach_px: How far the fill goes beyond the mask, so that its edge can be moved afterwards; None
            takes the larger of 8 px and 3 % of the hole's diameter, and what `ring_px` needs.
        ring_px: Over how many pixels outside the mask the asker will fade the fill into the photo, 0..64.
        labels: (H, W) uint8 codes of `engine.labels.vocabulary`: what the asker says belongs where. In the
            hole it is what they want there, outside a correction of what was seen; 0 = the engine decides.
        vocabulary: One of `VOCABULARIES`.
        alternative: Number of the label map among the distinct ones that the hole may have; 0 = the
            likeliest. Beyond the last, and with weights that know no labels, the likeliest and another seed.
        previous: Earlier answers to the same question, but for its labels, in this request's coordinates.
            What they made stays, but for the surroundings of the labels that have changed since; their
            label maps are edited, so that `alternative` plays no part. Fills of other holes are ignored.
    """

    id: int
    photo: Pixels
    mask: npt.NDArray[np.bool_] | npt.NDArray[np.uint8]
    seed: int = 0
    viewport: Box | None = None
    profile: bytes | None = None
    detail: float = 1.0
    grain: float = 1.0
    sources: npt.NDArray[np.bool_] | None = None
    reach_px: int | None = None
    ring_px: int = 0
    labels: npt.NDArray[np.uint8] | None = None
    vocabulary: str = "auto"
    alternative: int = 0
    previous: tuple[HoleFill, ...] = ()


@dataclass(frozen=True)
class HoleLabels:
    """The label map of one hole, or of the crop that it is seen in.

    Attributes:
        codes: (h, w) uint8 codes of `engine.labels.vocabulary`; 0 = unknown.
        wanted: (h, w) bool, where the asker has said so.
        vocabulary: "scene" or "regions", which the engine's own labels are taken from.
        grown: Code of the label that has grown in comparison with the likeliest map; 0 for that one.
        alternatives: `grown` of every distinct label map that the hole may have, by number; the first is 0.
    """

    codes: npt.NDArray[np.uint8]
    wanted: npt.NDArray[np.bool_]
    vocabulary: str
    grown: int = 0
    alternatives: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class HoleFill:
    """The fill of one hole, not composited: the asker decides where the edge runs.

    Attributes:
        box: Where it lies in the photo: the hole plus its reach, cut off at the photo's borders.
        pixels: (h, w, 3) RGB in the photo's own type and profile. Defined where `valid` is set.
        mask: (h, w) bool, the hole as asked.
        valid: (h, w) bool, hole plus reach: where `pixels` may be used.
        confidence: (h, w) float32 in 0..1; low where neither field nor photo knew well.
        labels: The label map that was filled by; None with weights that know no labels.
        name: What sets it apart from the likeliest fill: "more water", "variation 3"; "" for that one.
    """

    box: Box
    pixels: Pixels
    mask: npt.NDArray[np.bool_]
    valid: npt.NDArray[np.bool_]
    confidence: npt.NDArray[np.float32]
    labels: HoleLabels | None = None
    name: str = ""


@dataclass(frozen=True)
class Started:
    """The run has begun: once, first."""

    id: int
    holes: tuple[Box, ...]


@dataclass(frozen=True)
class StageChanged:
    """The engine turned to another stage of hole number `hole` (from 0)."""

    id: int
    stage: Stage
    hole: int = 0


@dataclass(frozen=True)
class Progressed:
    """Some of the run's work is done: often, also from within stages of which nothing is seen.

    Attributes:
        done: Work done so far in the whole run; never falls.
        total: Work expected in the whole run, in the same unit: about seconds on a laptop without other work.
            Corrected as the run learns more of its holes.
    """

    id: int
    done: float
    total: float


@dataclass(frozen=True)
class LabelsReady:
    """What belongs where, in the hole and around it: once per hole.

    Before the hole's rows where the labels steer them: with labels of the asker's, an alternative, or an
    earlier fill. Else they are a guess to be looked at, and come after the field's rows, before the detail's.
    Weights that know no labels send none.

    Attributes:
        box: The crop that the hole is seen in, in the photo.
        labels: Of the whole crop, (h, w).
        name: As of the fill that follows, see `HoleFill`.
        hole: The hole's number (from 0).
    """

    id: int
    box: Box
    labels: HoleLabels
    name: str = ""
    hole: int = 0


@dataclass(frozen=True)
class PatchesReady:
    """One row of finished patches: blit, never blend.

    Attributes:
        box: Where the row lies in the photo.
        pixels: (h, w, 3) RGB in the photo's type and profile, composited: known pixels are the photo's.
        stage: FIELD for the field's rows, DETAIL for the coarse levels and final rows of the detail.
        done: Rows delivered so far in the whole run, this one included.
        total: Rows expected in the whole run.
    """

    id: int
    box: Box
    pixels: Pixels
    stage: Stage
    done: int
    total: int


@dataclass(frozen=True)
class Finished:
    """The run ended well.

    Attributes:
        fills: One per hole, in the order of `Started.holes`; none after `label_maps`.
        timings: Seconds per stage, by the stage's name, and `engine_s`, `first_rows_s`.
    """

    id: int
    fills: tuple[HoleFill, ...]
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Cancelled:
    """The run ended because its token was cancelled."""

    id: int


@dataclass(frozen=True)
class Failed:
    """The run ended with an error that a person can read."""

    id: int
    error: EngineError


Event = Started | StageChanged | Progressed | LabelsReady | PatchesReady | Finished | Cancelled | Failed


class EngineError(Exception):
    """What the engine raises on purpose. `user_message` is one sentence for the person at the screen."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class InvalidRequestError(EngineError):
    """The request cannot be answered: sizes, types or an empty or all-covering mask."""


class WeightsError(EngineError):
    """Weights are missing, damaged, or made for another model."""


class PhotoError(EngineError):
    """A photograph cannot be read or written."""


class CmykError(PhotoError):
    """A photograph is stored in four inks; it can be opened if it may be converted to sRGB."""


class FillCancelledError(EngineError):
    """A fill that somebody waited for was cancelled."""


class EngineMemoryError(EngineError):
    """The fill does not fit into memory even with small patches."""


class RunCancelled(Exception):  # noqa: N818 - not an error: it unwinds a run that was asked to stop
    """Raised inside a run when its token is cancelled; never leaves `Engine.fill`."""


class CancelToken:
    """A flag that any thread may set and the engine looks at between stages and rows."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raises `RunCancelled` once the token is cancelled."""
        if self._event.is_set():
            raise RunCancelled


def hole_of(mask: npt.NDArray[np.bool_] | npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """The hole of a mask (H, W): bool as it is, uint8 coverage above 127."""
    return np.asarray(mask, dtype=np.bool_) if mask.dtype == np.bool_ else np.asarray(mask > 127)
