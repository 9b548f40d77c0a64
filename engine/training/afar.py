"""Pictures seen from afar: what the generator has looked at before it looks closer.

Large crops are gone through at a small size first, where all of a hole is in sight, and then from closer, in
the knowledge of what was made so. Every training picture can be both: its smaller self comes first.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from engine.model.generator import STRIDE

# A cell counts as known where nothing of it is missing; less than one for rounding, as in `engine.crops`.
_WHOLE = 0.999


class Afar(NamedTuple):
    """Pictures (B, 3, s, s), holes (B, 1, s, s) and, where there are any, label codes (B, s, s)."""

    images: Tensor
    masks: Tensor
    labels: Tensor | None


def from_afar(images: Tensor, masks: Tensor, labels: Tensor | None = None) -> Afar:
    """Pictures at a random size, from a half to three quarters of their own.

    Args:
        images: (B, 3, S, S); S a multiple of the generator's stride, at least twice as much.
        masks: (B, 1, S, S), 1 = hole: smaller pictures know nothing of what a hole touches.
        labels: (B, S, S) integer codes, or none.
    """
    side = images.shape[-1]
    least, most = -(-side // (2 * STRIDE)), max(1, side * 3 // (4 * STRIDE))
    size = STRIDE * int(torch.randint(least, max(least, most) + 1, ()).item())
    weight = functional.interpolate(1 - masks, (size, size), mode="area")
    colors = functional.interpolate(images * (1 - masks), (size, size), mode="area")
    smaller = (colors / weight.clamp(min=1e-4)).contiguous(memory_format=torch.channels_last)
    if labels is not None:
        labels = functional.interpolate(labels[:, None].float(), (size, size), mode="nearest")[:, 0].long()
    return Afar(smaller, (weight < _WHOLE).to(masks.dtype), labels)
