from __future__ import annotations

import pytest
import torch

from engine.model.config import EncoderConfig, ModelConfig
from engine.model.encoder import Features, SemanticEncoder
from engine.model.semantics import FeatureAdaptation, alignment_loss
from engine.protocol import WeightsError


def test_tokens_lie_on_the_grid_of_the_view(tiny_model, picture):
    features = tiny_model.encoder(picture)

    assert features.summary.shape == (1, 32)
    assert features.patches.shape == (1, 32, 4, 4)


def test_an_encoder_that_cannot_be_loaded_is_named_in_a_sentence(tmp_path):
    config = EncoderConfig(name="vit_tiny_patch16_224", file=str(tmp_path / "absent.safetensors"))

    with pytest.raises(WeightsError, match=r"vit_tiny_patch16_224.*could not be loaded"):
        SemanticEncoder(config)


def test_alignment_is_zero_for_equal_features_and_counts_the_hole_more():
    clean = Features(torch.randn(2, 8), torch.randn(2, 8, 4, 4))
    mask = torch.zeros(2, 1, 16, 16)
    mask[..., :8] = 1
    wrong_hole = clean.patches.clone()
    wrong_hole[..., :2] *= -1
    wrong_known = clean.patches.clone()
    wrong_known[..., 2:] *= -1

    assert alignment_loss(clean, clean, mask).item() == pytest.approx(0, abs=1e-6)
    # Opposite features cost 2; four fifths of the weight lies in the hole's half.
    hole_cost = alignment_loss(Features(clean.summary, wrong_hole), clean, mask).item()
    known_cost = alignment_loss(Features(clean.summary, wrong_known), clean, mask).item()
    assert hole_cost == pytest.approx(2 * 4 / 5, rel=1e-4)
    assert known_cost == pytest.approx(2 / 5, rel=1e-4)


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
