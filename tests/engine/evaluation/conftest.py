from pathlib import Path

import pytest
import timm
import torch
from safetensors.torch import save_file

from engine.training.perceptual import Teacher, load_teacher


@pytest.fixture(scope="session")
def teacher_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights in the teacher's shape: its distances are distances all the same."""
    torch.manual_seed(0)
    network = timm.create_model("mobilenetv2_100", pretrained=False, pad_type="same")
    state = {k: v.contiguous() for k, v in network.state_dict().items() if "num_batches" not in k}
    path = tmp_path_factory.mktemp("teacher") / "teacher.safetensors"
    save_file(state, path)
    return path


@pytest.fixture(scope="session")
def teacher(teacher_weights: Path) -> Teacher:
    return load_teacher(teacher_weights)
