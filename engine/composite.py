"""Sets fills into a photo. Beyond the mask only a ring is touched, and only as wide as was asked for.

A pixel of weight zero is not written at all: that is what makes "nothing outside changed" exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.distance import distance_from
from engine.protocol import HoleFill, InvalidRequestError, Pixels

WIDEST_RING_PX = 64
"""Where two rings meet, the later one fades into what the earlier one made."""


def checked_ring(ring_px: int) -> int:
    """The width of a ring, if it is one.

    Raises:
        InvalidRequestError: It is negative or wider than `WIDEST_RING_PX`.
    """
    if not 0 <= ring_px <= WIDEST_RING_PX:
        raise InvalidRequestError(f"The ring around the mask must be 0 to {WIDEST_RING_PX} pixels wide.")
    return ring_px


def composite(photo: Pixels, fills: Sequence[HoleFill], ring_px: int = 0) -> Pixels:
    """A copy of the photo with the fills in it; pixels outside mask and ring, and alpha, are the photo's.

    Args:
        photo: (H, W, 3) or (H, W, 4), as it was asked about.
        fills: As the engine gave them, with a reach of at least `ring_px`.
        ring_px: Over how many pixels outwards a fill fades into the photo; 0 ends it at the mask.
    """
    result = photo.copy()
    for fill in fills:
        set_in(result[fill.box.slices], fill, ring_px)
    return result


def set_in(region: npt.NDArray[Any], fill: HoleFill, ring_px: int = 0) -> None:
    """Sets one fill into its box of the photo (h, w, 3 or 4), in place; see `composite`."""
    color = region[..., :3]
    color[fill.mask] = fill.pixels[fill.mask]
    if ring_px == 0:
        return
    weights = _ring_weights(fill, ring_px)
    ring = weights > 0
    below, above = color[ring].astype(np.float32), fill.pixels[ring].astype(np.float32)
    color[ring] = np.rint(below + (above - below) * weights[ring][:, None]).astype(region.dtype)


def _ring_weights(fill: HoleFill, ring_px: int) -> npt.NDArray[np.float32]:
    """The fill's share in each pixel of its ring (h, w): falling outwards in equal steps, 0 elsewhere."""
    if fill.mask.all():  # the distance to nothing is no number
        return np.zeros(fill.mask.shape, np.float32)
    distance = distance_from(fill.mask)
    weights = 1 - distance / np.float32(ring_px + 1)
    weights[(distance > ring_px) | fill.mask | ~fill.valid] = 0
    return weights.astype(np.float32)
