"""Descriptions of photographs, and how a generator learns to give them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file

from engine.model.checkpoint import load_checkpoint, save_checkpoint
from engine.model.inpainter import Inpainter
from engine.training.appearance import DIM, appearance, appearance_loss
from engine.training.perceptual import load_teacher, normalized
from tests.engine.training.growth import grow
from tests.engine.training.test_train import run


@pytest.fixture(scope="module")
def photographs() -> torch.Tensor:
    coarse = torch.rand(2, 3, 12, 16, generator=torch.Generator().manual_seed(4))
    return torch.nn.functional.interpolate(coarse, size=(96, 128), mode="bilinear")


def test_a_description_is_what_the_teacher_sees_there(teacher, photographs):
    seer = load_teacher(teacher)

    features = seer.features(photographs)
    said = appearance(features, (12, 16))

    assert said.shape == (2, DIM, 12, 16)
    _, quarter, eighth, _, _ = features
    # Stride 8 is a place; of stride 4 it is the mean of four.
    torch.testing.assert_close(said[:, 24:56], normalized(eighth))
    torch.testing.assert_close(said[:, :24, 2, 3], normalized(quarter)[:, :, 4:6, 6:8].mean(dim=(2, 3)))
    # Three unit vectors, or means of some: none longer than one.
    assert said[:, :24].norm(dim=1).max() <= 1 + 1e-5
    assert said[:, 56:].norm(dim=1).max() <= 1 + 1e-5


def test_only_what_is_wanted_of_a_hole_and_what_is_known_counts():
    wanted = torch.zeros(1, 5, 4, 4)
    said = wanted.clone()
    said[:, :, 0] += 1
    said[:, :, 1] += 2
    hole, known = torch.zeros(1, 1, 32, 32), torch.zeros(1, 1, 32, 32)
    hole[..., :8, :] = 1
    known[..., 16:, :] = 1

    assert appearance_loss(said, wanted, hole, known).item() == pytest.approx(5)
    # The second row is neither: an edited part of the hole, say.
    assert appearance_loss(said, wanted, torch.zeros_like(hole), known).item() == 0
    # What is known is half as dear.
    assert appearance_loss(said, wanted, torch.zeros_like(hole), hole).item() == pytest.approx(2.5)


def test_the_mean_is_what_is_learned_of_what_cannot_be_known():
    torch.manual_seed(0)
    possible = torch.randn(3, 6, 1, 1)
    said = torch.zeros(1, 6, 1, 1, requires_grad=True)
    everywhere, nowhere = torch.ones(1, 1, 8, 8), torch.zeros(1, 1, 8, 8)
    for _ in range(60):
        loss = torch.stack([appearance_loss(said, one[None], everywhere, nowhere) for one in possible]).mean()
        said.data -= 0.2 * torch.autograd.grad(loss, said)[0]

    torch.testing.assert_close(said.detach()[0], possible.mean(dim=0), atol=1e-4, rtol=0)


def test_a_model_without_the_head_gets_one_and_paints_as_before(tmp_path, data, teacher):
    before, grown, learned = growth = grow("--appearance", "0.1", tmp_path, data, teacher)

    assert growth.added
    assert all(name.startswith("generator.appearance.") for name in growth.added)
    assert all(torch.equal(before[name], grown[name]) for name in before)
    assert any(not torch.equal(grown[name], learned[name]) for name in growth.added)
    model = load_checkpoint(tmp_path / "learned" / "weights.safetensors").model
    assert model.config.generator.appearance_dim == DIM


def test_a_run_without_the_loss_leaves_the_head_alone(tmp_path, data, teacher):
    run("smoke", tmp_path / "a", data, teacher, "--steps", "1")
    start = str(tmp_path / "a" / "weights.safetensors")
    settings = ("--weights", start, "--steps", "1", "--appearance", "0", "--ema", "0")
    assert run("smoke", tmp_path / "b", data, teacher, *settings) == 0

    before, after = load_file(start), load_file(tmp_path / "b" / "weights.safetensors")
    assert before.keys() == after.keys()
    assert all(torch.equal(before[n], after[n]) for n in before if "appearance" in n)


def test_descriptions_of_another_length_are_a_sentence(tmp_path, data, teacher, capsys):
    run("smoke", tmp_path / "a", data, teacher, "--steps", "1")
    model = load_checkpoint(tmp_path / "a" / "weights.safetensors").model
    generator = replace(model.config.generator, appearance_dim=7)
    save_checkpoint(Inpainter(replace(model.config, generator=generator)), tmp_path / "other.safetensors", {})

    assert run("smoke", tmp_path / "b", data, teacher, "--weights", str(tmp_path / "other.safetensors")) == 2
    assert f"by 7 numbers, the teacher by {DIM}" in capsys.readouterr().err
