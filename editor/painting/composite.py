"""Setting a fill into a photo, with an edge that can be moved and softened afterwards.

The engine answers with a fill that reaches beyond the mask. Where the edge between fill and photo runs is
decided here, so that expanding, contracting and feathering need no engine. A pixel of weight zero is not
written at all: that is what makes "nothing outside changed" exact, at 8 and at 16 bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.painting.morphology import Bools, distance_outside

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Weights = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Edge:
    """Where a fill ends.

    Attributes:
        expand_px: How far the fill goes beyond the mask; negative values let the photo come in.
        feather_px: Over how many pixels, outwards, it fades into the photo.
    """

    expand_px: float = 0.0
    feather_px: float = 0.0


def edge_weights(mask: Bools, valid: Bools, edge: Edge) -> Weights:
    """The share of the fill in every pixel.

    Args:
        mask: (h, w), the hole as asked.
        valid: (h, w), where the fill has pixels: the hole and its reach.
        edge: Where the edge runs.

    Returns:
        (h, w) in 0..1; 0 wherever the fill is not valid. With the default edge it is the mask itself.
        Near the end of the reach the fade is steeper rather than cut.
    """
    if edge == Edge():
        return (mask & valid).astype(np.float32)
    if edge.expand_px >= 0:
        outside = distance_outside(mask) - np.float32(edge.expand_px)
        solid = outside <= 0
    else:
        # A pixel at the rim is one pixel away from the photo: contracting by 1 drops exactly the rim.
        solid = distance_outside(~mask) > -edge.expand_px
        outside = distance_outside(solid) if edge.feather_px > 0 else np.where(solid, 0, np.inf)
    if edge.feather_px <= 0:
        return (solid & valid).astype(np.float32)
    width = np.float32(edge.feather_px + 1)
    weights = np.clip(1 - outside / width, 0, 1)
    weights[outside > edge.feather_px] = 0  # not a fraction of a pixel beyond what was asked for
    weights = np.minimum(weights, np.clip(distance_outside(~valid) / width, 0, 1))
    # The asked hole itself is never thinned by the end of the reach: the erased object would shine through.
    weights[solid & mask] = 1
    weights[~valid] = 0
    return weights.astype(np.float32)


def edge_reach_px(edge: Edge) -> int:
    """How far from a pixel mask and valid pixels can lie and still change its share."""
    return math.ceil(abs(edge.expand_px) + edge.feather_px) + 2


def composite(target: Pixels, fill: Pixels, weights: Weights) -> None:
    """Sets a fill into a region of the photo in place.

    Args:
        target: (h, w, 3 or 4), the region, changed in place; alpha is left alone.
        fill: (h, w, 3), same type.
        weights: (h, w) in 0..1. Weight 1 gives the fill's value exactly, weight 0 leaves the pixel alone.
    """
    if not weights.any():
        return
    color = target[..., :3]
    full = weights >= 1
    if full.all():
        color[...] = fill
        return
    # Not by boolean index, which takes ten times as long on three channels.
    np.copyto(color, fill, where=full[..., None])
    partly = (weights > 0) & ~full
    if partly.any():
        below, above = color[partly].astype(np.float32), fill[partly].astype(np.float32)
        mixed = below + (above - below) * weights[partly][:, None]
        color[partly] = np.rint(mixed).astype(target.dtype)
