"""What the training loop asks of everything that can be trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.training.data import Batch


class Task(nn.Module):
    """Losses, and what training needs beside the model.

    Attributes:
        told: Figures of the last step beyond the losses, for the log.
    """

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, float] = {}

    def trained_parameters(self) -> list[nn.Parameter]:
        raise NotImplementedError

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Weighted terms of a batch; their sum is what the optimizer lowers."""
        raise NotImplementedError

    def begin(self, weights: Path | None, device: torch.device) -> None:
        """Before the first step: `weights` is the checkpoint that the run goes on from."""

    def after_step(self, step: int) -> None:
        """After the optimizer has stepped."""

    def further_state(self) -> dict[str, Any]:
        """What an exact resume needs beyond the module's own state; empty where there is nothing."""
        return {}

    def load_further_state(self, state: dict[str, Any]) -> None:
        """Takes what `further_state` gave."""

    def save_beside(self, weights: Path) -> None:
        """Keeps what later runs should find beside the weights."""
