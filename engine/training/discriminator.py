"""The discriminator: says of each patch of a picture whether its hole was filled by the generator.

Sources: Isola et al. 2017 (PatchGAN); Zeng et al. 2022 (AOT-GAN: soft labels by a patch's hole share).
"""

from __future__ import annotations

import os
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import UNKNOWN
from engine.model.label_modulation import LabelTable
from engine.protocol import WeightsError

FILE = "discriminator.safetensors"
# Picture and mask, and beside them what the labels say.
_CHANNELS = 4
_LABEL_DIM = 8
_SLOPE = 0.2


class Discriminator(nn.Module):
    """2.7 M parameters; judges at 1/8 (patches of some 40 px: texture) and at 1/16 (some 100 px: structure).

    It begins at half resolution, as the generator ends there: 0.7 GMAC for a picture of 160 px. Label maps
    enter there too: a fill that does not show what its labels say is no photograph under them.

    Attributes:
        warmth: Updates it has had; it judges nobody before its warm-up is over.
    """

    def __init__(self) -> None:
        super().__init__()
        self.table = LabelTable(_LABEL_DIM)
        self.stages = nn.ModuleList(
            [
                nn.Conv2d(4 * _CHANNELS + _LABEL_DIM, 64, 3, padding=1),
                nn.Conv2d(64, 128, 3, stride=2, padding=1),
                nn.Conv2d(128, 256, 3, stride=2, padding=1),
                nn.Conv2d(256, 256, 3, padding=1),
                nn.Conv2d(256, 384, 3, stride=2, padding=1),
                nn.Conv2d(384, 256, 3, padding=1),
            ]
        )
        self.texture = nn.Conv2d(256, 1, 1)
        self.structure = nn.Conv2d(256, 1, 1)
        for module in self.stages.modules():
            if isinstance(module, nn.Conv2d):
                # torch's own start shrinks what six such layers pass on to a hundredth.
                nn.init.kaiming_normal_(module.weight, a=_SLOPE)
                nn.init.zeros_(module.bias)  # type: ignore[arg-type]
        self.warmth: Tensor
        self.register_buffer("warmth", torch.zeros(()))

    def forward(
        self, pictures: Tensor, masks: Tensor, labels: Tensor | None = None
    ) -> tuple[list[Tensor], list[Tensor]]:
        """Judges pictures.

        Args:
            pictures: (B, 3, H, W) in 0..1, composited; H and W multiples of 16.
            masks: (B, 1, H, W), 1 = hole.
            labels: (B, H, W) integer codes of what the pictures should show; None = nothing is known.

        Returns:
            Logits of being a photograph, (B, 1, H/8, W/8) and (B, 1, H/16, W/16), and the features of all
            six stages, for feature matching.
        """
        if labels is None:
            labels = torch.full_like(masks[:, 0], UNKNOWN, dtype=torch.uint8)
        x = functional.pixel_unshuffle(torch.cat([2 * pictures - 1, masks], dim=1), 2)
        x = torch.cat([x, self.table(labels, 2)], dim=1)
        features = []
        for stage in self.stages:
            x = functional.leaky_relu(stage(x), _SLOPE)
            features.append(x)
        return [self.texture(features[3]).float(), self.structure(features[5]).float()], features


def judgment_of_photographs(logits: list[Tensor]) -> Tensor:
    """Cross-entropy of photographs being taken for photographs: scalar, mean over both scales."""
    return torch.stack([functional.softplus(-said).mean() for said in logits]).mean()


def judgment_of_fills(logits: list[Tensor], masks: Tensor) -> Tensor:
    """Cross-entropy of fills being told: each patch is a photograph by its share outside the hole."""
    terms = []
    for said in logits:
        hole = hole_share(masks, said)
        terms.append((hole * functional.softplus(said) + (1 - hole) * functional.softplus(-said)).mean())
    return torch.stack(terms).mean()


def deception(logits: list[Tensor], masks: Tensor) -> Tensor:
    """The generator's side: how far the hole's patches are from being taken for photographs."""
    terms = []
    for said in logits:
        hole = hole_share(masks, said)
        terms.append((hole * functional.softplus(-said)).sum() / hole.sum().clamp(min=1e-3))
    return torch.stack(terms).mean()


def feature_matching(fills: list[Tensor], photographs: list[Tensor]) -> Tensor:
    """Mean absolute difference of features, each stage in units of the photographs' own mean magnitude."""
    terms = []
    for ours, true in zip(fills, photographs, strict=True):
        true = true.detach().float()
        terms.append((ours.float() - true).abs().mean() / true.abs().mean().clamp(min=1e-4))
    return torch.stack(terms).mean()


def gradient_penalty(
    discriminator: Discriminator, photographs: Tensor, masks: Tensor, labels: Tensor | None = None
) -> Tensor:
    """R1 (Mescheder et al. 2018): squared gradient of the judgment by the photograph's pixels, per picture.

    In float32: the squares of small gradients vanish in half precision.
    """
    with torch.autocast(photographs.device.type, enabled=False):
        pictures = photographs.detach().float().requires_grad_()
        logits, _ = discriminator(pictures, masks, labels)
        # Divided so that neither the picture's size nor the number of patches changes its weight.
        total = torch.stack([said.sum() / said[0].numel() ** 0.5 for said in logits]).sum()
        (gradient,) = torch.autograd.grad(total, pictures, create_graph=True)
        return gradient.square().sum(dim=(1, 2, 3)).mean()


def hole_share(masks: Tensor, said: Tensor) -> Tensor:
    """Share of hole in each judged patch's own square: (B, 1, H, W) to the logits' size."""
    return functional.adaptive_avg_pool2d(masks, (said.shape[-2], said.shape[-1]))


def save_discriminator(discriminator: Discriminator, path: Path) -> None:
    """Writes it in fp16, 5.4 MB: kept beside the weights, never packaged."""
    tensors = {name: t.detach().cpu().half().contiguous() for name, t in discriminator.state_dict().items()}
    # Counts beyond 2048 are rounded in fp16.
    tensors["warmth"] = discriminator.warmth.detach().cpu().clone()
    temporary = path.with_suffix(".part")
    save_file(tensors, temporary, metadata={"format": "lacuna-discriminator-1"})
    os.replace(temporary, path)


def load_discriminator(path: Path) -> Discriminator:
    """Reads what `save_discriminator` wrote.

    Raises:
        WeightsError: The file is damaged or that of another network.
    """
    discriminator = Discriminator()
    try:
        state = {name: tensor.float() for name, tensor in load_file(path).items()}
        discriminator.load_state_dict(state)
    except (OSError, SafetensorError, RuntimeError) as error:
        raise WeightsError(f"The discriminator {path} is damaged or that of another network.") from error
    return discriminator
