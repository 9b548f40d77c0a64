"""What the detail stage is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine.gamut import gamut
from engine.regions import Box

Image = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class DetailTask:
    """One hole in its context crop, at output resolution.

    Attributes:
        photo: (H, W, 3), sRGB 0..1, beyond it for a wide gamut; pixels that are not known are undefined.
        hole: (H, W), pixels to make: the mask and its reach.
        known: (H, W), pixels that are truly known; never in the hole, never another hole.
        field: (H, W, 3), sRGB 0..1: the photo with the hole filled by the field's rendering.
        sources: (H, W), known pixels that texture may be taken from.
        appearance: (gh, gw, D) descriptions on a grid over the crop of what it looks like, completed in the
            hole; a high cosine means that one may stand for the other. None where there are none.
        labels: (H, W) uint8 codes of what belongs where, in the hole and around it; 0 = unknown, no
            constraint. A label with fewer sources than two patches constrains nothing. None = all unknown.
        wanted: (H, W), where a person chose the label: there its texture is taken even against the field;
            elsewhere labels are a prediction and other sources merely cost more. None = nowhere.
        seed: The same seed gives the same bytes.
        strength: Share of the photo's texture, 0..1; 0 is the field.
        grain: Share of the surroundings' grain that is restored, 0..1.
    """

    photo: Image
    hole: Mask
    known: Mask
    field: Image
    sources: Mask
    appearance: Image | None = None
    labels: npt.NDArray[np.uint8] | None = None
    wanted: Mask | None = None
    seed: int = 0
    strength: float = 1.0
    grain: float = 1.0

    @cached_property
    def gamut(self) -> tuple[float, float]:
        """The least and the highest value that a fill may have."""
        return gamut(self.photo, self.known)


@dataclass(frozen=True)
class DetailLevel:
    """The state of the hole after one level of the pyramid.

    Attributes:
        box: The hole's bounding box, in crop coordinates.
        pixels: (h, w, 3) float32, sRGB 0..1, at output size.
        confidence: (h, w) float32 in 0..1, on the last level only: how well the photo's texture fits.
        is_final: The last level.
    """

    box: Box
    pixels: Image
    confidence: Image | None = None
    is_final: bool = False
