"""Training the generator: reconstruction and perceptual distance, on the completed picture.

Source of the weights: judgment for runs of less than a million pictures; see model.md, section 3.
"""

from __future__ import annotations

from torch import Tensor, nn

from engine.model.inpainter import Inpainter
from engine.rasterizer import render
from engine.training.config import TrainConfig
from engine.training.perceptual import Teacher, perceptual_distance

# Of the teacher's maps: stride 32 sees a 128-px crop as 4 x 4 cells, too coarse to say where.
STRIDES = 4


class GeneratorTask(nn.Module):
    """Losses of the Gaussian generator; the semantics are frozen."""

    def __init__(self, model: Inpainter, teacher: Teacher, config: TrainConfig) -> None:
        super().__init__()
        self.model = model
        self.config = config
        self._teacher = [teacher]

    def trained_parameters(self) -> list[nn.Parameter]:
        return list(self.model.generator.parameters())

    def losses(self, images: Tensor, masks: Tensor) -> dict[str, Tensor]:
        """Weighted terms for a batch (B, 3, S, S), (B, 1, S, S)."""
        config = self.config
        rendered = render(self.model(images, masks))
        # As a user sees it: the known part is the photo's own, so gradients speak of the hole and its rim.
        completed = masks * rendered + (1 - masks) * images
        difference = (rendered - images).abs().mean(dim=1, keepdim=True)
        terms = {
            "hole": config.l1_hole * (difference * masks).sum() / masks.sum().clamp(min=1),
            "known": config.l1_known * (difference * (1 - masks)).sum() / (1 - masks).sum().clamp(min=1),
        }
        if config.perceptual > 0:
            distance = perceptual_distance(self._teacher[0], completed, images, masks, STRIDES)
            terms["perceptual"] = config.perceptual * distance.mean()
        return terms

    def after_step(self, step: int) -> None:
        """Nothing moves with the generator's steps."""
