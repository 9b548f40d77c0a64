"""Training the generator under label maps (SG-Net), edited ones among them.

Source: Song et al. 2018 (SPG-Net), section 3.3. Some pictures of a batch come without labels, so that the
unguided generator goes on learning; some with an edit in the hole. Where a map was edited the photograph is
not what is wanted: there the segmentation network, which stands still, says whether the fill shows the edit.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from engine.labels.vocabulary import SURE, UNKNOWN
from engine.model.inpainter import Inpainter
from engine.training.adversarial_task import AdversarialTask
from engine.training.config import TrainConfig
from engine.training.data import Batch
from engine.training.label_maps import in_cells, in_pixels, label_loss, perturbed, told
from engine.training.perceptual import Teacher
from engine.training.regions import RegionTeacher

# Shares of the pictures: without labels; of the others, with an edit; with the network's own prediction.
_FREE, _EDITED, _PREDICTED = 0.35, 0.3, 0.5


class GuidedTask(AdversarialTask):
    """The generator's losses under labels; the discriminator, where there is one, sees the labels too."""

    def __init__(
        self, model: Inpainter, teacher: Teacher, regions: RegionTeacher, config: TrainConfig
    ) -> None:
        super().__init__(model, teacher, config)
        if model.segmenter is None or not model.generator.knows_labels:
            raise ValueError("the model knows no labels")
        self._regions = [regions]
        self._edited: Tensor | None = None

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Weighted terms of a batch."""
        batch = self.with_features(batch)
        assert batch.labels is not None
        assert batch.is_street is not None
        self.labels, self._edited = self._wanted(batch, batch.labels, batch.is_street)
        if batch.has_closer is not None:
            # A window of an edited picture has no truth: it is held to the field's own enlargement.
            batch = batch._replace(has_closer=batch.has_closer & ~self._edited.flatten(1).any(dim=1))
        return super().losses(batch)

    def hole_with_truth(self, masks: Tensor) -> Tensor:
        assert self._edited is not None
        return masks * ~self._edited

    def completed_terms(self, batch: Batch, completed: Tensor) -> dict[str, Tensor]:
        assert self._edited is not None
        assert self.labels is not None
        edited = self._edited
        terms = self.perceptual_term(batch._replace(masks=batch.masks * ~edited), completed)
        if self.config.adversarial > 0 or self.config.matching > 0:
            terms |= self.judged_terms(batch, completed)
        which = edited.flatten(1).any(dim=1)
        if self.config.obey > 0 and bool(which.any()):
            terms["obey"] = self.config.obey * self._obedience(
                completed[which], batch.masks[which], self.labels[which], edited[which]
            )
        return terms

    def _obedience(self, completed: Tensor, masks: Tensor, labels: Tensor, edited: Tensor) -> Tensor:
        """What the segmentation network would have to learn to see the edits: cross-entropy, scalar."""
        segmenter = self.model.segmenter
        assert segmenter is not None
        nothing = torch.zeros_like(masks)
        with torch.no_grad():
            semantics = self.model.encoder(completed)
        logits = segmenter(completed, nothing, semantics, torch.zeros_like(labels))
        wanted = torch.where(edited[:, 0], labels, UNKNOWN)
        return label_loss(logits, in_cells(wanted), nothing)

    @torch.no_grad()
    def _wanted(self, batch: Batch, drawn: Tensor, is_street: Tensor) -> tuple[Tensor, Tensor]:
        """Label maps for the step, (B, S, S), and where they were edited, (B, 1, S, S) bool."""
        images, masks, segmenter = batch.images, batch.masks, self.model.segmenter
        assert segmenter is not None
        assert batch.features is not None
        kinds = self._regions[0](images, batch.features)
        truth = torch.where(is_street[:, None, None], in_cells(drawn), kinds)
        semantics = self.model.semantics(images, masks)
        nothing = torch.zeros(drawn.shape, dtype=torch.long, device=images.device)
        predicted = told(segmenter(images, masks, semantics, nothing), is_street, SURE)
        chance = torch.rand(3, len(images), 1, 1, device=images.device)
        cells = torch.where(chance[0] < _PREDICTED, predicted, truth)
        labels = in_pixels(cells)
        edits, where = perturbed(labels, masks)
        is_edited = chance[1] < _EDITED
        labels = torch.where(is_edited, edits, labels)
        is_free = chance[2] < _FREE
        where = where & is_edited[:, None] & ~is_free[:, None]
        return torch.where(is_free, UNKNOWN, labels), where

    def to(self, *args: Any, **kwargs: Any) -> GuidedTask:
        """Moves the region teacher along: it is no part of the state."""
        super().to(*args, **kwargs)
        self._regions[0].to(*args, **kwargs)
        return self
