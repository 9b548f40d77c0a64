"""The Gaussian generator: a picture with a hole and its semantics to a field of image-plane Gaussians."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.appearance import AppearanceHead
from engine.model.config import GeneratorConfig
from engine.model.encoder import Features
from engine.model.gaussian_head import GaussianHead
from engine.model.label_modulation import LabelModulation, LabelTable, says_nothing
from engine.model.layers import AttentionBlock, DilatedBlock, ResidualBlock, upsampled
from engine.model.second_look import SecondLook
from engine.model.surroundings import diffused
from engine.rasterizer import GaussianField, render

STRIDE = 16


class Painted(NamedTuple):
    """What the generator makes of a picture with a hole.

    Attributes:
        field: The Gaussians of the completed picture.
        appearance: (B, D, H / 8, W / 8) float32, what it looks like in every place, see `AppearanceHead`;
            None from a generator that does not say, or was not asked.
        features: (B, C, H / 8, W / 8), from which both were made.
    """

    field: GaussianField
    appearance: Tensor | None
    features: Tensor


class GaussianGenerator(nn.Module):
    """U-Net from 1/2 to 1/16 and back to 1/2; dilated blocks at 1/8, attention at 1/16.

    The adapted CLS token steers every bottleneck block through AdaLN; the adapted patch tokens are added
    at 1/8 and 1/16, where they say what belongs where. Label maps modulate the three decoder scales.

    Attributes:
        knows_labels: Whether it was built to.
    """

    def __init__(self, config: GeneratorConfig, semantic_dim: int) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth = config.widths
        self.cell_px = config.cell_px
        # Picture, mask and first guess of 2x2 pixels become channels: nothing runs at full resolution.
        self.stem = nn.Conv2d(7 * config.cell_px**2, half, 3, padding=1)
        self.to_quarter = nn.Conv2d(half, quarter, 3, stride=2, padding=1)
        self.encode_quarter = ResidualBlock(quarter)
        self.to_eighth = nn.Conv2d(quarter, eighth, 3, stride=2, padding=1)
        self.eighth_tokens = _silent_projection(semantic_dim, eighth)
        self.opening = nn.ModuleList(DilatedBlock(eighth, semantic_dim, d) for d in config.dilations)
        self.to_sixteenth = nn.Conv2d(eighth, sixteenth, 3, stride=2, padding=1)
        self.sixteenth_tokens = _silent_projection(semantic_dim, sixteenth)
        self.attention = nn.ModuleList(
            AttentionBlock(sixteenth, semantic_dim, config.heads) for _ in range(config.attention_blocks)
        )
        self.from_sixteenth = nn.Conv2d(sixteenth, eighth, 1)
        self.closing = nn.ModuleList(DilatedBlock(eighth, semantic_dim, d) for d in config.closing_dilations)
        self.from_eighth = nn.Conv2d(eighth, quarter, 1)
        self.decode_quarter = ResidualBlock(quarter)
        self.from_quarter = nn.Conv2d(quarter, half, 1)
        self.decode_half = ResidualBlock(half)
        self.head = GaussianHead(half, config.gaussians_per_cell, config.cell_px, config.radius)
        self.appearance: AppearanceHead | None = None
        if config.appearance_dim > 0:
            self.appearance = AppearanceHead(
                eighth, semantic_dim, config.appearance_hidden, config.appearance_dim
            )
        self.second_look: SecondLook | None = None
        if config.second_look:
            self.second_look = SecondLook(config.cell_px, half, eighth)
        self.knows_labels = config.label_dim > 0
        if self.knows_labels:
            self.label_table = LabelTable(config.label_dim)
            self.under_labels = nn.ModuleDict(
                {
                    "8": LabelModulation(config.label_dim, eighth),
                    "4": LabelModulation(config.label_dim, quarter),
                    "2": LabelModulation(config.label_dim, half),
                }
            )

    def forward(
        self, image: Tensor, mask: Tensor, semantics: Features, labels: Tensor | None = None
    ) -> GaussianField:
        """The field alone of what `painted` makes."""
        return self.painted(image, mask, semantics, labels, describes=False).field

    def painted(
        self,
        image: Tensor,
        mask: Tensor,
        semantics: Features,
        labels: Tensor | None = None,
        looks: int | None = None,
        before: Painted | None = None,
        *,
        describes: bool = True,
    ) -> Painted:
        """Predicts the field of the completed picture, and what that looks like.

        All looks but the last are without gradients.

        Args:
            image: (B, 3, H, W), sRGB in 0..1; H and W are multiples of `STRIDE`. Values in the hole are
                not looked at.
            mask: (B, 1, H, W), 1 = hole.
            semantics: Adapted features of the picture, any token grid.
            labels: (B, H, W) integer codes, 0 = unknown; None, or unknown everywhere, is no guidance at all,
                as it is for a generator that knows no labels.
            looks: How often the picture is gone through, each time with what was made before in sight; None =
                as often as the generator learned to, twice or once.
            before: What was made of the same picture at a smaller size, for a closer look: it counts as a
                look that has been.
            describes: Whether the last look also says what the picture looks like.
        """
        if not self.knows_labels or says_nothing(labels):
            labels = None
        guess = diffused(image, mask)
        made = before
        if looks is None:
            looks = 2 if self.second_look is not None and before is None else 1
        with torch.no_grad():
            # What the next look makes of it is all that these are for: nobody asks them for descriptions.
            for _ in range(looks - 1):
                made = self._look(image, mask, guess, semantics, labels, made, describes=False)
        return self._look(image, mask, guess, semantics, labels, made, describes=describes)

    def _look(
        self,
        image: Tensor,
        mask: Tensor,
        guess: Tensor,
        semantics: Features,
        labels: Tensor | None,
        before: Painted | None,
        *,
        describes: bool,
    ) -> Painted:
        inputs = torch.cat([image * (1 - mask) - 0.5 * (1 - mask), mask, guess - 0.5], dim=1)
        half = self.stem(functional.pixel_unshuffle(inputs, self.cell_px))
        if before is not None:
            assert self.second_look is not None
            picture = _resized(render(before.field), mask.shape[-2], mask.shape[-1])
            half = half + self.second_look.at_picture(picture, guess, mask)
        half = half.contiguous(memory_format=torch.channels_last)
        quarter = self.encode_quarter(self.to_quarter(functional.gelu(half)))
        seen = self.to_eighth(functional.gelu(quarter))
        if before is not None:
            assert self.second_look is not None
            features = _resized(before.features, seen.shape[-2], seen.shape[-1])
            seen = seen + self.second_look.at_features(features)
        eighth = seen + self._tokens(self.eighth_tokens, semantics, quarter, 2)
        for block in self.opening:
            eighth = block(eighth, semantics.summary)
        deep = self.to_sixteenth(eighth)
        deep = deep + self._tokens(self.sixteenth_tokens, semantics, deep, 1)
        for block in self.attention:
            deep = block(deep, semantics.summary)
        eighth = eighth + upsampled(self.from_sixteenth(deep))
        for block in self.closing:
            eighth = block(eighth, semantics.summary)
        eighth = self._guided(eighth, labels, 8)
        decoded = self._decode(eighth, quarter, half, labels)
        field = self.head(decoded, functional.avg_pool2d(guess, self.cell_px))
        if self.appearance is None or not describes:
            return Painted(field, None, eighth)
        return Painted(field, self.appearance(seen, eighth, semantics.patches, mask), eighth)

    def _decode(self, eighth: Tensor, quarter: Tensor, half: Tensor, labels: Tensor | None) -> Tensor:
        quarter = self._guided(quarter + upsampled(self.from_eighth(eighth)), labels, 4)
        quarter = self.decode_quarter(quarter)
        half = self._guided(half + upsampled(self.from_quarter(quarter)), labels, 2)
        return self.decode_half(half)

    def _guided(self, x: Tensor, labels: Tensor | None, stride: int) -> Tensor:
        if labels is None:
            return x
        modulation = self.under_labels[str(stride)]
        assert isinstance(modulation, LabelModulation)
        return modulation(x, self.label_table(labels, stride))

    @staticmethod
    def _tokens(project: nn.Module, semantics: Features, like: Tensor, stride: int) -> Tensor:
        size = (like.shape[-2] // stride, like.shape[-1] // stride)
        return functional.interpolate(
            project(semantics.patches), size=size, mode="bilinear", align_corners=False
        )


def _resized(x: Tensor, height: int, width: int) -> Tensor:
    """(B, C, h, w) at another size, for a look at a larger picture than the one before; bilinear."""
    if x.shape[-2:] == (height, width):
        return x
    return functional.interpolate(x, (height, width), mode="bilinear", align_corners=False)


def _silent_projection(dim_in: int, dim_out: int) -> nn.Conv2d:
    """A 1x1 convolution that says nothing at first."""
    projection = nn.Conv2d(dim_in, dim_out, 1)
    nn.init.zeros_(projection.weight)
    nn.init.zeros_(projection.bias)  # type: ignore[arg-type]
    return projection
