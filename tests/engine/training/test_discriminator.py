"""The discriminator: what it costs, what it is told, what it learns, and that it survives its file."""

from __future__ import annotations

import math

import pytest
import torch

from engine.protocol import WeightsError
from engine.training.discriminator import (
    Discriminator,
    deception,
    feature_matching,
    gradient_penalty,
    judgment_of_fills,
    judgment_of_photographs,
    load_discriminator,
    save_discriminator,
)


@pytest.fixture(scope="module")
def discriminator() -> Discriminator:
    torch.manual_seed(0)
    return Discriminator()


def left_half(size: int = 32) -> torch.Tensor:
    mask = torch.zeros(1, 1, size, size)
    mask[..., : size // 2] = 1
    return mask


def test_it_is_small_and_judges_at_two_scales(discriminator):
    assert 2e6 < sum(p.numel() for p in discriminator.parameters()) < 3e6

    logits, features = discriminator(torch.rand(2, 3, 48, 64), torch.zeros(2, 1, 48, 64))

    assert [tuple(said.shape) for said in logits] == [(2, 1, 6, 8), (2, 1, 3, 4)]
    assert len(features) == 6


def test_undecided_judgments_cost_a_coin_toss():
    undecided = [torch.zeros(1, 1, 4, 4), torch.zeros(1, 1, 2, 2)]
    mask = left_half()

    for cost in (
        judgment_of_photographs(undecided),
        judgment_of_fills(undecided, mask),
        deception(undecided, mask),
    ):
        assert cost.item() == pytest.approx(math.log(2))


def test_only_patches_of_the_hole_are_fills_and_only_they_deceive():
    said = torch.full((1, 1, 4, 4), 9.0)
    said[..., :2] = -9.0  # "The left half was filled": right.

    assert judgment_of_fills([said], left_half()).item() < 1e-3
    assert judgment_of_fills([-said], left_half()).item() > 8
    assert deception([said], left_half()).item() == pytest.approx(9.0, abs=1e-3)
    # What it says of the known half is nothing to the generator.
    said[..., 2:] = -50.0
    assert deception([said], left_half()).item() == pytest.approx(9.0, abs=1e-3)


def test_a_patch_half_in_the_hole_is_half_a_fill():
    mask = torch.zeros(1, 1, 8, 8)
    mask[..., :4] = 1
    said = torch.zeros(1, 1, 1, 1, requires_grad=True)

    judgment_of_fills([said], mask).backward()

    assert said.grad is not None
    assert said.grad.item() == pytest.approx(0, abs=1e-7)


def test_feature_matching_is_zero_for_equals_and_free_of_scale():
    features = [torch.randn(1, 4, 8, 8), 100 * torch.randn(1, 4, 4, 4)]
    others = [2 * f for f in features]

    assert feature_matching(features, features).item() == 0
    assert feature_matching(others, features).item() == pytest.approx(1, rel=1e-5)


def test_the_penalty_is_that_of_a_linear_judge():
    class Linear(torch.nn.Module):
        def forward(self, pictures, masks, labels=None):
            return [3 * pictures.mean(dim=1, keepdim=True)], []

    # A logit is the sum of three channels: every value has gradient 1, over the root of 64 logits, squared.
    penalty = gradient_penalty(Linear(), torch.rand(2, 3, 8, 8), torch.zeros(2, 1, 8, 8))  # type: ignore[arg-type]
    assert penalty.item() == pytest.approx(3.0, rel=1e-5)


def test_the_penalty_can_be_descended(discriminator):
    pictures, masks = torch.rand(1, 3, 32, 32), left_half()

    gradient_penalty(discriminator, pictures, masks).backward()

    assert any(p.grad is not None and p.grad.abs().sum() > 0 for p in discriminator.parameters())
    discriminator.zero_grad(set_to_none=True)


def test_it_learns_to_tell_smooth_fills_from_photographs():
    torch.manual_seed(0)
    judge = Discriminator()
    optimizer = torch.optim.Adam(judge.parameters(), lr=5e-4, betas=(0.0, 0.99))
    mask = left_half().expand(4, -1, -1, -1)
    for _ in range(40):
        photographs = torch.rand(4, 3, 32, 32)
        fills = torch.where(mask > 0, torch.full_like(photographs, 0.5), photographs)
        true, _ = judge(photographs, mask)
        ours, _ = judge(fills, mask)
        loss = judgment_of_photographs(true) + judgment_of_fills(ours, mask)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    texture = judge(fills, mask)[0][0]
    assert texture[..., :1].max() < 0 < texture[..., 3:].min()


def test_it_survives_its_file(discriminator, tmp_path):
    path = tmp_path / "discriminator.safetensors"
    discriminator.warmth.fill_(2049)
    save_discriminator(discriminator, path)
    assert path.stat().st_size < 8e6

    again = load_discriminator(path)

    assert again.warmth == 2049
    picture, mask = torch.rand(1, 3, 32, 32), left_half()
    assert torch.allclose(again(picture, mask)[0][0], discriminator(picture, mask)[0][0], atol=5e-3)


def test_a_damaged_file_is_a_sentence(tmp_path):
    path = tmp_path / "discriminator.safetensors"
    path.write_bytes(b"nothing")
    with pytest.raises(WeightsError, match="damaged"):
        load_discriminator(path)
