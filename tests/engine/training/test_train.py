"""The training loop on tiny pictures: two steps, a resumed run, its settings."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from engine.model.checkpoint import load_checkpoint
from engine.training.__main__ import main
from engine.training.config import PRESETS, with_overrides
from engine.training.perceptual import Teacher, load_teacher
from engine.training.regions import discover, raw_features, save_regions
from engine.training.schedule import learning_rate
from tests.engine.training.scenes import make_scenes
from tests.pictures import make_tiny_shard


def run(preset: str, folder: Path, data: Path, teacher: Path, *settings: str) -> int:
    command = [preset, "--data", str(data), "--teacher", str(teacher), "--run", str(folder)]
    return main([*command, *settings])


def test_smoke_writes_weights_that_load_a_state_and_a_sheet(tmp_path, data, teacher):
    assert run("smoke", tmp_path, data, teacher) == 0

    checkpoint = load_checkpoint(tmp_path / "weights.safetensors")
    assert checkpoint.facts["images_generator"] == "4"
    assert (tmp_path / "state.pt").exists()
    assert list(tmp_path.glob("sheet-*.png"))


def test_a_resumed_run_equals_a_straight_one(tmp_path, data, teacher):
    straight, resumed = tmp_path / "straight", tmp_path / "resumed"
    settings = ("--steps", "4", "--sample_every", "2", "--decay", "0")
    run("smoke", straight, data, teacher, *settings)
    run("smoke", resumed, data, teacher, "--steps", "2", "--sample_every", "2", "--decay", "0")
    run("smoke", resumed, data, teacher, *settings)

    one = load_file(straight / "weights.safetensors")
    other = load_file(resumed / "weights.safetensors")
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_semantics_move_the_encoder_and_leave_the_generator_alone(tmp_path, data, teacher):
    run("smoke", tmp_path / "a", data, teacher, "--steps", "1")
    base = tmp_path / "a" / "weights.safetensors"
    semantics = ("--steps", "1", "--batch", "2", "--crop_px", "64", "--warmup", "1", "--ema", "0")
    assert run("semantics", tmp_path / "b", data, teacher, "--weights", str(base), *semantics) == 0

    before, after = load_file(base), load_file(tmp_path / "b" / "weights.safetensors")
    changed = {name.split(".")[0] for name in before if not torch.equal(before[name], after[name])}
    assert changed == {"encoder", "adaptation"}


@pytest.mark.parametrize(("align", "moved"), [("0", {"generator"}), ("0.5", {"generator", "adaptation"})])
def test_the_adaptation_learns_with_the_generator_where_that_is_asked(tmp_path, data, teacher, align, moved):
    run("smoke", tmp_path / "a", data, teacher, "--steps", "1")
    base = tmp_path / "a" / "weights.safetensors"
    settings = ("--weights", str(base), "--steps", "2", "--ema", "0", "--align", align, "--sample_every", "1")
    assert run("smoke", tmp_path / "b", data, teacher, *settings) == 0

    before, after = load_file(base), load_file(tmp_path / "b" / "weights.safetensors")
    changed = {name.split(".")[0] for name in before if not torch.equal(before[name], after[name])}
    assert changed == moved


@pytest.mark.parametrize(
    ("settings", "words"),
    [(("--colour", "3"), "unknown setting"), (("--steps", "many"), "many"), (("--steps",), "--key value")],
)
def test_wrong_settings_are_a_sentence_and_exit_code_2(tmp_path, data, teacher, capsys, settings, words):
    assert run("smoke", tmp_path, data, teacher, *settings) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error


@pytest.mark.parametrize("preset", ["guided", "segmentation"])
def test_learning_labels_without_labelled_scenes_is_a_sentence(tmp_path, data, teacher, capsys, preset):
    assert run(preset, tmp_path, data, teacher, "--street", "0") == 2
    assert "--street" in capsys.readouterr().err


def test_no_shards_and_no_teacher_are_sentences(tmp_path, data, teacher, capsys):
    assert run("smoke", tmp_path, tmp_path, teacher) == 2
    assert "shards" in capsys.readouterr().err
    assert run("smoke", tmp_path, data, tmp_path / "absent.safetensors") == 2


def test_held_out_photos_are_never_read(tmp_path, teacher, capsys):
    make_tiny_shard(tmp_path / "photos-val.tar", 2, (80, 80), seed=1)

    assert run("smoke", tmp_path / "run", tmp_path, teacher) == 2


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_shares_may_be_given_whatever_the_preset_holds(preset):
    shares = ("distill", "dino", "align", "magnified", "obey")
    config = with_overrides(PRESETS[preset], {**dict.fromkeys(shares, "0.5"), "steps": "7"})

    assert [getattr(config, name) for name in shares] == [0.5] * len(shares)
    assert config.steps == 7


def test_the_learning_rate_rises_stays_and_falls_to_a_tenth():
    config = with_overrides(PRESETS["generator"], {"steps": "1000", "warmup": "100", "decay": "0.3"})

    rates = [learning_rate(config, step) for step in range(1000)]
    assert rates[0] == pytest.approx(config.learning_rate / 100)
    assert all(rate == config.learning_rate for rate in rates[100:700])
    assert rates[-1] == pytest.approx(0.1 * config.learning_rate, rel=1e-3)
    assert all(a >= b for a, b in itertools.pairwise(rates[700:]))


def _with_scenes_and_regions(data: Path, teacher: Path, folder: Path) -> Path:
    """The photographs' folder with labelled scenes, and kinds of regions beside."""
    folder.mkdir()
    (folder / "photos-00.tar").write_bytes((data / "photos-00.tar").read_bytes())
    make_scenes(folder / "camvid.tar")
    torch.manual_seed(0)
    with torch.inference_mode():
        noise = torch.rand(8, 3, 128, 128)
        features, colors = raw_features(noise, load_teacher(teacher).features(noise))
        save_regions(discover(features, colors, 32, 0), folder / "regions.safetensors", {})
    return folder


