"""How a run goes: running means, pictures per second, steps that taught nothing, the lines of its log."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from pathlib import Path

from engine.training.config import TrainConfig
from engine.training.step import SKIPPED

# A single batch may overflow in bf16; so many in a row are a run that has come apart.
MOST_SKIPPED_IN_A_ROW = 20
_EVERY = 25


class Progress:
    """Progress with images per second and what is left.

    Attributes:
        means: Running means of what the steps said, as far as it was a number.
        skipped: Steps so far that changed no weight.
    """

    def __init__(self, config: TrainConfig, start: int) -> None:
        self.means: dict[str, float] = {}
        self.skipped = 0
        self._in_a_row = 0
        self._config = config
        self._start = start
        self._began = time.monotonic()

    def tick(self, step: int, values: Mapping[str, float]) -> None:
        """Takes in what a step said, and prints a line now and then.

        Raises:
            ValueError: `MOST_SKIPPED_IN_A_ROW` steps in a row have changed no weight.
        """
        is_skipped = SKIPPED in values
        self.skipped += is_skipped
        self._in_a_row = self._in_a_row + 1 if is_skipped else 0
        if self._in_a_row == MOST_SKIPPED_IN_A_ROW:
            raise ValueError(
                f"the run stopped at step {step + 1}: the gradients of {self._in_a_row} steps in a row were "
                "no numbers; it goes on from its last saved state, with a lower --learning_rate for instance"
            )
        for name, value in values.items():
            if name != SKIPPED and math.isfinite(value):
                self.means[name] = 0.98 * self.means.get(name, value) + 0.02 * value
        if (step + 1) % _EVERY == 0 or step + 1 == self._config.steps:
            print(self._line(step), flush=True)

    def _line(self, step: int) -> str:
        rate = (step + 1 - self._start) / (time.monotonic() - self._began)
        left_min = (self._config.steps - step - 1) / rate / 60
        losses = "  ".join(f"{name} {value:.4f}" for name, value in self.means.items())
        skipped = f"{self.skipped} skipped  " if self.skipped else ""
        return (
            f"step {step + 1}/{self._config.steps}  {losses}  {skipped}"
            f"{rate * self._config.batch:.1f} images/s  {left_min:.0f} min left"
        )

    def log(self, path: Path, step: int, values: Mapping[str, float]) -> None:
        """Adds a line to the log; what was no number is null there."""
        last = {name: value if math.isfinite(value) else None for name, value in values.items()}
        seconds = round(time.monotonic() - self._began, 1)
        row = {"step": step + 1, "seconds": seconds, SKIPPED: self.skipped, **self.means, "last": last}
        with path.open("a") as file:
            file.write(json.dumps(row, allow_nan=False) + "\n")
