from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine.model.checkpoint import load_checkpoint
from engine.model.inpainter import Inpainter
from engine.training.config import PRESETS
from engine.training.generator_task import GeneratorTask
from engine.training.perceptual import load_teacher
from tests.engine.model import conftest
from tests.engine.training.growth import grow
from tests.engine.training.test_train import run

# Without descriptions: the teacher's have another length than a tiny model's.
ONCE = replace(conftest.TINY, generator=replace(conftest.TINY.generator, appearance_dim=0))
TWICE = replace(ONCE, generator=replace(ONCE.generator, second_look=True))


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
    once, twice = (
        GeneratorTask(Inpainter(model_config), load_teacher(teacher), config)
        for model_config in (ONCE, TWICE)
    )
    torch.manual_seed(0)

    looks = [twice.looks() for _ in range(2000)]

    assert set(looks) <= {1, 2}
    assert abs(looks.count(2) / len(looks) - share) < 0.03
    assert {once.looks() for _ in range(20)} == {1}
