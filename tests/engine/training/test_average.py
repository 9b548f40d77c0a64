"""Means of checkpoints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.model.checkpoint import load_checkpoint, save_checkpoint
from engine.model.config import EncoderConfig, GeneratorConfig, ModelConfig
from engine.model.inpainter import Inpainter
from engine.training.average import main

CONFIG = ModelConfig(
    encoder=EncoderConfig(image_px=32, dim=8, depth=1, heads=1, adaptation_depth=1),
    generator=GeneratorConfig(
        widths=(4, 4, 8, 8), dilations=(1,), attention_blocks=1, heads=1, closing_dilations=(1,)
    ),
)


def checkpoint(path: Path, value: float, config: ModelConfig = CONFIG, **facts: str) -> str:
    model = Inpainter(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(value)
    save_checkpoint(model, path, facts)
    return str(path)


def values(path: Path) -> set[float]:
    return {
        v for tensor in load_checkpoint(path).model.state_dict().values() for v in tensor.unique().tolist()
    }


@pytest.mark.parametrize(
    ("shares", "mean"), [((), 2.5), (("1", "1"), 2.5), (("3", "1"), 1.75), (("0", "2"), 4.0)]
)
def test_weights_are_averaged_by_their_shares(tmp_path, shares, mean):
    one, other = checkpoint(tmp_path / "a", 1.0), checkpoint(tmp_path / "b", 4.0)
    out = tmp_path / "out" / "mean.safetensors"

    assert main([one, other, "-o", str(out), *(("--shares", *shares) if shares else ())]) == 0
    assert values(out) == {mean}
    assert values(Path(one)) == {1.0}


def test_pictures_of_parallel_runs_are_added_and_those_of_one_run_are_not(tmp_path):
    seen = {"images_semantics": "5"}
    start = checkpoint(tmp_path / "start", 0.0, images_generator="100", **seen)
    one = checkpoint(tmp_path / "a", 1.0, images_generator="130", **seen)
    other = checkpoint(tmp_path / "b", 2.0, images_generator="112", last_preset="guided", **seen)

    assert main([one, other, "-o", str(tmp_path / "parallel"), "--since", start]) == 0
    assert main([start, one, "-o", str(tmp_path / "with what was before")]) == 0

    parallel = load_checkpoint(tmp_path / "parallel").facts
    assert parallel == {"images_generator": "142", "images_semantics": "5", "last_preset": "guided"}
    assert load_checkpoint(tmp_path / "with what was before").facts["images_generator"] == "130"


@pytest.mark.parametrize("shares", [("1",), ("1", "-1"), ("0", "0")])
def test_shares_that_mean_nothing_are_a_sentence(tmp_path, capsys, shares):
    both = [checkpoint(tmp_path / name, 1.0) for name in "ab"]

    assert main([*both, "-o", str(tmp_path / "out"), "--shares", *shares]) == 2
    assert "share" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_other_architectures_and_missing_files_are_a_sentence(tmp_path, capsys):
    one = checkpoint(tmp_path / "a", 1.0)
    wider = replace(CONFIG, generator=replace(CONFIG.generator, appearance_dim=3))
    other = checkpoint(tmp_path / "b", 1.0, wider)

    assert main([one, other, "-o", str(tmp_path / "out")]) == 2
    assert "one architecture" in capsys.readouterr().err
    assert main([one, str(tmp_path / "none"), "-o", str(tmp_path / "out")]) == 2
    assert "not found" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
