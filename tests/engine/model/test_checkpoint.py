from __future__ import annotations

import pytest
import torch

from engine.model.checkpoint import load_checkpoint, save_checkpoint
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
