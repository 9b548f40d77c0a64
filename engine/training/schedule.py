"""Learning rate and moving average: pure functions of the step."""

from __future__ import annotations

import math

import torch
from torch import nn

from engine.training.config import TrainConfig


def learning_rate(config: TrainConfig, step: int) -> float:
    """Linear warm-up, a plateau, then a cosine down to a tenth over the last `decay` share."""
    if step < config.warmup:
        return config.learning_rate * (step + 1) / config.warmup
    start = config.steps * (1 - config.decay)
    if step <= start:
        return config.learning_rate
    progress = min(1.0, (step - start) / max(1.0, config.steps - start))
    return config.learning_rate * (0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * progress)))


@torch.no_grad()
def update_average(average: nn.Module, model: nn.Module, decay: float, step: int) -> None:
    """Moves the average towards the model; the first steps move it faster."""
    decay = min(decay, (1 + step) / (10 + step))
    for kept, new in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
        if kept.is_floating_point():
            kept.lerp_(new, 1 - decay)
        else:
            kept.copy_(new)
