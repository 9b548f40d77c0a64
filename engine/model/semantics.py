"""Feature adaptation: from what the encoder sees in a picture with a hole to what it would see without.

Source: Li et al. 2025, section 3.3 (an MLP on the CLS token); ours adapts the patch tokens too.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.encoder import Features
from engine.model.vision_transformer import Block


class FeatureAdaptation(nn.Module):
    """A few transformer blocks over the tokens, told how much of each token's patch is hole.

    What they say is added to the features, and is nothing at first: an untrained adaptation passes on
    what the encoder saw.
    """

    def __init__(self, dim: int, depth: int, heads: int) -> None:
        super().__init__()
        self.coverage = nn.Linear(1, dim)
        self.position = nn.Conv2d(dim, dim, 3, padding=1, groups=dim)
        self.blocks = nn.ModuleList(Block(dim, heads, has_qkv_bias=False) for _ in range(depth))
        self.norm = nn.LayerNorm(dim)
        self.out = nn.Linear(dim, dim)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, features: Features, mask: Tensor) -> Features:
        """Adapts the features of a masked picture.

        Args:
            features: Of the masked picture; tokens (B, D) and (B, D, h, w).
            mask: (B, 1, H, W), 1 = hole, of the same picture.

        Returns:
            An estimate of the features of the clean picture, same shapes.
        """
        height, width = features.patches.shape[-2:]
        hole = functional.adaptive_avg_pool2d(mask, (height, width))
        patches = features.patches + self.position(features.patches * (1 - hole))
        tokens = patches.flatten(2).transpose(1, 2) + self.coverage(hole.flatten(2).transpose(1, 2))
        tokens = torch.cat([features.summary[:, None], tokens], dim=1)
        for block in self.blocks:
            tokens = block(tokens)
        change = self.out(self.norm(tokens))
        change_patches = change[:, 1:].transpose(1, 2).unflatten(2, (height, width))
        return Features(features.summary + change[:, 0], features.patches + change_patches)
