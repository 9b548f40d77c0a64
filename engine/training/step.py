"""One step of training: the same for every task, in long runs and in ablations."""

from __future__ import annotations

import torch
from torch import nn

from engine.training.config import TrainConfig
from engine.training.data import Batch
from engine.training.muon import Muon
from engine.training.precision import autocast
from engine.training.schedule import learning_rate
from engine.training.task import Task

SKIPPED = "skipped"
"""Named among the values of a step in which no weight was changed."""


def new_optimizer(task: Task, config: TrainConfig) -> torch.optim.Optimizer:
    """The optimizer that the settings name, over what the task trains.

    Raises:
        ValueError: There is no optimizer of that name.
    """
    parameters = task.trained_parameters()
    if config.optimizer == "muon":
        return Muon(parameters, config.learning_rate, config.weight_decay)
    if config.optimizer != "adamw":
        raise ValueError(f"there is no optimizer {config.optimizer!r}, only adamw and muon")
    return torch.optim.AdamW(
        parameters,
        lr=config.learning_rate,
        betas=(0.9, 0.99),
        weight_decay=config.weight_decay,
    )


def train_step(
    task: Task, optimizer: torch.optim.Optimizer, batch: Batch, config: TrainConfig, step: int
) -> dict[str, float]:
    """Lowers the losses of a batch on the task's device; returns them, and what the task tells.

    A batch whose gradient is no number changes no weight; what is returned then says `SKIPPED`.
    """
    torch.manual_seed(config.seed * 1_000_003 + step)  # Random views depend on the step alone.
    for group in optimizer.param_groups:
        group["lr"] = learning_rate(config, step)
    with autocast(batch.images.device):
        terms = task.losses(batch)
    optimizer.zero_grad(set_to_none=True)
    torch.stack(list(terms.values())).sum().backward()
    norm = nn.utils.clip_grad_norm_(task.trained_parameters(), 1.0)
    is_finite = bool(torch.isfinite(norm))
    if is_finite:
        optimizer.step()
    task.after_step(step)
    values = {name: float(term.detach()) for name, term in terms.items()} | task.told
    return values if is_finite else values | {SKIPPED: 1.0}
