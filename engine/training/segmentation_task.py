"""Training the segmentation network: cross-entropy, and a judge of label maps with feature matching.

Source: Song et al. 2018 (SPG-Net), section 3.2, where there is no cross-entropy; with few pictures it is what
teaches, and the judge only sharpens. Street scenes teach the scene classes, the region teacher the regions.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.labels.vocabulary import UNKNOWN
from engine.model.inpainter import Inpainter
from engine.training.config import TrainConfig
from engine.training.data import Batch
from engine.training.discriminator import feature_matching
from engine.training.label_judge import LabelJudge, shares_of, shares_of_truth
from engine.training.label_maps import in_cells, in_pixels, known_so_far, label_loss, told
from engine.training.perceptual import Teacher
from engine.training.precision import autocast
from engine.training.regions import RegionTeacher
from engine.training.task import Task

# Some pictures come whole, so that it labels what has no hole as well.
_WHOLE = 0.35
# Half of what is told about the outside is what it believes itself, as at work.
_OWN = 0.5


class SegmentationTask(Task):
    """Losses of the segmentation network; encoder, adaptation and generator stand still."""

    def __init__(
        self,
        model: Inpainter,
        teacher: Teacher,
        regions: RegionTeacher,
        config: TrainConfig,
        scene_weights: Tensor | None = None,
    ) -> None:
        """Prepares the task.

        Args:
            model: With a segmentation network.
            teacher: For the features that regions are told by.
            regions: What teaches the kinds of regions.
            config: Of the run.
            scene_weights: (11,) of the scene classes, see `class_weights`; None weighs all cells alike.
        """
        super().__init__()
        if model.segmenter is None:
            raise ValueError("the model has no segmentation network")
        self.model = model
        self.config = config
        self._teacher = [teacher]
        self._regions = [regions]
        self._scene_weights = scene_weights
        self._judge = [LabelJudge()]
        self._optimizer = self._new_optimizer()
        self._seen: tuple[Tensor, ...] | None = None
        self._updates = 0

    def trained_parameters(self) -> list[nn.Parameter]:
        assert self.model.segmenter is not None
        return list(self.model.segmenter.parameters())

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Weighted terms of a batch."""
        assert batch.labels is not None
        assert batch.is_street is not None
        images, is_street, segmenter = batch.images, batch.is_street, self.model.segmenter
        assert segmenter is not None
        is_whole = torch.rand(len(images), 1, 1, 1, device=images.device) < _WHOLE
        masks = torch.where(is_whole, 0.0, batch.masks)
        with torch.no_grad():
            semantics = self.model.semantics(images, masks)
            truth = in_cells(batch.labels)
            kinds = self._regions[0](images, self._teacher[0].features(images))
            truth = torch.where(is_street[:, None, None], truth, kinds)
            known = known_so_far(in_pixels(truth), masks)
            if torch.rand(()) < _OWN:
                first = segmenter(images, masks, semantics, torch.zeros_like(known))
                own = in_pixels(told(first, is_street))
                is_told_outside = (known != UNKNOWN) & (masks[:, 0] < 0.5)
                known = torch.where(is_told_outside, own, known)
        logits = segmenter(images, masks, semantics, known)
        terms = {
            "labels": label_loss(logits, truth, masks, self._scene_weights),
            "street": 0.1 * functional.binary_cross_entropy_with_logits(logits.street, is_street.float()),
        }
        gray = images * (1 - masks)
        ours, true = shares_of(logits, is_street), shares_of_truth(truth)
        # Nobody knows these cells: both sides leave them out.
        nobody = (truth == UNKNOWN)[:, None]
        ours = torch.where(nobody, 0.0, ours)
        self._seen = (ours.detach(), true, gray, masks)
        if self._updates > self.config.discriminator_warmup and self.config.adversarial > 0:
            judge = self._judge[0].requires_grad_(False)
            said, features = judge(ours, gray, masks)
            with torch.no_grad():
                _, expected = judge(true, gray, masks)
            deceived = torch.stack([functional.softplus(-s).mean() for s in said]).mean()
            terms["adversarial"] = self.config.adversarial * deceived
            terms["matching"] = self.config.matching * feature_matching(features, expected)
        with torch.no_grad():
            hole = functional.avg_pool2d(masks, 4)[:, 0] > 0.5
            right = told(logits, is_street) == truth
            for name, kind in (("street right", is_street), ("regions right", ~is_street)):
                counted = hole & (truth != UNKNOWN) & kind[:, None, None]
                self.told[name] = float((right & counted).sum() / counted.sum().clamp(min=1))
        return terms

    def after_step(self, step: int) -> None:
        """One update of the judge, on the label maps of the step."""
        if self.config.adversarial <= 0 or self._seen is None:
            return
        ours, true, gray, masks = self._seen
        self._seen = None
        judge = self._judge[0].requires_grad_(True)
        with autocast(gray.device):
            false, _ = judge(ours, gray, masks)
            right, _ = judge(true, gray, masks)
        loss = torch.stack(
            [
                functional.softplus(f).mean() + functional.softplus(-r).mean()
                for f, r in zip(false, right, strict=True)
            ]
        ).mean()
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self._optimizer.step()
        self._updates += 1
        self.told["judge"] = float(loss.detach())

    def to(self, *args: Any, **kwargs: Any) -> SegmentationTask:
        """Moves teacher and judge along: they are no parts of the state."""
        super().to(*args, **kwargs)
        self._regions[0].to(*args, **kwargs)
        self._judge[0].to(*args, **kwargs)
        if self._scene_weights is not None:
            self._scene_weights = self._scene_weights.to(*args, **kwargs)
        self._optimizer = self._new_optimizer()
        return self

    def further_state(self) -> dict[str, Any]:
        return {
            "judge": self._judge[0].state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "updates": self._updates,
        }

    def load_further_state(self, state: dict[str, Any]) -> None:
        self._judge[0].load_state_dict(state["judge"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._updates = int(state["updates"])

    def _new_optimizer(self) -> torch.optim.Adam:
        return torch.optim.Adam(
            self._judge[0].parameters(), lr=self.config.discriminator_rate, betas=(0.0, 0.99)
        )
