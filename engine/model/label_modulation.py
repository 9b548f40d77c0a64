"""Label maps as conditions: an embedding of the codes, and modulation of a feature map by it.

Source: Park et al. 2019 (SPADE: scale and shift for every place from a label map); used for inpainting under
guidance by Song et al. 2018 (SPG-Net). Nothing here has a bias, and unknown is the zero vector: a map that
says nothing changes nothing, to the last bit.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import CODES, UNKNOWN
from engine.model.layers import channel_norm

_HIDDEN = 32


class LabelTable(nn.Module):
    """One vector for each code of either vocabulary.

    Attributes:
        dim: Length of the vectors.
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.dim = dim
        self.embedding = nn.Embedding(CODES, dim, padding_idx=UNKNOWN)

    def forward(self, labels: Tensor, stride: int) -> Tensor:
        """Looks labels up.

        Args:
            labels: (B, H, W) integer codes; H and W are multiples of `stride`.
            stride: Places of this many pixels get the mean of their labels' vectors.

        Returns:
            (B, dim, H / stride, W / stride).
        """
        vectors = self.embedding(labels.long()).permute(0, 3, 1, 2)
        return functional.avg_pool2d(vectors, stride)


class LabelModulation(nn.Module):
    """Adds to a feature map what its labels say, in scale and in shift; nothing at first."""

    def __init__(self, label_dim: int, dim: int) -> None:
        super().__init__()
        self.look = nn.Conv2d(label_dim, _HIDDEN, 3, padding=1, bias=False)
        self.say = nn.Conv2d(_HIDDEN, 2 * dim, 3, padding=1, bias=False)
        nn.init.zeros_(self.say.weight)

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        """(B, C, h, w) features under (B, label_dim, h, w) label vectors."""
        scale, shift = self.say(functional.gelu(self.look(labels))).chunk(2, dim=1)
        return x + scale * channel_norm(x) + shift


def says_nothing(labels: Tensor | None) -> bool:
    """Whether a label map (B, H, W) leaves every place unknown."""
    return labels is None or not bool(torch.any(labels != UNKNOWN))
