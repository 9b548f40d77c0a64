"""Steps whose gradient is no number."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from engine.training.config import PRESETS
from engine.training.data import Batch
from engine.training.progress import MOST_SKIPPED_IN_A_ROW, Progress
from engine.training.step import SKIPPED, new_optimizer, train_step
from engine.training.task import Task

CONFIG = dataclasses.replace(PRESETS["smoke"], steps=1000)
BROKEN = {"l1": math.nan, SKIPPED: 1.0}


class Scaled(Task):
    """One weight, times what the batch holds."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1, 1))

    def trained_parameters(self) -> list[nn.Parameter]:
        return [self.weight]

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        return {"l1": (self.weight * batch.images).mean()}


def batch_of(value: float) -> Batch:
    return Batch(images=torch.full((1, 3, 4, 4), value), masks=torch.zeros(1, 1, 4, 4))


def test_a_gradient_that_is_no_number_changes_no_weight_and_is_said() -> None:
    task = Scaled()
    optimizer = new_optimizer(task, CONFIG)

    values = train_step(task, optimizer, batch_of(math.nan), CONFIG, 1)
    assert SKIPPED in values
    assert task.weight.item() == 1

    assert SKIPPED not in train_step(task, optimizer, batch_of(1.0), CONFIG, 2)
    assert task.weight.item() < 1


def test_what_is_no_number_is_counted_and_left_out_of_means_and_log(tmp_path: Path) -> None:
    progress = Progress(CONFIG, 0)
    for step, values in enumerate([BROKEN, {"l1": 2.0}, BROKEN, {"l1": 2.0, "fid": math.inf}]):
        progress.tick(step, values)
    progress.log(tmp_path / "log.jsonl", 3, BROKEN)

    row = json.loads((tmp_path / "log.jsonl").read_text(), parse_constant=pytest.fail)
    assert row["l1"] == 2.0
    assert row["last"]["l1"] is None
    assert row[SKIPPED] == progress.skipped == 2
    assert progress.means.keys() == {"l1"}


def test_skipped_steps_are_said_in_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(CONFIG, 0)
    progress.tick(23, BROKEN)
    progress.tick(24, {"l1": 1.0})

    assert "1 skipped" in capsys.readouterr().out


def test_a_run_that_has_come_apart_stops_with_a_sentence() -> None:
    progress = Progress(CONFIG, 0)
    for step in range(MOST_SKIPPED_IN_A_ROW - 1):
        progress.tick(step, BROKEN)
    progress.tick(MOST_SKIPPED_IN_A_ROW, {"l1": 1.0})
    for step in range(MOST_SKIPPED_IN_A_ROW - 1):
        progress.tick(100 + step, BROKEN)
    with pytest.raises(ValueError, match="20 steps in a row"):
        progress.tick(200, BROKEN)
