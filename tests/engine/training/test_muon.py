"""Muon's steps: their directions, their size, and what they leave to AdamW."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.training.muon import Muon, orthogonal


@pytest.mark.parametrize("shape", [(8, 8), (6, 40), (40, 6)])
def test_orthogonal_keeps_directions_and_makes_their_lengths_alike(shape):
    torch.manual_seed(0)
    left, lengths, right = torch.linalg.svd(torch.randn(shape), full_matrices=False)
    # From 1 down to a hundredth: five iterations bring up what is that small.
    lengths = torch.logspace(0, -2, len(lengths))

    made = orthogonal(left @ lengths.diag() @ right)
    turned = left.T @ made @ right.T

    assert made.dtype == torch.float32
    assert torch.linalg.svdvals(made).min() > 0.6
    assert torch.linalg.svdvals(made).max() < 1.25
    # The same singular vectors: what is off the diagonal is rounding, of bf16 where that is used.
    assert (turned - turned.diag().diag()).abs().max() < 0.03


def test_a_step_is_as_long_as_one_of_adam():
    torch.manual_seed(0)
    kernel = nn.Parameter(torch.zeros(32, 16, 3, 3))
    kernel.grad = torch.randn_like(kernel)
    Muon([kernel], lr=0.01, weight_decay=0).step()

    assert kernel.square().mean().sqrt().item() == pytest.approx(0.01 * 0.2, rel=0.2)


def test_what_is_no_matrix_moves_as_by_adamw():
    def parameters() -> list[nn.Parameter]:
        torch.manual_seed(1)
        return [nn.Parameter(torch.randn(shape)) for shape in [(5,), (6, 1, 3, 3), ()]]

    ours, theirs = parameters(), parameters()
    muon = Muon(ours, lr=0.03, weight_decay=0.1)
    adam = torch.optim.AdamW(theirs, lr=0.03, weight_decay=0.1, betas=(0.9, 0.99))
    for _ in range(4):
        for parameter in [*ours, *theirs]:
            parameter.grad = (parameter - 0.3).detach()
        muon.step()
        adam.step()

    torch.testing.assert_close(ours, theirs)


def test_what_has_no_gradient_stays():
    still = nn.Parameter(torch.ones(4, 4))
    Muon([still], lr=0.1, weight_decay=0.5).step()
    assert torch.equal(still.detach(), torch.ones(4, 4))


def test_it_finds_the_least_squares_of_an_ill_conditioned_problem():
    torch.manual_seed(2)
    inputs = torch.randn(256, 12) * torch.logspace(0, -0.5, 12)
    wanted = torch.randn(12, 9)
    weight = nn.Parameter(torch.zeros(12, 9))
    muon = Muon([weight], lr=0.1, weight_decay=0)
    for step in range(200):
        muon.param_groups[0]["lr"] = 0.1 * (1 - step / 200)
        loss = (inputs @ (weight - wanted)).square().mean()
        weight.grad = torch.autograd.grad(loss, weight)[0]
        muon.step()

    assert (weight - wanted).abs().max() < 0.1


def test_a_loaded_state_goes_on_as_if_it_had_never_stopped():
    def stepped(weight: nn.Parameter, muon: Muon, count: int) -> None:
        for number in range(count):
            weight.grad = torch.sin(weight.detach() + number)
            muon.step()

    torch.manual_seed(3)
    start = torch.randn(4, 6)
    straight, paused = nn.Parameter(start.clone()), nn.Parameter(start.clone())
    first, before = Muon([straight], 0.02, 0.1), Muon([paused], 0.02, 0.1)
    stepped(straight, first, 2)
    stepped(paused, before, 2)
    after = Muon([paused], 0.02, 0.1)
    after.load_state_dict(before.state_dict())
    stepped(straight, first, 3)
    stepped(paused, after, 3)

    assert torch.equal(straight, paused)
