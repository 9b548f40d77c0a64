"""The teacher: a frozen MobileNetV2 as a feature extractor, and the perceptual distance on its features.

The distance is LPIPS' idea (Zhang et al., 2018) without its learned weights: features of every stride are
normalized over the channels and compared place by place.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import timm
import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

from engine.protocol import WeightsError
from engine.training.depthwise import FrozenDepthwise

# The stage after which the stride doubles: strides 2, 4, 8, 16, 32 with 16, 24, 32, 96, 320 channels.
_TAPS = (0, 1, 2, 4, 6)
_EPSILON = 1e-3


class Teacher(nn.Module):
    """MobileNetV2 with batch norms folded into the convolutions; frozen, float32, always in eval mode.

    Attributes:
        stem: Pictures to stride 2.
        stages: Seven stages of inverted residual blocks.
        head: To 1280 channels at stride 32.
    """

    feature_channels = (16, 24, 32, 96, 320)
    pooled_channels = 1280

    def __init__(self, network: nn.Module) -> None:
        """Takes over a timm `mobilenetv2_100` whose weights are loaded."""
        super().__init__()
        _fold_batch_norms(network)
        stem = [network.get_submodule(name) for name in ("conv_stem", "bn1")]
        head = [network.get_submodule(name) for name in ("conv_head", "bn2")]
        self.stem = nn.Sequential(*stem)
        self.stages = cast(nn.Sequential, network.get_submodule("blocks"))
        self.head = nn.Sequential(*head)
        for module in list(self.modules()):
            for name, child in module.named_children():
                if isinstance(child, nn.Conv2d) and child.groups > 1:
                    setattr(module, name, FrozenDepthwise(child))
        self.requires_grad_(False)
        super().train(False)

    def train(self, mode: bool = True) -> Teacher:
        """Stays in eval mode, whatever the module it is part of does."""
        return self

    def features(self, images: torch.Tensor, strides: int = 5) -> list[torch.Tensor]:
        """Feature maps at strides 2, 4, 8, 16 and 32.

        Args:
            images: (B, 3, H, W) in 0..1, sRGB-encoded.
            strides: How many of them, from the finest; the stages behind are not computed.

        Returns:
            Maps (B, C, ceil(H / stride), ceil(W / stride)) with C = 16, 24, 32, 96, 320.
        """
        maps: list[torch.Tensor] = []
        x = self.stem(images * 2 - 1)
        for number, stage in enumerate(self.stages):
            x = stage(x)
            if number in _TAPS:
                maps.append(x)
            if len(maps) == strides:
                break
        return maps

    def pooled(self, images: torch.Tensor) -> torch.Tensor:
        """One vector a picture: (B, 3, H, W) in 0..1 to (B, 1280), non-negative."""
        x = self.head(self.stages(self.stem(images * 2 - 1)))
        return x.mean(dim=(2, 3))

    def forward(self, images: torch.Tensor) -> list[torch.Tensor]:
        return self.features(images)


def _fold_batch_norms(network: nn.Module) -> None:
    """Folds each timm batch norm into the convolution before it and leaves its activation in its place."""
    convolution: tuple[nn.Module, str] | None = None
    for name, module in list(network.named_modules()):
        parent = network.get_submodule(name.rpartition(".")[0])
        leaf = name.rpartition(".")[2]
        if isinstance(module, nn.Conv2d):
            convolution = (parent, leaf)
        elif isinstance(module, nn.BatchNorm2d) and convolution is not None:
            conv = cast(nn.Conv2d, getattr(*convolution))
            running_mean, running_var = module.running_mean, module.running_var
            assert running_mean is not None
            assert running_var is not None
            conv.weight, bias = fuse_conv_bn_weights(
                conv.weight, conv.bias, running_mean, running_var, module.eps, module.weight, module.bias
            )
            conv.bias = bias
            setattr(parent, leaf, getattr(module, "act", nn.Identity()))
            convolution = None


def load_teacher(path: Path) -> Teacher:
    """Loads the teacher's weights: a state dict of timm's `mobilenetv2_100` with "same" padding.

    Args:
        path: Safetensors file; half precision is converted.

    Raises:
        WeightsError: The file is missing, damaged, or of another network.
    """
    try:
        state = {key: value.float() for key, value in load_file(path).items()}
    except FileNotFoundError:
        raise WeightsError(f"The teacher's weights {path} do not exist.") from None
    except (OSError, SafetensorError) as error:
        raise WeightsError(f"The teacher's weights {path} cannot be read: {error}.") from error
    network = timm.create_model("mobilenetv2_100", pretrained=False, pad_type="same")
    try:
        network.load_state_dict(state, strict=True)
    except RuntimeError:
        raise WeightsError(f"The weights {path} are not those of a MobileNetV2 teacher.") from None
    return Teacher(network)


def perceptual_distance(
    teacher: Teacher,
    a: torch.Tensor,
    b: torch.Tensor,
    mask: torch.Tensor | None = None,
    strides: int = 5,
) -> torch.Tensor:
    """How different two pictures look to the teacher.

    Args:
        teacher: From `load_teacher`.
        a: (B, 3, H, W) in 0..1; gradients flow through it.
        b: The same shape; pass it without gradients where it is the target.
        mask: (B, 1, H, W) in 0..1; only these places count, by their share in each feature's area. None
            counts the whole picture.
        strides: How many feature maps are compared, from the finest.

    Returns:
        (B,); 0 for equal pictures, at most 4 per feature map.
    """
    if b.requires_grad:
        target = teacher.features(b, strides)
    else:
        with torch.no_grad():
            target = teacher.features(b, strides)
    return feature_distance(teacher.features(a, strides), target, mask)


def feature_distance(
    a: Sequence[torch.Tensor], b: Sequence[torch.Tensor], mask: torch.Tensor | None = None
) -> torch.Tensor:
    """`perceptual_distance` of pictures whose features are known already.

    Args:
        a: Maps from `Teacher.features`.
        b: As many maps of the same shapes.
        mask: (B, 1, H, W) in 0..1, at the pictures' size; None counts the whole picture.
    """
    total = a[0].new_zeros(a[0].shape[0], dtype=torch.float32)
    for x, y in zip(a, b, strict=True):
        difference = (normalized(x.float()) - normalized(y.float())).square().sum(dim=1, keepdim=True)
        if mask is None:
            total = total + difference.mean(dim=(1, 2, 3))
        else:
            weight = F.interpolate(mask, size=x.shape[-2:], mode="area")
            seen = weight.sum(dim=(1, 2, 3)).clamp_min(1e-6)
            total = total + (difference * weight).sum(dim=(1, 2, 3)) / seen
    return total


def normalized(features: torch.Tensor) -> torch.Tensor:
    """Features of unit length over the channels; the constant keeps the gradient finite where all are 0."""
    return features * torch.rsqrt(features.square().sum(dim=1, keepdim=True) + _EPSILON)
