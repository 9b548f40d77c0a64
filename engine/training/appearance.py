"""What photographs look like place by place: the target of the generator's descriptions.

A description is what the teacher sees: features of some strides, each normalized over its channels as in the
perceptual distance, and averaged or interpolated to places of `PLACE_PX` pixels. The squared difference of
two descriptions is that distance between places seen as wholes; what is learned of a hole is their mean.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from engine.training.magnification import weighted_mean
from engine.training.perceptual import Teacher, normalized

# Strides 4, 8 and 16: texture and parts of things. At 2 there are edges and colors, at 32 no places.
_TAPS = (1, 2, 3)
DIM = sum(Teacher.feature_channels[tap] for tap in _TAPS)
# What is known must be described well too, or what is looked for is compared with nothing; but it is easier.
_KNOWN = 0.5


@torch.no_grad()
def appearance(features: Sequence[Tensor], size: tuple[int, int]) -> Tensor:
    """Describes photographs.

    Args:
        features: What the teacher sees of them, from `Teacher.features`.
        size: Height and width of the photographs in places.

    Returns:
        (B, DIM, *size) float32.
    """
    return torch.cat([_resized(normalized(features[tap].float()), size) for tap in _TAPS], dim=1)


def appearance_loss(said: Tensor, wanted: Tensor, hole: Tensor, known: Tensor) -> Tensor:
    """Squared difference of descriptions, summed over their length: a scalar.

    Args:
        said: (B, D, h, w).
        wanted: The same shape.
        hole: (B, 1, H, W), where the photograph is wanted in the hole.
        known: (B, 1, H, W), what is known of it.
    """
    difference = (said - wanted).square().sum(dim=1, keepdim=True)
    size = difference.shape[-2:]
    in_hole, around = (functional.interpolate(part.float(), size=size, mode="area") for part in (hole, known))
    return weighted_mean(difference, in_hole) + _KNOWN * weighted_mean(difference, around)


def _resized(features: Tensor, size: tuple[int, int]) -> Tensor:
    if features.shape[-1] >= size[1]:
        return functional.interpolate(features, size=size, mode="area")
    return functional.interpolate(features, size=size, mode="bilinear", align_corners=False)
