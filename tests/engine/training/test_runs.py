"""Runs that change on their way: a discriminator joins and leaves, semantics come in, old states go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from engine.model.checkpoint import load_checkpoint, save_checkpoint
from engine.training.__main__ import main
from engine.training.discriminator import FILE

JUDGED = ("--adversarial", "0.1", "--matching", "0.5", "--discriminator_warmup", "1", "--decay", "0")


def run(folder: Path, data: Path, teacher: Path, *settings: str, preset: str = "smoke") -> int:
    command = [preset, "--data", str(data), "--teacher", str(teacher), "--run", str(folder)]
    return main([*command, *settings])


def rows(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def test_the_discriminator_learns_first_and_judges_then(tmp_path, data, teacher):
    assert run(tmp_path, data, teacher, *JUDGED, "--steps", "3") == 0

    first, second, third = (row["last"] for row in rows(tmp_path))
    assert "adversarial" not in first
    assert "judged fills" in first
    assert "penalty" in first
    # Warmed up by the first update, it gains its weight over the next one.
    assert "adversarial" not in second
    assert third["adversarial"] > 0
    assert third["matching"] > 0
    assert load_file(tmp_path / FILE)["warmth"].item() == 3


def test_an_adversarial_run_resumes_exactly(tmp_path, data, teacher):
    straight, resumed = tmp_path / "straight", tmp_path / "resumed"
    settings = (*JUDGED, "--sample_every", "2")
    run(straight, data, teacher, *settings, "--steps", "4")
    run(resumed, data, teacher, *settings, "--steps", "2")
    run(resumed, data, teacher, *settings, "--steps", "4")

    for name in ("weights.safetensors", FILE):
        one, other = load_file(straight / name), load_file(resumed / name)
        assert one.keys() == other.keys()
        assert all(torch.equal(one[key], other[key]) for key in one), name


def test_a_plain_run_may_go_on_against_a_discriminator_and_without_one_again(tmp_path, data, teacher):
    assert run(tmp_path, data, teacher, "--steps", "1") == 0
    assert run(tmp_path, data, teacher, *JUDGED, "--steps", "3") == 0
    assert run(tmp_path, data, teacher, "--steps", "4") == 0

    assert [row["step"] for row in rows(tmp_path)] == [1, 2, 3, 4]
    assert "judged fills" not in rows(tmp_path)[3]["last"]


def test_a_new_run_meets_the_discriminator_that_lies_beside_its_weights(tmp_path, data, teacher):
    run(tmp_path / "a", data, teacher, *JUDGED, "--steps", "2")
    weights = tmp_path / "a" / "weights.safetensors"

    run(tmp_path / "b", data, teacher, *JUDGED, "--steps", "1", "--weights", str(weights))

    assert load_file(tmp_path / "b" / FILE)["warmth"].item() == 3
    assert "adversarial" in rows(tmp_path / "b")[0]["last"]


def test_a_damaged_discriminator_is_a_sentence(tmp_path, data, teacher, capsys):
    run(tmp_path / "a", data, teacher, *JUDGED, "--steps", "1")
    (tmp_path / "a" / FILE).write_bytes(b"?")

    weights = str(tmp_path / "a" / "weights.safetensors")
    assert run(tmp_path / "b", data, teacher, *JUDGED, "--weights", weights) == 2
    assert "discriminator" in capsys.readouterr().err


def test_states_from_before_the_discriminator_and_the_alignment_go_on(tmp_path, data, teacher):
    run(tmp_path / "g", data, teacher, "--steps", "1")
    tiny = ("--weights", str(tmp_path / "g" / "weights.safetensors"), "--batch", "2", "--crop_px", "64")
    run(tmp_path / "s", data, teacher, *tiny, "--steps", "1", preset="adaptation")
    for folder in ("g", "s"):
        path = tmp_path / folder / "state.pt"
        state = torch.load(path, weights_only=True)
        del state["further"]
        state["task"] = {k: v for k, v in state["task"].items() if not k.startswith("alignment.")}
        torch.save(state, path)

    assert run(tmp_path / "g", data, teacher, *JUDGED, "--steps", "2") == 0
    assert run(tmp_path / "s", data, teacher, *tiny, "--steps", "2", preset="adaptation") == 0


def test_a_state_of_another_task_is_a_sentence(tmp_path, data, teacher, capsys):
    run(tmp_path, data, teacher, "--steps", "1")
    tiny = ("--weights", str(tmp_path / "weights.safetensors"), "--batch", "2", "--crop_px", "64")

    assert run(tmp_path, data, teacher, *tiny, "--steps", "2", preset="adaptation") == 2
    assert "another network, preset or optimizer" in capsys.readouterr().err


@pytest.mark.parametrize(("first", "then"), [("adamw", "muon"), ("muon", "adamw")])
def test_a_state_of_another_optimizer_is_a_sentence(tmp_path, data, teacher, capsys, first, then):
    run(tmp_path, data, teacher, "--steps", "1", "--optimizer", first)

    assert run(tmp_path, data, teacher, "--steps", "2", "--optimizer", then) == 2
    assert "another network, preset or optimizer" in capsys.readouterr().err


def test_an_unknown_optimizer_is_a_sentence(tmp_path, data, teacher, capsys):
    assert run(tmp_path, data, teacher, "--steps", "1", "--optimizer", "newton") == 2
    assert "no optimizer 'newton', only adamw and muon" in capsys.readouterr().err


def test_other_semantics_come_into_a_run_and_nothing_else_does(tmp_path, data, teacher):
    run(tmp_path / "a", data, teacher, "--steps", "1")
    ours = load_checkpoint(tmp_path / "a" / "weights.safetensors")
    with torch.no_grad():
        for parameter in ours.model.parameters():
            parameter.add_(1)
    save_checkpoint(ours.model, tmp_path / "other" / "weights.safetensors", {"images_semantics": "77"})
    settings = ("--semantics", str(tmp_path / "other" / "weights.safetensors"), "--ema", "0")

    assert run(tmp_path / "a", data, teacher, *settings, "--steps", "2") == 0

    after = load_checkpoint(tmp_path / "a" / "weights.safetensors")
    assert after.facts["images_semantics"] == "77"
    other = load_file(tmp_path / "other" / "weights.safetensors")
    taken = {
        name.split(".")[0]
        for name, tensor in load_file(tmp_path / "a" / "weights.safetensors").items()
        if torch.equal(tensor, other[name])
    }
    assert taken == {"encoder", "adaptation"}
