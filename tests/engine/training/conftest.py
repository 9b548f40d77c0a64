"""A teacher without training and a shard of tiny pictures, for whole runs in seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
import timm
import torch
from safetensors.torch import save_file

from tests.pictures import make_tiny_shard


@pytest.fixture(scope="session")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Untrained, but of the real shape."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("teacher") / "teacher.safetensors"
    model = timm.create_model("mobilenetv2_100", pretrained=False, pad_type="same")
    state = {k: v.contiguous() for k, v in model.state_dict().items() if "num_batches" not in k}
    save_file(state, path)
    return path


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shards")
    make_tiny_shard(folder / "photos-00.tar", 6, (80, 80), seed=1)
    return folder
