"""What a completed picture looks like, place by place, in the features that perceptual distances compare.

A mean of pictures is haze, so a field that does not know which of many lawns is right is smooth. A mean of
their features is still a lawn's: said of a hole, it tells which of the photo's own textures belong there.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.layers import channel_norm

# Places of this many pixels are described.
PLACE_PX = 8


class AppearanceHead(nn.Module):
    """Describes every place of the completed picture, in the hole and around it."""

    def __init__(self, feature_dim: int, semantic_dim: int, hidden: int, dim: int) -> None:
        """Args:
        feature_dim: Channels of the generator at 1/8.
        semantic_dim: Length of the adapted tokens.
        hidden: Channels between.
        dim: Length of a description.
        """
        super().__init__()
        self.gather = nn.Conv2d(2 * feature_dim + semantic_dim + 1, hidden, 1)
        self.look = nn.Conv2d(hidden, hidden, 3, padding=1)
        self.say = nn.Conv2d(hidden, dim, 1)

    def forward(self, seen: Tensor, completed: Tensor, tokens: Tensor, mask: Tensor) -> Tensor:
        """Describes a picture.

        Args:
            seen: (B, C, h, w) the generator's features before it looked around: what the known part is.
            completed: (B, C, h, w) those from which it paints.
            tokens: (B, D, any, any) adapted tokens.
            mask: (B, 1, 8 h, 8 w), 1 = hole.

        Returns:
            (B, dim, h, w) float32.
        """
        size = completed.shape[-2:]
        tokens = functional.interpolate(tokens, size=size, mode="bilinear", align_corners=False)
        parts = [channel_norm(completed), channel_norm(seen), channel_norm(tokens)]
        x = self.gather(torch.cat([*parts, functional.avg_pool2d(mask, PLACE_PX)], dim=1))
        x = x + self.look(functional.gelu(x))
        return self.say(functional.gelu(x)).float()
