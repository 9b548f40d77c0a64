"""The semantic encoder: a ViT whose tokens say what is where. Embedded by default, any timm DINO by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from engine.model.config import EncoderConfig
from engine.model.vision_transformer import VisionTransformer
from engine.protocol import WeightsError

EMBEDDED = "embedded"
IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Features:
    """What the encoder saw.

    Attributes:
        summary: The CLS token, (B, D).
        patches: The patch tokens on their grid, (B, D, h, w).
    """

    summary: Tensor
    patches: Tensor


class SemanticEncoder(nn.Module):
    """A ViT on a square view of the picture.

    Attributes:
        dim: Channels of every token.
        patch_px: Side of a token's patch in the view.
    """

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.image_px = config.image_px
        # timm's modules have no types of their own; ours has the attributes that are used here.
        self.vit: Any = _embedded_vit(config) if config.name == EMBEDDED else _timm_vit(config)
        self.dim = int(self.vit.embed_dim)
        self.patch_px = int(self.vit.patch_embed.patch_size[0])
        self.image_px -= self.image_px % self.patch_px
        self.mean: Tensor
        self.std: Tensor
        self.register_buffer("mean", torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(IMAGENET_STD).view(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor, image_px: int | None = None) -> Features:
        """Looks at pictures.

        Args:
            images: (B, 3, H, W), sRGB in 0..1, any size; resized to a square of `image_px`.
            image_px: Another side than the configured one, for training on small crops.
        """
        side = image_px or self.image_px
        if images.shape[-2:] != (side, side):
            images = functional.interpolate(
                images, size=(side, side), mode="bilinear", antialias=True, align_corners=False
            )
        tokens = self.vit.forward_features((images - self.mean) / self.std)
        prefix = self.vit.num_prefix_tokens
        grid = side // self.patch_px
        patches = tokens[:, prefix:].transpose(1, 2).unflatten(2, (grid, grid))
        return Features(summary=tokens[:, 0], patches=patches)


def _embedded_vit(config: EncoderConfig) -> VisionTransformer:
    return VisionTransformer(config.image_px, config.patch_px, config.dim, config.depth, config.heads)


def _timm_vit(config: EncoderConfig) -> nn.Module:
    """A pretrained timm model, from a local file or, where there is a network, from its hub."""
    try:
        import timm
        from timm.models.vision_transformer import VisionTransformer as TimmViT

        model = timm.create_model(
            config.name, pretrained=not config.file, num_classes=0, dynamic_img_size=True
        )
        if config.file:
            model.load_state_dict(load_file(Path(config.file)), strict=False)
    except ImportError as error:
        raise WeightsError(
            f"The semantic encoder “{config.name}” is one of timm's, which is not installed here."
        ) from error
    except Exception as error:
        # timm and its hub client raise anything from ValueError to HTTP errors here.
        raise WeightsError(
            f"The semantic encoder “{config.name}” could not be loaded"
            + (f" from {config.file}." if config.file else "; give its weights as a local file.")
        ) from error
    if not isinstance(model, TimmViT):
        raise WeightsError(f"The semantic encoder “{config.name}” is not a vision transformer of timm's.")
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model
