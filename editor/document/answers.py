"""What the engine says about holes, as the document sees it: loose arrays, nothing kept yet."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from editor.painting.composite import Pixels
from editor.painting.labels import HoleLabels, HoleLabelsLike
from editor.painting.morphology import Bools
from editor.painting.rect import BoxLike, Rect


class HoleLike(Protocol):
    """What a fill of one hole looks like; the engine's `HoleFill` is one.

    `pixels` (h, w, 3) in the photo's type, `mask` and `valid` (h, w) bool, `confidence` (h, w) float 0..1,
    `labels` of the same place, None = not known.
    """

    @property
    def box(self) -> BoxLike: ...
    @property
    def pixels(self) -> Any: ...
    @property
    def mask(self) -> npt.NDArray[np.bool_]: ...
    @property
    def valid(self) -> npt.NDArray[np.bool_]: ...
    @property
    def confidence(self) -> npt.NDArray[np.float32]: ...
    @property
    def labels(self) -> HoleLabelsLike | None: ...


class Answer(NamedTuple):
    """The engine's answer for one hole, put together again; a `HoleLike`."""

    box: Rect
    pixels: Pixels
    mask: Bools
    valid: Bools
    confidence: npt.NDArray[np.float32]
    labels: HoleLabels | None = None
