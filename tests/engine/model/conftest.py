"""A model small enough to run in milliseconds, built as the real one is."""

from __future__ import annotations

import pytest
import torch

from engine.model.config import EncoderConfig, GeneratorConfig, ModelConfig
from engine.model.inpainter import Inpainter

TINY = ModelConfig(
    encoder=EncoderConfig(image_px=64, dim=32, depth=2, heads=2, adaptation_depth=1),
    generator=GeneratorConfig(
        widths=(8, 8, 16, 16),
        dilations=(1, 2),
        attention_blocks=1,
        heads=2,
        closing_dilations=(1,),
        appearance_dim=12,
        appearance_hidden=8,
    ),
    working_px=64,
)


@pytest.fixture
def tiny_model() -> Inpainter:
    torch.manual_seed(0)
    model = Inpainter(TINY).eval()
    # Zero-initialized gates hide every mistake behind them: open them for the tests.
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.abs().sum() == 0:
                parameter.normal_(std=0.1)
    return model


@pytest.fixture
def picture() -> torch.Tensor:
    return torch.rand(1, 3, 64, 96, generator=torch.Generator().manual_seed(1))


@pytest.fixture
def hole() -> torch.Tensor:
    mask = torch.zeros(1, 1, 64, 96)
    mask[:, :, 20:44, 30:70] = 1
    return mask
