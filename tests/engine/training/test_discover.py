"""Kinds of regions on sheets: those that are found, and those that a checkpoint tells."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch

from engine.labels.vocabulary import REGION_CODES
from engine.model.checkpoint import save_checkpoint
from engine.model.config import EncoderConfig, GeneratorConfig, ModelConfig, SegmenterConfig
from engine.model.inpainter import Inpainter
from engine.training.discover import main
from engine.training.regions import FILE
from tests.engine.training.test_train import run

SMALL = ModelConfig(
    encoder=EncoderConfig(image_px=64, dim=32, depth=1, heads=2, adaptation_depth=1),
    generator=GeneratorConfig(
        widths=(8, 8, 16, 16), dilations=(1,), attention_blocks=1, heads=2, label_dim=4
    ),
    segmenter=SegmenterConfig(widths=(8, 16, 16), dilations=(1,), attention_blocks=1, heads=2, label_dim=4),
)


def sheets(folder: Path) -> list[np.ndarray]:
    paths = sorted(folder.glob("kind-*.png"))
    assert len(paths) == len(REGION_CODES)
    return [cv2.imread(str(path)) for path in paths]


def test_kinds_are_found_and_each_has_a_sheet(tmp_path, data, teacher):
    asked = ["--data", str(data), "--teacher", str(teacher), "-o", str(tmp_path), "--photos", "6"]

    assert main(asked) == 0

    assert (tmp_path / FILE).is_file()
    assert any(sheet.any() for sheet in sheets(tmp_path))


def test_a_checkpoints_kinds_are_shown_where_it_tells_them(tmp_path, data, teacher):
    torch.manual_seed(0)
    save_checkpoint(Inpainter(SMALL).eval(), tmp_path / "weights.safetensors", {})
    asked = ["--data", str(data), "--teacher", str(teacher), "-o", str(tmp_path), "--photos", "4"]

    assert main([*asked, "--weights", str(tmp_path / "weights.safetensors")]) == 0

    # Every third photograph has a place, those with most of a kind first, and none that has nothing of it.
    shown = np.array(
        [[sheet[:128, x : x + 128].any() for x in range(0, 896, 128)] for sheet in sheets(tmp_path)]
    )
    assert shown[:, 0].any()
    assert (shown[:, 0] >= shown[:, 1]).all()
    assert not shown[:, 2:].any()
    assert not any(sheet[128:].any() for sheet in sheets(tmp_path))
    assert not (tmp_path / FILE).exists()


def test_weights_that_know_no_labels_are_a_sentence(tmp_path, data, teacher, capsys):
    run("smoke", tmp_path / "run", data, teacher)
    asked = ["--data", str(data), "--teacher", str(teacher), "-o", str(tmp_path / "out")]

    assert main([*asked, "--weights", str(tmp_path / "run" / "weights.safetensors")]) == 2

    told = capsys.readouterr().err.strip().splitlines()
    assert told[-1].endswith("know no labels.")
    assert not (tmp_path / "out").exists()
