"""The alignment loss: how far adapted features are from those of the clean picture.

Tokens of a ViT share a large part that says nothing of the picture. With it in the cosine, hiding detail
behind the common part costs little; so the mean clean token, followed while training, is taken off first.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.encoder import Features

# A hole's token counts as much as four known ones.
HOLE_WEIGHT = 4.0
_MOMENTUM = 0.05


class Alignment(nn.Module):
    """Centered cosine distance of the CLS token plus that of the patch tokens.

    Attributes:
        summary_mean, patch_mean: (D,) moving means of the clean tokens.
        batches: How many the means have seen.
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.summary_mean: Tensor
        self.patch_mean: Tensor
        self.batches: Tensor
        self.register_buffer("summary_mean", torch.zeros(dim))
        self.register_buffer("patch_mean", torch.zeros(dim))
        self.register_buffer("batches", torch.zeros(()))

    @torch.no_grad()
    def follow(self, clean: Features) -> None:
        """Moves the means towards a batch of clean features; the first ones count alike."""
        self.batches += 1
        share = max(_MOMENTUM, 1 / float(self.batches))
        self.summary_mean.lerp_(clean.summary.float().mean(dim=0), share)
        self.patch_mean.lerp_(clean.patches.float().mean(dim=(0, 2, 3)), share)

    def forward(self, adapted: Features, clean: Features, mask: Tensor) -> Tensor:
        """The loss of a batch.

        Args:
            adapted, clean: Tokens (B, D) and (B, D, h, w); `clean` gets no gradient.
            mask: (B, 1, H, W), 1 = hole.

        Returns:
            Scalar in 0..4: CLS term plus patch term, hole tokens weighted by `HOLE_WEIGHT`.
        """
        height, width = clean.patches.shape[-2:]
        hole = functional.adaptive_avg_pool2d(mask, (height, width))[:, 0]
        weight = 1 + (HOLE_WEIGHT - 1) * hole
        mean = self.patch_mean[:, None, None]
        patches = 1 - functional.cosine_similarity(
            adapted.patches.float() - mean, clean.patches.detach().float() - mean, dim=1
        )
        summary = 1 - functional.cosine_similarity(
            adapted.summary.float() - self.summary_mean,
            clean.summary.detach().float() - self.summary_mean,
            dim=1,
        )
        return summary.mean() + (weight * patches).sum() / weight.sum()
