"""Training the generator: reconstruction and perceptual distance, on the completed picture.

Source of the weights: judgment for runs of less than a million pictures; docs/decisions.md tells what
was measured.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.model.encoder import Features
from engine.model.generator import Painted
from engine.model.inpainter import Inpainter
from engine.rasterizer import render
from engine.training.afar import from_afar
from engine.training.alignment import Alignment
from engine.training.appearance import DIM, appearance, appearance_loss
from engine.training.config import TrainConfig
from engine.training.data import Batch
from engine.training.magnification import magnified_terms, weighted_mean
from engine.training.perceptual import Teacher, feature_distance
from engine.training.task import Task

# Of the teacher's maps: stride 32 sees a 128-px crop as 4 x 4 cells, too coarse to say where.
_STRIDES, _STRIDES_OF_LARGE = 4, 5
_LARGE_PX = 192


class GeneratorTask(Task):
    """Losses of the Gaussian generator. The encoder is frozen; with a weight for the alignment its adaptation
    learns too: to say what the clean picture would have said, and what serves the field.
    """

    def __init__(self, model: Inpainter, teacher: Teacher, config: TrainConfig) -> None:
        super().__init__()
        described = model.config.generator.appearance_dim
        if config.appearance > 0 and described not in (0, DIM):
            raise ValueError(f"the model describes places by {described} numbers, the teacher by {DIM}")
        self.model = model
        self.config = config
        self._teacher = [teacher]
        # What the pictures of the step should show, (B, S, S) codes; None in tasks that know no labels.
        self.labels: Tensor | None = None
        self.alignment = Alignment(model.encoder.dim)
        model.adaptation.requires_grad_(config.align > 0)

    def trained_parameters(self) -> list[nn.Parameter]:
        adaptation = self.model.adaptation.parameters() if self.config.align > 0 else ()
        return [*self.model.generator.parameters(), *adaptation]

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Weighted terms of a batch."""
        batch = self.with_features(batch)
        config, images, masks = self.config, batch.images, batch.masks
        semantics = self.model.semantics(images, masks)
        rendered, made = self.painted(images, masks, semantics)
        # As a user sees it: the known part is the photo's own, so gradients speak of the hole and its rim.
        completed = masks * rendered + (1 - masks) * images
        difference = (rendered - images).abs().mean(dim=1, keepdim=True)
        terms = {
            "hole": config.l1_hole * weighted_mean(difference, self.hole_with_truth(masks)),
            "known": config.l1_known * weighted_mean(difference, 1 - masks),
        }
        if made is not None:
            if batch.closer is not None:
                hole, known = magnified_terms(made.field, rendered, batch)
                terms["magnified"] = config.magnified * (config.l1_hole * hole + config.l1_known * known)
            terms |= self.appearance_term(batch, made)
        return terms | self.alignment_term(images, masks, semantics) | self.completed_terms(batch, completed)

    @torch.no_grad()
    def with_features(self, batch: Batch) -> Batch:
        """The batch with what the teacher sees of its photographs: asked once, whoever needs it in a step."""
        if batch.features is not None:
            return batch
        return batch._replace(features=tuple(self._teacher[0].features(batch.images)))

    def hole_with_truth(self, masks: Tensor) -> Tensor:
        """The part of the holes (B, 1, S, S) where the photograph is what is wanted."""
        return masks

    def painted(
        self, images: Tensor, masks: Tensor, semantics: Features | None = None
    ) -> tuple[Tensor, Painted | None]:
        """The generator's pictures (B, 3, S, S), and what they were rendered from."""
        looks, before = self.looks(), None
        if looks > 1 and torch.rand(()).item() < self.config.closer_look:
            with torch.no_grad():
                smaller = from_afar(images, masks, self.labels)
                before = self.model.painted(*smaller, semantics, describes=False)
            looks = 1
        made = self.model.painted(images, masks, self.labels, semantics, looks, before)
        return render(made.field), made

    def looks(self) -> int:
        """How often the generator goes through the pictures of this step."""
        if self.model.generator.second_look is None:
            return 1
        return 1 + int(torch.rand(()).item() < self.config.second_look)

    def appearance_term(self, batch: Batch, made: Painted) -> dict[str, Tensor]:
        """How far the generator's descriptions are from the photographs'; nothing where it is not asked."""
        if self.config.appearance <= 0 or made.appearance is None:
            return {}
        assert batch.features is not None
        wanted = appearance(batch.features, (made.appearance.shape[-2], made.appearance.shape[-1]))
        loss = appearance_loss(made.appearance, wanted, self.hole_with_truth(batch.masks), 1 - batch.masks)
        return {"appearance": self.config.appearance * loss}

    def alignment_term(self, images: Tensor, masks: Tensor, adapted: Features) -> dict[str, Tensor]:
        """How far the adapted features are from the clean picture's; nothing where it is not asked."""
        if self.config.align <= 0:
            return {}
        with torch.no_grad():
            clean = self.model.encoder(images)
        self.alignment.follow(clean)
        return {"align": self.config.align * self.alignment(adapted, clean, masks)}

    def completed_terms(self, batch: Batch, completed: Tensor) -> dict[str, Tensor]:
        """The terms that look at the completed pictures (B, 3, S, S) as somebody would."""
        return self.perceptual_term(batch, completed)

    def perceptual_term(self, batch: Batch, completed: Tensor) -> dict[str, Tensor]:
        """What the teacher sees of the difference; nothing where it is not asked."""
        if self.config.perceptual <= 0:
            return {}
        assert batch.features is not None
        strides = _STRIDES_OF_LARGE if self.config.crop_px >= _LARGE_PX else _STRIDES
        seen = self._teacher[0].features(completed, strides)
        distance = feature_distance(seen, batch.features[:strides], batch.masks)
        return {"perceptual": self.config.perceptual * distance.mean()}