@pytest.mark.parametrize(
    ("preset", "moved"),
    [("segmentation", "segmenter."), ("guided", "generator.")],
)
def test_what_learns_labels_moves_its_own_part_and_resumes_exactly(tmp_path, data, teacher, preset, moved):
    folder = _with_scenes_and_regions(data, teacher, tmp_path / "data")
    run("smoke", tmp_path / "start", data, teacher)
    start = str(tmp_path / "start" / "weights.safetensors")
    settings = ["--weights", start, "--regions", str(folder / "regions.safetensors"), "--batch", "4"]
    settings += ["--crop_px", "64", "--sample_every", "1", "--discriminator_warmup", "0", "--warmup", "1"]
    settings += ["--obey", "0.5", "--adversarial", "0.1", "--matching", "0.1", "--street", "0.5"]
    settings += ["--decay", "0"]
    assert run(preset, tmp_path / "straight", folder, teacher, *settings, "--steps", "4") == 0
    assert run(preset, tmp_path / "halting", folder, teacher, *settings, "--steps", "2") == 0
    assert run(preset, tmp_path / "halting", folder, teacher, *settings, "--steps", "4") == 0
    straight = load_checkpoint(tmp_path / "straight" / "weights.safetensors")
    halting = load_file(tmp_path / "halting" / "weights.safetensors")
    for name, tensor in load_file(tmp_path / "straight" / "weights.safetensors").items():
        assert torch.equal(tensor, halting[name]), name
    first = load_checkpoint(Path(start)).model.state_dict()
    after = straight.model.state_dict()
    changed = {name.split(".")[0] + "." for name in first if not torch.equal(first[name], after[name])}
    assert changed <= {moved}
    assert straight.model.segmenter is not None
    assert straight.model.generator.knows_labels


@pytest.mark.parametrize("preset", ["smoke", "adversarial", "guided"])
def test_the_teacher_sees_photographs_and_fills_once_in_a_step(tmp_path, data, teacher, preset, monkeypatch):
    folder = _with_scenes_and_regions(data, teacher, tmp_path / "data")
    asked: list[torch.Tensor] = []
    look = Teacher.features
    monkeypatch.setattr(
        Teacher, "features", lambda self, images, *rest: asked.append(images) or look(self, images, *rest)
    )
    settings = ("--crop_px", "64", "--batch", "2", "--steps", "1", "--appearance", "0.1")
    regions = ("--regions", str(folder / "regions.safetensors"))

    assert run(preset, tmp_path / "run", folder, teacher, *settings, *regions) == 0
    photographs, fills = asked
    assert not photographs.requires_grad
    assert fills.requires_grad


@pytest.mark.parametrize("preset", ["semantics", "smoke", "adversarial", "segmentation", "guided"])
def test_every_kind_of_run_takes_a_step_in_bf16(tmp_path, data, teacher, preset, monkeypatch):
    """As it does where bf16 is fast, wherever this runs: CPUs lack some operations in bf16."""
    monkeypatch.setattr("engine.training.precision.has_fast_bf16", lambda device: True)
    folder = _with_scenes_and_regions(data, teacher, tmp_path / "data")
    tiny = (
        "--steps",
        "1",
        "--batch",
        "2",
        "--crop_px",
        "64",
        "--regions",
        str(folder / "regions.safetensors"),
    )

    assert run(preset, tmp_path / "run", folder, teacher, *tiny) == 0
    weights = load_file(tmp_path / "run" / "weights.safetensors")
    assert all(torch.isfinite(tensor).all() for tensor in weights.values())


def test_labels_without_scenes_are_a_sentence(tmp_path, data, teacher, capsys):
    assert run("segmentation", tmp_path / "run", data, teacher, "--crop_px", "64") == 2
    assert "labelled scenes" in capsys.readouterr().err
