"""Training the generator against a discriminator, on top of the losses that it has anyway.

The discriminator learns in every step, after the generator, from the same pictures. For its first
`discriminator_warmup` updates it learns alone; then its word gains weight over as many steps.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.model.inpainter import Inpainter
from engine.training.config import TrainConfig
from engine.training.data import Batch
from engine.training.discriminator import (
    FILE,
    Discriminator,
    deception,
    feature_matching,
    gradient_penalty,
    judgment_of_fills,
    judgment_of_photographs,
    load_discriminator,
    save_discriminator,
)
from engine.training.generator_task import GeneratorTask
from engine.training.perceptual import Teacher
from engine.training.precision import autocast

# R1 every so many updates, weighted by as much (Karras et al. 2020).
PENALTY_EVERY = 16


class AdversarialTask(GeneratorTask):
    """The generator's losses and the discriminator's judgment.

    The discriminator has its own optimizer and is no submodule: a state from before it came loads as it is.
    """

    def __init__(self, model: Inpainter, teacher: Teacher, config: TrainConfig) -> None:
        super().__init__(model, teacher, config)
        self._adversary = [Discriminator()]
        self._optimizer = self._new_optimizer()
        self._seen: tuple[Tensor, Tensor, Tensor, Tensor | None] | None = None

    @property
    def discriminator(self) -> Discriminator:
        return self._adversary[0]

    def begin(self, weights: Path | None, device: torch.device) -> None:
        """Takes the discriminator that lies beside the weights a run goes on from, if there is one."""
        if weights is not None and (weights.parent / FILE).exists():
            self._adversary = [load_discriminator(weights.parent / FILE)]
        self.discriminator.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._optimizer = self._new_optimizer()

    def further_state(self) -> dict[str, Any]:
        """For an exact resume."""
        return {"network": self.discriminator.state_dict(), "optimizer": self._optimizer.state_dict()}

    def load_further_state(self, state: dict[str, Any]) -> None:
        self.discriminator.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])

    def save_beside(self, weights: Path) -> None:
        """Keeps the discriminator in the folder of the weights, so that no later run meets a fresh one."""
        save_discriminator(self.discriminator, weights.parent / FILE)

    def completed_terms(self, batch: Batch, completed: Tensor) -> dict[str, Tensor]:
        return self.perceptual_term(batch, completed) | self.judged_terms(batch, completed)

    def judged_terms(self, batch: Batch, completed: Tensor) -> dict[str, Tensor]:
        """What the discriminator says of the completed pictures; it learns from them after the step."""
        images, masks = batch.images, batch.masks
        terms: dict[str, Tensor] = {}
        labels = self.labels
        self._seen = (images, completed.detach(), masks, labels)
        trust = self._trust()
        if trust > 0:
            network = self.discriminator.requires_grad_(False)
            with torch.no_grad():
                _, true = network(images, masks, labels)
            logits, ours = network(completed, masks, labels)
            terms["adversarial"] = trust * self.config.adversarial * deception(logits, masks)
            terms["matching"] = trust * self.config.matching * feature_matching(ours, true)
        return terms

    def after_step(self, step: int) -> None:
        """One update of the discriminator, on the pictures of the generator's step."""
        if self._seen is None:
            return
        images, fills, masks, labels = self._seen
        self._seen = None
        network = self.discriminator.requires_grad_(True)
        with autocast(images.device):
            # One pass for both: half as many calls, and the same arithmetic for either side.
            twice = None if labels is None else torch.cat([labels, labels])
            logits, _ = network(torch.cat([images, fills]), torch.cat([masks, masks]), twice)
            of_photographs, of_fills = zip(*(said.chunk(2) for said in logits), strict=True)
            true = judgment_of_photographs(list(of_photographs))
            false = judgment_of_fills(list(of_fills), masks)
        loss = true + false
        if step % PENALTY_EVERY == 0 and self.config.penalty > 0:
            penalty = gradient_penalty(network, images, masks, labels)
            loss = loss + self.config.penalty / 2 * PENALTY_EVERY * penalty
            self.told["penalty"] = float(penalty.detach())
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(network.parameters(), 10.0)
        if torch.isfinite(norm):
            self._optimizer.step()
        network.warmth += 1
        self.told |= {"judged photographs": float(true.detach()), "judged fills": float(false.detach())}

    def _trust(self) -> float:
        """0 while the discriminator warms up, then rising to 1 over as many updates."""
        warmup = self.config.discriminator_warmup
        return min(1.0, max(0.0, (float(self.discriminator.warmth) - warmup) / max(1, warmup)))

    def _new_optimizer(self) -> torch.optim.Adam:
        rate = self.config.discriminator_rate
        return torch.optim.Adam(self.discriminator.parameters(), lr=rate, betas=(0.0, 0.99))
