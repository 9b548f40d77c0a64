from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import torch

from engine.model.checkpoint import MANIFEST, load_checkpoint, save_checkpoint
from engine.protocol import WeightsError
from engine.rasterizer import render


def test_a_saved_model_paints_the_same_picture(tiny_model, picture, hole, tmp_path):
    save_checkpoint(tiny_model, tmp_path / "w.safetensors", {"images": "12"})

    loaded = load_checkpoint(tmp_path / "w.safetensors")

    assert loaded.facts["images"] == "12"
    assert loaded.model.config == tiny_model.config
    with torch.no_grad():
        before, after = (render(model(picture, hole)) for model in (tiny_model, loaded.model))
    # fp16 weights: three decimal digits.
    torch.testing.assert_close(before, after, atol=5e-3, rtol=0)


def test_one_flipped_byte_is_noticed(tiny_model, tmp_path):
    path = tmp_path / "w.safetensors"
    save_checkpoint(tiny_model, path, {})
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)

    with pytest.raises(WeightsError, match="damaged"):
        load_checkpoint(path)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_are_refused(tiny_model, tmp_path, value):
    path = tmp_path / "w.safetensors"
    with torch.no_grad():
        next(tiny_model.parameters()).view(-1)[3] = value
    save_checkpoint(tiny_model, path, {})

    with pytest.raises(WeightsError, match=r"w\.safetensors are damaged: some .* not finite"):
        load_checkpoint(path)


@pytest.mark.parametrize("content", [b"", b"not weights", b"\x08\0\0\0\0\0\0\0{}      "])
def test_foreign_files_are_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "foreign.safetensors"
    path.write_bytes(content)

    with pytest.raises(WeightsError) as caught:
        load_checkpoint(path)
    assert caught.value.user_message.endswith(".")


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(WeightsError, match=r"absent\.safetensors were not found"):
        load_checkpoint(tmp_path / "absent.safetensors")


@pytest.mark.parametrize("content", ["", '{"w.safetensors": "12', "[]", "\x00"])
def test_a_damaged_manifest_is_said_in_a_sentence(tiny_model, tmp_path, content):
    path = tmp_path / "w.safetensors"
    save_checkpoint(tiny_model, path, {})
    (tmp_path / MANIFEST).write_text(content)

    with pytest.raises(WeightsError, match=r"manifest\.json beside w\.safetensors are damaged\."):
        load_checkpoint(path)


class KilledError(Exception):
    """The process ended here."""


@pytest.mark.parametrize("moves", range(4))
def test_a_kill_at_any_move_leaves_weights_that_load(tiny_model, tmp_path, monkeypatch, moves):
    path = tmp_path / "w.safetensors"
    save_checkpoint(tiny_model, path, {"images": "1"})
    save_checkpoint(tiny_model, tmp_path / "other.safetensors", {})
    done = []

    def replace(source: Path, target: Path) -> None:
        if len(done) == moves:
            raise KilledError
        done.append(target)
        os.rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr("engine.model.checkpoint.os.replace", replace)
        if moves < 3:
            with pytest.raises(KilledError):
                save_checkpoint(tiny_model, path, {"images": "2"})
        else:
            save_checkpoint(tiny_model, path, {"images": "2"})

    assert load_checkpoint(path).facts["images"] == ("1" if moves < 2 else "2")
    load_checkpoint(tmp_path / "other.safetensors")
    assert "other.safetensors" in json.loads((tmp_path / MANIFEST).read_text())
