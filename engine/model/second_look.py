"""A second look: the generator goes through the picture again and sees what it made of the hole.

One pass has to find out what is there and to draw it at once. What a first pass drew is coarse where much is
missing; a second one has only to better it, with the same weights.

Source: recycling (Jumper et al. 2021, section 1.10 of the supplement), self-conditioning (Chen et al. 2023);
two networks after one another are usual in inpainting since Yu et al. 2018.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from engine.model.layers import channel_norm


class SecondLook(nn.Module):
    """Lets what was made before into the generator; says nothing before it is trained."""

    def __init__(self, cell_px: int, picture_dim: int, feature_dim: int) -> None:
        """Args:
        cell_px: Side of a cell of the generator.
        picture_dim: Its channels there.
        feature_dim: Its channels at 1/8.
        """
        super().__init__()
        self.cell_px = cell_px
        self.picture = nn.Conv2d(3 * cell_px**2, picture_dim, 3, padding=1)
        self.features = nn.Conv2d(feature_dim, feature_dim, 1)
        for layer in (self.picture, self.features):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]

    def at_picture(self, made: Tensor, guess: Tensor, mask: Tensor) -> Tensor:
        """What the hole holds since, (B, C, h, w).

        Args:
            made: (B, 3, H, W), the picture that was made.
            guess: (B, 3, H, W), the smooth one that everything starts from.
            mask: (B, 1, H, W), 1 = hole.
        """
        return self.picture(functional.pixel_unshuffle((made - guess) * mask, self.cell_px))

    def at_features(self, made: Tensor) -> Tensor:
        """The same at 1/8, from the features (B, C, h, w) that it was made of."""
        return self.features(channel_norm(made))
