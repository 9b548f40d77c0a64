"""A first guess of the hole's colors from what surrounds it: pull and push over a pyramid.

The generator predicts its colors relative to this guess, so that an untrained network already continues
smooth surroundings and training is spent on structure.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def diffused(image: Tensor, mask: Tensor) -> Tensor:
    """Fills the hole with ever wider averages of the known pixels.

    Args:
        image: (B, 3, H, W); values inside the hole are not looked at.
        mask: (B, 1, H, W), 1 = hole.

    Returns:
        (B, 3, H, W): the image where it is known, a smooth continuation in the hole.

    Source: pull-push of Gortler et al. 1996, section 3.4, with bilinear pushing.
    """
    weight = 1 - mask
    color = image * weight
    levels: list[tuple[Tensor, Tensor]] = []
    while max(color.shape[-2:]) > 1:
        levels.append((color, weight))
        window = tuple(min(2, side) for side in color.shape[-2:])
        color = functional.avg_pool2d(color, window, ceil_mode=True, count_include_pad=False)
        weight = functional.avg_pool2d(weight, window, ceil_mode=True, count_include_pad=False)
        # A quarter-known 2x2 block counts as known: its average is the best guess that there is.
        fullness = weight.clamp(max=0.25) * 4
        color = color / weight.clamp(min=1e-6) * fullness
        weight = fullness
    guess = color / weight.clamp(min=1e-6)
    for color, weight in reversed(levels):
        guess = functional.interpolate(guess, size=color.shape[-2:], mode="bilinear", align_corners=False)
        guess = color + (1 - weight) * guess
    return torch.where(mask > 0, guess, image)
