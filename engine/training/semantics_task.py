"""Training the encoder and its adaptation: teacher's features, self-distillation, masked to clean.

Sources: Caron et al. 2021 (DINO: multi-crop, centering, sharpening, EMA teacher); Li et al. 2025, 3.3.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.encoder import Features, SemanticEncoder
from engine.model.inpainter import Inpainter
from engine.model.surroundings import diffused
from engine.training.alignment import Alignment
from engine.training.config import TrainConfig
from engine.training.data import Batch
from engine.training.perceptual import Teacher
from engine.training.schedule import update_average
from engine.training.task import Task

# Of the teacher's stride-32 map and of its pooled features.
TEACHER_CHANNELS = (320, 1280)
PROTOTYPES = 1024
TEMPERATURE_STUDENT, TEMPERATURE_TEACHER = 0.1, 0.05
SMALL_VIEW_PX = 96


class SemanticsTask(Task):
    """Losses of the semantic encoder. Holds what training needs beside the model."""

    def __init__(self, model: Inpainter, teacher: Teacher, config: TrainConfig) -> None:
        super().__init__()
        self.model = model
        self.config = config
        self._teacher = [teacher]  # In a list: the teacher is not part of this module's state.
        dim = model.encoder.dim
        channels = TEACHER_CHANNELS
        self.to_map = nn.Conv2d(dim, channels[0], 1)
        self.to_pooled = nn.Linear(dim, channels[1])
        self.to_prototypes = nn.Sequential(
            nn.Linear(dim, 512), nn.GELU(), nn.Linear(512, 192), _Normalize(), _cosine_layer(192, PROTOTYPES)
        )
        self.average = copy.deepcopy(nn.ModuleList([model.encoder, self.to_prototypes])).requires_grad_(False)
        self.alignment = Alignment(dim)
        self.register_buffer("center", torch.zeros(PROTOTYPES))
        self.center: Tensor

    def trained_parameters(self) -> list[nn.Parameter]:
        parts = (self.model.encoder, self.model.adaptation, self.to_map, self.to_pooled, self.to_prototypes)
        return [p for part in parts for p in part.parameters() if p.requires_grad]

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Weighted terms of a batch."""
        config, encoder, images, masks = self.config, self.model.encoder, batch.images, batch.masks
        # Without a loss of its own the encoder stands still and only its adaptation learns.
        with torch.set_grad_enabled(config.distill > 0 or config.dino > 0):
            clean = encoder(images)
        terms: dict[str, Tensor] = {}
        if config.distill > 0:
            terms["distill"] = config.distill * self._distillation(images, clean)
        if config.dino > 0:
            terms["dino"] = config.dino * self._self_distillation(images, clean)
        if config.align > 0:
            # The hole's tokens must reach the clean features without pulling the clean ones towards them.
            with torch.no_grad():
                seen = encoder(diffused(images, masks))
            adapted = self.model.adaptation(seen, masks)
            self.alignment.follow(clean)
            terms["align"] = config.align * self.alignment(adapted, clean, masks)
        return terms

    def after_step(self, step: int) -> None:
        """Moves the EMA teacher after the optimizer has stepped."""
        students = nn.ModuleList([self.model.encoder, self.to_prototypes])
        update_average(self.average, students, 0.99, step)

    def _distillation(self, images: Tensor, clean: Features) -> Tensor:
        teacher = self._teacher[0]
        with torch.no_grad():
            target_map = teacher.features(images)[-1]
            target_pooled = teacher.pooled(images)
        # In float32: CPUs know no antialiased resizing in bf16.
        said = functional.interpolate(
            self.to_map(clean.patches).float(), size=target_map.shape[-2:], mode="bilinear", antialias=True
        )
        return (1 - functional.cosine_similarity(said, target_map.float(), dim=1)).mean() + (
            1 - functional.cosine_similarity(self.to_pooled(clean.summary), target_pooled, dim=1)
        ).mean()

    def _self_distillation(self, images: Tensor, clean: Features) -> Tensor:
        """The average network sees a large view, the student small views of the same pictures."""
        average_encoder, average_head = self.average[0], self.average[1]
        assert isinstance(average_encoder, SemanticEncoder)
        with torch.no_grad():
            target = average_head(average_encoder(images).summary).float()
            probabilities = functional.softmax((target - self.center) / TEMPERATURE_TEACHER, dim=1)
            self.center.lerp_(target.mean(dim=0), 0.1)
        views = [_small_view(images), _small_view(images)]
        said = [self.to_prototypes(self.model.encoder(view, SMALL_VIEW_PX).summary) for view in views]
        said.append(self.to_prototypes(clean.summary))
        return torch.stack(
            [
                -(probabilities * functional.log_softmax(s.float() / TEMPERATURE_STUDENT, dim=1))
                .sum(1)
                .mean()
                for s in said
            ]
        ).mean()


class _Normalize(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return functional.normalize(x, dim=1)


def _cosine_layer(dim_in: int, dim_out: int) -> nn.Module:
    layer = nn.Linear(dim_in, dim_out, bias=False)
    with torch.no_grad():
        layer.weight.copy_(functional.normalize(layer.weight, dim=1))
    return layer


def _small_view(images: Tensor) -> Tensor:
    """A random half-side window, flipped half of the time; drawn from torch's generator (it is seeded)."""
    size = images.shape[-1]
    side = int(size * (0.4 + 0.2 * torch.rand(()).item()))
    y, x = (int(torch.randint(0, size - side + 1, ()).item()) for _ in range(2))
    view = images[:, :, y : y + side, x : x + side]
    return view.flip(3) if torch.rand(()) < 0.5 else view
