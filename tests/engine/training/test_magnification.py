"""A field that is fine at its own size and a grid between the samples, and what a closer look says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine.rasterizer import GaussianField, render
from engine.training.data import Batch
from engine.training.magnification import magnified_terms

CELLS, SIZE, LARGER = 12, 24, 40


def ramp(size: int) -> torch.Tensor:
    """(1, 3, size, size): brightness rises from left to right, the same picture at every size."""
    along = (torch.arange(size) + 0.5) / size
    return along.expand(1, 3, size, size).contiguous()


def ramp_field(sigma_px: float) -> GaussianField:
    """One round Gaussian in each cell's middle, in the ramp's color there."""
    ones = torch.ones(1, 1, 1, CELLS, CELLS)
    colors = ramp(CELLS)[:, None]
    cholesky = torch.cat([sigma_px * ones, 0 * ones, sigma_px * ones], dim=2)
    return GaussianField(ones.expand(-1, -1, 2, -1, -1) * 0, cholesky, colors, 0.3 * ones)


def batch_of(has_closer: bool, hole: float = 0.0) -> Batch:
    return Batch(ramp(SIZE), torch.full((1, 1, SIZE, SIZE), hole), ramp(LARGER), torch.tensor([has_closer]))


@pytest.mark.parametrize("has_closer", [True, False])
def test_narrow_gaussians_cost_more_than_wide_ones_and_are_told_to_widen(has_closer: bool) -> None:
    costs, pulls = [], []
    for sigma in (0.5, 1.0):
        field = ramp_field(sigma)
        field = replace(field, cholesky=field.cholesky.requires_grad_())
        torch.manual_seed(0)
        _, known = magnified_terms(field, render(field), batch_of(has_closer))
        known.backward()
        assert field.cholesky.grad is not None
        costs.append(known.item())
        pulls.append(field.cholesky.grad[:, :, 0].sum().item())

    assert costs[0] > 1.5 * costs[1]
    assert pulls[0] < 0


def test_the_hole_counts_only_where_the_truth_is_known() -> None:
    field = ramp_field(1.0)

    torch.manual_seed(0)
    known_hole, known_rest = magnified_terms(field, render(field), batch_of(True, hole=1.0))
    torch.manual_seed(0)
    unknown_hole, unknown_rest = magnified_terms(field, render(field), batch_of(False, hole=1.0))

    assert known_hole > 0
    assert known_rest < 1e-6
    assert unknown_hole < 1e-6
    assert unknown_rest > 0


def test_the_window_of_the_field_and_that_of_the_truth_are_the_same_place() -> None:
    # The ramp rises by a fortieth per pixel: a window beside the right one would differ by its shift.
    field = ramp_field(1.0)
    for seed in range(5):
        torch.manual_seed(seed)
        _, difference = magnified_terms(field, render(field), batch_of(True))
        assert difference.item() < 0.012
