"""The ablations: each variant is the generator with just that part changed; the command compares them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.evaluation.ablation.__main__ import main
from engine.evaluation.ablation.variants import BASE, VARIANTS, Concatenation, Variant
from engine.model.checkpoint import save_checkpoint
from engine.model.config import ModelConfig
from engine.model.inpainter import Inpainter
from engine.model.layers import Modulation
from engine.training.config import PRESETS
from engine.training.perceptual import Teacher
from tests.engine.model import conftest
from tests.pictures import make_tiny_shard

TINY = replace(conftest.TINY, generator=replace(conftest.TINY.generator, appearance_dim=0))


def built(variant: Variant, teacher: Teacher):
    torch.manual_seed(0)
    model = Inpainter(replace(TINY, generator=variant.config(TINY.generator)))
    variant.rebuild(model)
    return variant.task(model, teacher, variant.settings(replace(PRESETS["generator"], magnified=0.0)))


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_every_variant_paints_and_its_generator_learns(variant: Variant, teacher: Teacher) -> None:
    task = built(variant, teacher)
    image, mask = torch.rand(1, 3, 64, 64), torch.zeros(1, 1, 64, 64)
    mask[..., 16:40, 16:40] = 1

    painted, _ = task.painted(image, mask)
    (painted - image).abs().mean().backward()

    assert painted.shape == image.shape
    # An untrained generator continues the surroundings, whatever it is made of.
    assert (painted - image)[mask.expand_as(image) == 0].abs().mean() < 0.3
    assert task.model.generator.head.project.weight.grad.abs().sum() > 0


def test_concatenation_replaces_every_modulation() -> None:
    model = Inpainter(TINY)
    modulations = sum(isinstance(m, Modulation) for m in model.modules())

    next(v for v in VARIANTS if v.name == "concatenation").rebuild(model)

    assert not any(isinstance(m, Modulation) for m in model.modules())
    assert sum(isinstance(m, Concatenation) for m in model.modules()) == modulations > 0


def test_the_plain_decoder_is_of_equal_size() -> None:
    sizes = {}
    for name in (BASE, "plain decoder"):
        model = Inpainter(ModelConfig())
        next(v for v in VARIANTS if v.name == name).rebuild(model)
        sizes[name] = sum(p.numel() for p in model.generator.parameters())
    assert sizes["plain decoder"] == pytest.approx(sizes[BASE], rel=1e-3)


def test_the_command_compares_with_the_base(
    teacher_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    make_tiny_shard(data / "photos-00.tar", 4, (48, 64))
    make_tiny_shard(data / "photos-val.tar", 3, (48, 64), seed=1)
    monkeypatch.setattr("engine.evaluation.ablation.run.ModelConfig", lambda: TINY)
    save_checkpoint(Inpainter(TINY), tmp_path / "tiny.safetensors", {})
    command = ["--data", str(data), "-o", str(tmp_path / "out"), "--teacher", str(teacher_weights)]
    command += ["--weights", str(tmp_path / "tiny.safetensors"), "--steps", "2", "--batch", "2", "--px", "32"]

    assert main([*command, "--only", "plain decoder", "no semantics"]) == 0

    found = json.loads((tmp_path / "out" / "ablation.json").read_text())
    assert [row["name"] for row in found] == [BASE, "no semantics", "plain decoder"]
    assert found[0]["psnr_gain"] == [0.0, 0.0]
    assert found[2]["psnr_gain"][0] != 0
    assert "2 steps of 2 pictures at 32 px" in (tmp_path / "out" / "ablation.md").read_text()


def test_bad_input_is_one_sentence(tmp_path: Path, capsys) -> None:
    assert main(["--data", str(tmp_path), "-o", str(tmp_path / "out"), "--px", "50"]) == 2
    assert "multiple of 16" in capsys.readouterr().err
    assert main(["--data", str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    assert "no photos-val.tar" in capsys.readouterr().err
