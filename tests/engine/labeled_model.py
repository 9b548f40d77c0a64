"""An untrained model with a foreseeable segmentation network: sky over road, and what it is told."""

from __future__ import annotations

import dataclasses

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import REGION_CODES, SCENE_CODES
from engine.model.config import GeneratorConfig
from engine.model.encoder import Features
from engine.model.inpainter import Inpainter
from engine.model.label_modulation import LabelModulation
from engine.model.segmentation import CELL_PX, LabelLogits

from .model.conftest import TINY

SKY, ROAD, TREE = 1, 4, 6


class SkyOverRoad(nn.Module):
    """Sky above the middle, road below; tree is a little less likely than road; told labels spread a little.

    Attributes:
        is_street: Whether it takes every photo for a street scene.
        certainty: Factor of what it says of places that nobody labelled; 0 = every label is as likely.
        guesses: Whether it says anything of the hole, where nobody labelled it.
        calls: How often it was asked.
    """

    def __init__(self, is_street: bool = True, certainty: float = 1.0, guesses: bool = True) -> None:
        super().__init__()
        self.certainty = certainty
        self.guesses = guesses
        self.is_street = is_street
        self.calls = 0

    def forward(self, image: Tensor, mask: Tensor, semantics: Features, known: Tensor) -> LabelLogits:
        self.calls += 1
        height, width = (side // CELL_PX for side in image.shape[-2:])
        below = torch.linspace(-1, 1, height)[:, None].expand(height, width)
        seen = (
            torch.ones(height, width)
            if self.guesses
            else 1 - functional.max_pool2d(mask[0, 0][None], CELL_PX)[0]
        )
        return LabelLogits(
            scene=self._logits(below, seen, known, SCENE_CODES),
            regions=self._logits(below, seen, known, REGION_CODES),
            street=self.street(semantics),
        )

    def street(self, semantics: Features) -> Tensor:
        return torch.tensor([8.0 if self.is_street else -8.0])

    def _logits(self, below: Tensor, seen: Tensor, known: Tensor, codes: tuple[int, ...]) -> Tensor:
        logits = torch.full((1, len(codes), *below.shape), -8.0)
        logits[0, SKY - 1] = -20 * below
        logits[0, ROAD - 1] = 20 * below
        logits[0, TREE - 1] = 20 * below - 2
        logits *= self.certainty * seen
        for channel, code in enumerate(codes):
            told = (known == code).float()[:, None]
            share = functional.avg_pool2d(told, CELL_PX)
            logits[:, channel] += 60 * functional.avg_pool2d(share, 3, stride=1, padding=1)[:, 0]
        return logits


def labeled_model(is_street: bool = True, certainty: float = 1.0, guesses: bool = True) -> Inpainter:
    """A tiny model whose generator hears its labels."""
    torch.manual_seed(0)
    generator: GeneratorConfig = dataclasses.replace(TINY.generator, label_dim=8)
    model = Inpainter(dataclasses.replace(TINY, generator=generator))
    model.segmenter = SkyOverRoad(is_street, certainty, guesses)  # type: ignore[assignment]
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, LabelModulation):
                module.say.weight.normal_(std=0.3)
    return model.eval()
