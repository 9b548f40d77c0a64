"""Who judges label maps while training, and label maps in the form that it sees."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import CODES
from engine.model.segmentation import CELL_PX, LabelLogits

_SLOPE = 0.2
# A share for every label, the picture, and the hole.
_CHANNELS = CODES - 1 + 3 + 1


class LabelJudge(nn.Module):
    """A discriminator of label maps at two scales; sees picture and hole beside them (SPG-Net, 3.2)."""

    def __init__(self) -> None:
        super().__init__()
        self.scales = nn.ModuleList(_judge() for _ in range(2))

    def forward(self, shares: Tensor, pictures: Tensor, masks: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """Judges label maps.

        Args:
            shares: (B, 43, h, w) of each cell, summing to 1.
            pictures: (B, 3, H, W) with the hole grayed out.
            masks: (B, 1, H, W), 1 = hole.

        Returns:
            Logits and features, of both scales.
        """
        x = torch.cat(
            [shares, functional.avg_pool2d(pictures, CELL_PX), functional.avg_pool2d(masks, CELL_PX)], dim=1
        )
        logits, features = [], []
        for scale in self.scales:
            said = x
            assert isinstance(scale, nn.ModuleList)
            for layer in scale[:-1]:
                said = functional.leaky_relu(layer(said), _SLOPE)
                features.append(said)
            logits.append(scale[-1](said))
            x = functional.avg_pool2d(x, 2)
        return logits, features


def _judge() -> nn.ModuleList:
    return nn.ModuleList(
        [
            nn.Conv2d(_CHANNELS, 48, 3, stride=2, padding=1),
            nn.Conv2d(48, 96, 3, stride=2, padding=1),
            nn.Conv2d(96, 96, 3, padding=1),
            nn.Conv2d(96, 1, 1),
        ]
    )


def shares_of(logits: LabelLogits, is_street: Tensor) -> Tensor:
    """(B, 43, h, w): softmax over the vocabulary that a picture is told in, nothing in the other."""
    street = is_street[:, None, None, None]
    scene = torch.where(street, functional.softmax(logits.scene, dim=1), 0.0)
    regions = torch.where(street, 0.0, functional.softmax(logits.regions, dim=1))
    return torch.cat([scene, regions], dim=1)


def shares_of_truth(truth: Tensor) -> Tensor:
    """(B, h, w) codes to (B, 43, h, w), 1 for the code of a cell; nothing where it is unknown."""
    return functional.one_hot(truth, CODES)[..., 1:].permute(0, 3, 1, 2).float()
