"""The segmentation network (SP-Net): says what is where, in the hole too.

Source: Song et al. 2018 (SPG-Net), section 3.2. Ours sees the semantic tokens that the generator sees, labels
that are known already (a person's, or its own around the hole), and tells two vocabularies at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import REGION_CODES, SCENE_CODES
from engine.model.config import SegmenterConfig
from engine.model.encoder import Features
from engine.model.label_modulation import LabelTable
from engine.model.layers import AttentionBlock, DilatedBlock, Modulation, ResidualBlock, upsampled
from engine.model.surroundings import diffused

CELL_PX = 4
"""Labels are told for cells of this side."""
STRIDE = 16


@dataclass(frozen=True)
class LabelLogits:
    """What the network says of a picture, the hole included.

    Attributes:
        scene: (B, 11, H/4, W/4), one channel for each scene class.
        regions: (B, 32, H/4, W/4), one for each kind of region.
        street: (B,) logit that this is a street scene at all.
    """

    scene: Tensor
    regions: Tensor
    street: Tensor


class Segmenter(nn.Module):
    """U-Net from 1/4 to 1/16 and back; the tokens come in at 1/8 and 1/16, labels known so far at 1/4."""

    def __init__(self, config: SegmenterConfig, semantic_dim: int) -> None:
        super().__init__()
        quarter, eighth, sixteenth = config.widths
        self.table = LabelTable(config.label_dim)
        self.stem = nn.Conv2d(7 * CELL_PX**2 + config.label_dim, quarter, 3, padding=1)
        self.encode_quarter = ResidualBlock(quarter)
        self.to_eighth = nn.Conv2d(quarter, eighth, 3, stride=2, padding=1)
        self.eighth_tokens = nn.Conv2d(semantic_dim, eighth, 1)
        self.eighth = nn.ModuleList(DilatedBlock(eighth, semantic_dim, d) for d in config.dilations)
        self.to_sixteenth = nn.Conv2d(eighth, sixteenth, 3, stride=2, padding=1)
        self.sixteenth_tokens = nn.Conv2d(semantic_dim, sixteenth, 1)
        self.attention = nn.ModuleList(
            AttentionBlock(sixteenth, semantic_dim, config.heads) for _ in range(config.attention_blocks)
        )
        self.from_sixteenth = nn.Conv2d(sixteenth, eighth, 1)
        self.decode_eighth = ResidualBlock(eighth)
        self.from_eighth = nn.Conv2d(eighth, quarter, 1)
        self.decode_quarter = ResidualBlock(quarter)
        self.to_scene = nn.Conv2d(quarter, len(SCENE_CODES), 1)
        self.to_regions = nn.Conv2d(quarter, len(REGION_CODES), 1)
        self.to_street = nn.Linear(semantic_dim, 1)
        for module in self.modules():
            if isinstance(module, Modulation):
                module.open_gate()

    def forward(self, image: Tensor, mask: Tensor, semantics: Features, known: Tensor) -> LabelLogits:
        """Labels a picture.

        Args:
            image: (B, 3, H, W), sRGB in 0..1, H and W multiples of 16; values in the hole are not looked at.
            mask: (B, 1, H, W), 1 = hole.
            semantics: Adapted features of the picture, any token grid.
            known: (B, H, W) integer codes of the labels known so far; 0 = unknown.
        """
        guess = diffused(image, mask)
        inputs = torch.cat([(image - 0.5) * (1 - mask), mask, guess - 0.5], dim=1)
        labels = self.table(known, CELL_PX)
        quarter = self.stem(torch.cat([functional.pixel_unshuffle(inputs, CELL_PX), labels], dim=1))
        quarter = self.encode_quarter(quarter.contiguous(memory_format=torch.channels_last))
        eighth = self.to_eighth(functional.gelu(quarter))
        eighth = eighth + _tokens(self.eighth_tokens, semantics, eighth)
        for block in self.eighth:
            eighth = block(eighth, semantics.summary)
        deep = self.to_sixteenth(eighth)
        deep = deep + _tokens(self.sixteenth_tokens, semantics, deep)
        for block in self.attention:
            deep = block(deep, semantics.summary)
        eighth = self.decode_eighth(eighth + upsampled(self.from_sixteenth(deep)))
        decoded = self.decode_quarter(quarter + upsampled(self.from_eighth(eighth)))
        return LabelLogits(
            scene=self.to_scene(decoded).float(),
            regions=self.to_regions(decoded).float(),
            street=self.street(semantics),
        )

    def street(self, semantics: Features) -> Tensor:
        """(B,) logit that this is a street scene; needs the features alone."""
        return self.to_street(semantics.summary)[:, 0].float()


def _tokens(project: nn.Module, semantics: Features, like: Tensor) -> Tensor:
    return functional.interpolate(
        project(semantics.patches), size=like.shape[-2:], mode="bilinear", align_corners=False
    )
