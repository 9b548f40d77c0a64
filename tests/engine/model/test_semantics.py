from __future__ import annotations

import pytest
import torch

from engine.model.config import EncoderConfig, ModelConfig
from engine.model.encoder import Features, SemanticEncoder
from engine.model.semantics import FeatureAdaptation
from engine.protocol import WeightsError


def test_tokens_lie_on_the_grid_of_the_view(tiny_model, picture):
    features = tiny_model.encoder(picture)

    assert features.summary.shape == (1, 32)
    assert features.patches.shape == (1, 32, 4, 4)


def test_an_encoder_that_cannot_be_loaded_is_named_in_a_sentence(tmp_path):
    config = EncoderConfig(name="vit_tiny_patch16_224", file=str(tmp_path / "absent.safetensors"))

    with pytest.raises(WeightsError, match=r"vit_tiny_patch16_224.*could not be loaded"):
        SemanticEncoder(config)


def test_an_untrained_adaptation_passes_on_what_the_encoder_saw():
    adaptation = FeatureAdaptation(32, 1, 2)
    features = Features(torch.randn(1, 32), torch.randn(1, 32, 4, 4))

    adapted = adaptation(features, torch.ones(1, 1, 64, 64))

    assert torch.equal(adapted.summary, features.summary)
    assert torch.equal(adapted.patches, features.patches)


def test_a_trained_adaptation_is_told_where_the_hole_is(tiny_model):
    features = Features(torch.randn(1, 32), torch.randn(1, 32, 4, 4))
    mask = torch.zeros(1, 1, 64, 64)
    mask[..., :32] = 1

    left, right = (tiny_model.adaptation(features, m) for m in (mask, 1 - mask))

    assert not torch.allclose(left.patches, right.patches)


def test_a_config_survives_json_and_unknown_keys_are_errors():
    config = ModelConfig(working_px=320)

    assert ModelConfig.from_json(config.to_json()) == config
    with pytest.raises(WeightsError):
        ModelConfig.from_json(config.to_json().replace("working_px", "working_size"))
