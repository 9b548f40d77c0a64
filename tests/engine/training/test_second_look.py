from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine.model.checkpoint import load_checkpoint
from engine.model.config import ModelConfig
from engine.model.inpainter import Inpainter
from engine.training.config import PRESETS
from engine.training.generator_task import GeneratorTask
from engine.training.perceptual import load_teacher
from tests.engine.training.growth import grow
from tests.engine.training.test_train import run


def test_a_model_without_a_second_look_gets_one_and_paints_as_before(tmp_path, data, teacher):
    before, grown, learned = growth = grow("--second_look", "1", tmp_path, data, teacher)

    assert growth.added
    assert all(name.startswith("generator.second_look.") for name in growth.added)
    assert all(torch.equal(before[name], grown[name]) for name in before)
    assert all(grown[name].abs().max() == 0 for name in growth.added)
    assert all(learned[name].abs().max() > 0 for name in growth.added)
    assert load_checkpoint(tmp_path / "learned" / "weights.safetensors").model.config.generator.second_look


@pytest.mark.parametrize(("settings", "has_one"), [((), True), (("--second_look", "0"), False)])
def test_generators_get_one_unless_it_is_left_out(settings, has_one, tmp_path, data, teacher):
    assert run("smoke", tmp_path / "run", data, teacher, "--steps", "1", *settings) == 0

    model = load_checkpoint(tmp_path / "run" / "weights.safetensors").model

    assert model.config.generator.second_look == has_one


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_the_share_of_steps_with_a_second_look_is_what_was_asked(share, teacher):
    config = replace(PRESETS["generator"], second_look=share)
    task = GeneratorTask(Inpainter(ModelConfig()), load_teacher(teacher), config)
    torch.manual_seed(0)

    looks = [task.looks() for _ in range(2000)]

    assert set(looks) <= {1, 2}
    assert abs(looks.count(2) / len(looks) - share) < 0.03
