"""The alignment loss: closed forms, and what all tokens have in common does not hide a miss."""

from __future__ import annotations

import pytest
import torch

from engine.model.encoder import Features
from engine.training.alignment import Alignment


@pytest.fixture
def clean() -> Features:
    torch.manual_seed(0)
    return Features(torch.randn(2, 8), torch.randn(2, 8, 4, 4))


def test_alignment_is_zero_for_equal_features_and_counts_the_hole_more(clean):
    mask = torch.zeros(2, 1, 16, 16)
    mask[..., :8] = 1
    wrong_hole = clean.patches.clone()
    wrong_hole[..., :2] *= -1
    wrong_known = clean.patches.clone()
    wrong_known[..., 2:] *= -1
    alignment = Alignment(8)

    assert alignment(clean, clean, mask).item() == pytest.approx(0, abs=1e-6)
    # Opposite features cost 2; four fifths of the weight lies in the hole's half.
    hole_cost = alignment(Features(clean.summary, wrong_hole), clean, mask).item()
    known_cost = alignment(Features(clean.summary, wrong_known), clean, mask).item()
    assert hole_cost == pytest.approx(2 * 4 / 5, rel=1e-4)
    assert known_cost == pytest.approx(2 / 5, rel=1e-4)


def test_what_all_tokens_share_does_not_hide_a_miss(clean):
    mask = torch.ones(2, 1, 16, 16)
    shifted = Features(clean.summary + 50, clean.patches + 50)
    opposite = Features(50 - clean.summary, 50 - clean.patches)
    alignment = Alignment(8)

    hidden = alignment(opposite, shifted, mask).item()
    alignment.summary_mean += 50
    alignment.patch_mean += 50

    assert hidden < 0.01
    assert alignment(opposite, shifted, mask).item() == pytest.approx(4, rel=1e-3)


def test_the_means_are_those_of_what_was_seen_and_then_follow(clean):
    alignment = Alignment(8)
    other = Features(clean.summary + 1, clean.patches + 1)

    alignment.follow(clean)
    alignment.follow(other)
    assert torch.allclose(alignment.summary_mean, clean.summary.mean(0) + 0.5, atol=1e-5)
    assert torch.allclose(alignment.patch_mean, clean.patches.mean(dim=(0, 2, 3)) + 0.5, atol=1e-5)

    for _ in range(200):
        alignment.follow(other)
    assert torch.allclose(alignment.patch_mean, other.patches.mean(dim=(0, 2, 3)), atol=1e-3)
