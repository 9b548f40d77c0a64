"""What is compared: the generator as it is, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.config import GeneratorConfig
from engine.model.encoder import Features
from engine.model.generator import Painted
from engine.model.inpainter import Inpainter
from engine.model.layers import Modulation
from engine.training.adversarial_task import AdversarialTask
from engine.training.appearance import DIM
from engine.training.config import TrainConfig
from engine.training.generator_task import GeneratorTask

BASE = "base"


@dataclass(frozen=True)
class Variant:
    """One arm of the comparison.

    Attributes:
        name: In the report.
        question: What it answers.
        config: Changes the generator's configuration.
        rebuild: Changes the new model's parts.
        task: What trains it.
        settings: Changes the training's settings.
    """

    name: str
    question: str
    config: Callable[[GeneratorConfig], GeneratorConfig] = lambda config: config
    rebuild: Callable[[Inpainter], None] = lambda model: None
    task: type[GeneratorTask] = GeneratorTask
    settings: Callable[[TrainConfig], TrainConfig] = lambda config: config


class PlainHead(nn.Module):
    """In place of the Gaussian head: one 1x1 convolution to each cell's pixels, relative to the guess."""

    def __init__(self, dim: int, cell_px: int) -> None:
        super().__init__()
        self.cell_px = cell_px
        self.project = nn.Conv2d(dim, 3 * cell_px**2, 1)
        nn.init.normal_(self.project.weight, std=1e-3)
        nn.init.zeros_(self.project.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor, guess: Tensor) -> Tensor:
        """Features (B, C, h, w) and guessed colors (B, 3, h, w) to pictures at `cell_px` times the size."""
        pixels = functional.pixel_shuffle(self.project(x).float(), self.cell_px)
        smooth = functional.interpolate(
            guess.float(), scale_factor=self.cell_px, mode="bilinear", align_corners=False
        )
        return smooth + pixels


class PlainTask(GeneratorTask):
    """Trains a generator that ends in pixels."""

    def painted(
        self, images: Tensor, masks: Tensor, semantics: Features | None = None
    ) -> tuple[Tensor, Painted | None]:
        return self.model(images, masks, semantics=semantics), None


class Concatenation(nn.Module):
    """In place of AdaLN: the condition as further channels of a block's input, and a gate without condition.

    A convolution over [x, c] with c constant over the picture is one over x plus a vector made of c; that
    vector is what is learned here.
    """

    def __init__(self, condition_dim: int, dim: int) -> None:
        super().__init__()
        self.shift = nn.Linear(condition_dim, dim)
        nn.init.zeros_(self.shift.weight)
        nn.init.zeros_(self.shift.bias)
        self.gate = nn.Parameter(torch.zeros(dim))

    def forward(self, condition: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        shift = self.shift(functional.silu(condition))[:, :, None, None]
        return torch.zeros_like(shift), shift, self.gate[None, :, None, None]


def with_plain_head(model: Inpainter) -> None:
    generator = model.generator
    dim = generator.head.project.in_channels
    generator.head = PlainHead(dim, generator.cell_px)  # type: ignore[assignment]


def with_concatenation(model: Inpainter) -> None:
    for block in [m for m in model.generator.modules() if not isinstance(m, Modulation)]:
        for name, part in list(block.named_children()):
            if isinstance(part, Modulation):
                linear = part.to_modulation
                setattr(block, name, Concatenation(linear.in_features, linear.out_features // 3))


VARIANTS = (
    Variant(BASE, "adapted semantics, AdaLN, Gaussian field, one per cell, radius 2, no descriptions"),
    Variant("no semantics", "is the encoder worth it?", lambda c: replace(c, semantics="none")),
    Variant("raw semantics", "is the adaptation worth it?", lambda c: replace(c, semantics="raw")),
    Variant("concatenation", "is AdaLN worth it?", rebuild=with_concatenation),
    Variant("plain decoder", "is the Gaussian field worth it?", rebuild=with_plain_head, task=PlainTask),
    Variant("2 Gaussians per cell", "would more be better?", lambda c: replace(c, gaussians_per_cell=2)),
    Variant("descriptions", "do they help the field?", lambda c: replace(c, appearance_dim=DIM)),
    Variant("radius 1", "would a smaller window do?", lambda c: replace(c, radius=1)),
    Variant("radius 3", "would a larger one be better?", lambda c: replace(c, radius=3)),
    Variant(
        "adversarial",
        "what does the discriminator change?",
        task=AdversarialTask,
        settings=lambda c: replace(
            c, adversarial=0.5, matching=2.0, discriminator_warmup=max(1, c.steps // 8)
        ),
    ),
)
