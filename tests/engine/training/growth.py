"""Models that get a part they had not, in a short run."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from safetensors.torch import load_file
from torch import Tensor

from tests.engine.training.test_train import run


class Growth(NamedTuple):
    """Weights before a part is added, after it was added and nothing learned, and after two steps."""

    before: dict[str, Tensor]
    grown: dict[str, Tensor]
    learned: dict[str, Tensor]

    @property
    def added(self) -> set[str]:
        return {name for name in self.grown if name not in self.before}


def grow(setting: str, value: str, folder: Path, data: Path, teacher: Path) -> Growth:
    """Trains without what a setting asks for, then goes on with it; runs lie in folders named as above."""

    def weights(name: str, *settings: str) -> Path:
        assert run("smoke", folder / name, data, teacher, *settings) == 0
        return folder / name / "weights.safetensors"

    before = weights("before", "--steps", "1", setting, "0")
    further = ("--weights", str(before), "--steps", "2", "--ema", "0", "--sample_every", "1", setting, value)
    # Nothing is learned at a rate of 0: what differs is what was added.
    grown = weights("grown", *further, "--learning_rate", "0")
    return Growth(load_file(before), load_file(grown), load_file(weights("learned", *further)))
