"""The whole model: encoder, feature adaptation, segmentation, generator."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.model.config import ModelConfig
from engine.model.encoder import Features, SemanticEncoder
from engine.model.generator import GaussianGenerator, Painted
from engine.model.segmentation import Segmenter
from engine.model.semantics import FeatureAdaptation
from engine.model.surroundings import diffused
from engine.rasterizer import GaussianField


class Inpainter(nn.Module):
    """Picture with a hole in, field of Gaussians out.

    Attributes:
        segmenter: Says what is where; None in models that know nothing of labels.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = SemanticEncoder(config.encoder)
        dim = self.encoder.dim
        heads = config.encoder.heads if dim % config.encoder.heads == 0 else 1
        self.adaptation = FeatureAdaptation(dim, config.encoder.adaptation_depth, heads)
        self.generator = GaussianGenerator(config.generator, dim)
        self.segmenter = None if config.segmenter is None else Segmenter(config.segmenter, dim)

    def semantics(self, image: Tensor, mask: Tensor) -> Features:
        """What the completed picture would say to the encoder; gradients reach the adaptation alone.

        Args:
            image: (B, 3, H, W), sRGB in 0..1; hole values are not looked at.
            mask: (B, 1, H, W), 1 = hole.
        """
        mode = self.config.generator.semantics
        # The encoder sees the smooth guess in the hole: a black patch would be an object of its own.
        with torch.no_grad():
            seen = self.encoder(diffused(image, mask))
        if mode == "adapted":
            return self.adaptation(seen, mask)
        if mode == "none":
            return Features(torch.zeros_like(seen.summary), torch.zeros_like(seen.patches))
        return seen

    def forward(
        self, image: Tensor, mask: Tensor, labels: Tensor | None = None, semantics: Features | None = None
    ) -> GaussianField:
        """(B, 3, H, W) and (B, 1, H, W) to the field of the completed picture, under (B, H, W) labels.

        Who has asked for the `semantics` already gives them along.
        """
        return self.painted(image, mask, labels, semantics, describes=False).field

    def painted(
        self,
        image: Tensor,
        mask: Tensor,
        labels: Tensor | None = None,
        semantics: Features | None = None,
        looks: int | None = None,
        before: Painted | None = None,
        *,
        describes: bool = True,
    ) -> Painted:
        """The same, and what the completed picture looks like; for what else is asked see the generator."""
        semantics = semantics or self.semantics(image, mask)
        return self.generator.painted(image, mask, semantics, labels, looks, before, describes=describes)
