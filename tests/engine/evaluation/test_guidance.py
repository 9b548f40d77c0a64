"""The experiment of guidance: closed forms of its measures, and one small run of the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.evaluation.guidance.__main__ import main
from engine.evaluation.guidance.completion import completion, nearest_outside, scene_codes, scene_guess
from engine.evaluation.guidance.control import are_different
from engine.evaluation.guidance.judge import trained_judge
from engine.evaluation.guidance.painting import bootstrap, edge_score, heard
from engine.evaluation.guidance.scenes import block_hole, scenes_with_holes
from engine.labels.vocabulary import SCENE_CODES, UNKNOWN
from engine.model.checkpoint import load_checkpoint, save_checkpoint
from engine.model.config import EncoderConfig, GeneratorConfig, ModelConfig, SegmenterConfig
from engine.model.inpainter import Inpainter
from engine.training.street import StreetScenes
from tests.engine.labeled_model import ROAD, SKY, labeled_model
from tests.engine.training.scenes import make_scenes
from tests.pictures import make_tiny_shard


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scenes, large photographs and an untrained model that knows labels."""
    folder = tmp_path_factory.mktemp("guidance")
    make_scenes(folder / "camvid.tar", 2, (192, 256))
    make_tiny_shard(folder / "photos-large-val.tar", 2, (520, 520), seed=3)
    torch.manual_seed(0)
    model = Inpainter(
        ModelConfig(
            encoder=EncoderConfig(image_px=32, dim=32, depth=1, heads=2, adaptation_depth=1),
            generator=GeneratorConfig(
                widths=(8, 8, 16, 16),
                dilations=(1,),
                attention_blocks=1,
                heads=2,
                closing_dilations=(1,),
                label_dim=8,
            ),
            segmenter=SegmenterConfig(
                widths=(8, 16, 16), dilations=(1,), attention_blocks=1, heads=2, label_dim=4
            ),
        )
    )
    save_checkpoint(model, folder / "weights" / "tiny.safetensors", {})
    return folder


def test_the_nearest_label_outside_wins():
    codes = np.full((8, 8), 1, np.uint8)
    codes[:, 4:] = 4
    hole = np.zeros((8, 8), bool)
    hole[2:6, 1:7] = True
    filled = nearest_outside(np.where(hole, 9, codes).astype(np.uint8), hole)
    assert not (filled == 9).any()
    assert (filled[3:5, 1:3] == 1).all()
    assert (filled[3:5, 5:7] == 4).all()
    assert np.array_equal(filled[~hole], codes[~hole])


def test_a_perfect_network_has_an_iou_of_one(folder, monkeypatch):
    scenes = list(scenes_with_holes(StreetScenes(folder / "camvid.tar", "test"), 2))
    truth = {scene.photo.tobytes(): scene.codes for scene in scenes}
    place = "engine.evaluation.guidance.completion.scene_codes"
    monkeypatch.setattr(place, lambda model, photo, hole: truth[photo.tobytes()])
    model = load_checkpoint(folder / "weights" / "tiny.safetensors").model
    figures = completion(model, scenes)
    assert figures["completed"]["miou"] == 1
    assert figures["seeing no hole"]["accuracy"] == 1
    assert figures["nearest label outside"]["miou"] < 1
    assert "9" in figures["completed"]  # the car's code


def test_unlikely_guesses_are_unknown_and_not_painted_by():
    photo, hole = np.full((64, 96, 3), 120, np.uint8), np.zeros((64, 96), bool)
    hole[16:48, 32:64] = True
    sure, unsure = labeled_model(), labeled_model(certainty=0.0)
    assert (scene_codes(unsure, photo, hole) != UNKNOWN).all()
    assert (heard(*scene_guess(unsure, photo, hole)) == UNKNOWN).all()
    assert (heard(*scene_guess(sure, photo, hole))[0] == SKY).all()
    assert (heard(*scene_guess(sure, photo, hole))[-1] == ROAD).all()


def test_edges_are_found_again_within_two_pixels_only():
    truth = np.zeros((64, 64, 3), np.uint8)
    truth[:, 32:] = 200
    hole = np.ones((64, 64), bool)
    assert edge_score(truth, truth, hole) == 1
    near, far = np.roll(truth, 2, axis=1), np.roll(truth, 12, axis=1)
    near[:, :8] = far[:, :13] = 0
    assert edge_score(near, truth, hole) > 0.95
    assert edge_score(far, truth, hole) < 0.1
    assert edge_score(np.zeros_like(truth), truth, hole) == 0


def test_the_interval_of_the_mean_holds_it():
    values = np.random.default_rng(0).normal(0.5, 1, 400)
    low, high = bootstrap(values)
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)


def test_blocks_lie_where_they_should():
    hole = block_hole("central", (192, 256), np.random.default_rng(0))
    assert hole.mean() == 0.25
    assert hole[96, 128]
    for seed in range(20):
        share = block_hole("random", (192, 256), np.random.default_rng(seed)).mean()
        assert 1 / 17 < share < 0.26
    with pytest.raises(ValueError, match="unknown hole"):
        block_hole("star", (32, 32), np.random.default_rng(0))


def test_grain_is_no_difference_and_another_color_is():
    hole = np.zeros((96, 96), bool)
    hole[24:72, 24:72] = True
    rng = np.random.default_rng(1)
    plain = np.full((96, 96, 3), 120, np.uint8)
    grainy = np.clip(plain + rng.normal(0, 12, plain.shape), 0, 255).astype(np.uint8)
    assert not are_different(plain, grainy, hole)
    half = plain.copy()
    half[24:72, 24:44] = (60, 120, 60)
    assert are_different(plain, half, hole)


def test_the_judge_learns_from_the_scenes_and_is_kept(folder, tmp_path):
    scenes = StreetScenes(folder / "camvid.tar", "train")
    judge = trained_judge(scenes, tmp_path, steps=25, crop_px=64)
    photo, codes = StreetScenes(folder / "camvid.tar", "test").scene(0)
    said = judge.codes(photo[:192, :256])
    known = codes > 0
    assert (said == codes)[known].mean() > 0.7
    assert set(np.unique(said)) <= set(SCENE_CODES)
    assert np.array_equal(trained_judge(scenes, tmp_path).codes(photo[:192, :256]), said)


def test_the_command_writes_tables_and_sheets(folder, tmp_path, capsys):
    command = ["--data", str(folder), "-o", str(tmp_path), "--scenes", "2", "--edits", "1", "--holes", "1"]
    command += ["--weights", str(folder / "weights" / "tiny.safetensors"), "--judge-steps", "1"]
    assert main([*command, "--device", "cpu"]) == 0
    text = (tmp_path / "guidance.md").read_text()
    for heading in ("mIoU", "predicted labels", "Obedience", "Variations"):
        assert heading in text
    told = json.loads((tmp_path / "guidance.json").read_text())
    assert {row["way"] for row in told["painted"]} == {
        "exemplars",
        "no labels",
        "predicted labels",
        "true labels",
    }
    assert all(0 <= told["obeyed"][0][of] <= 1 for of in ("agreement", "field", "before"))
    assert (tmp_path / "sheet-variations.png").exists()


def test_weights_without_labels_are_a_sentence(folder, tmp_path, capsys):
    model = Inpainter(ModelConfig(encoder=EncoderConfig(image_px=32, dim=32, depth=1, heads=2)))
    save_checkpoint(model, tmp_path / "old.safetensors", {})
    command = ["--data", str(folder), "-o", str(tmp_path / "report")]
    assert main([*command, "--weights", str(tmp_path / "old.safetensors")]) == 2
    assert "know no labels" in capsys.readouterr().err
