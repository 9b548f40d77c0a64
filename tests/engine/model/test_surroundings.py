from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.surroundings import diffused


def test_known_pixels_stay_and_hole_values_are_not_looked_at(picture, hole):
    other = torch.where(hole > 0, torch.full_like(picture, 7.0), picture)

    assert torch.equal(diffused(picture, hole), diffused(other, hole))
    assert torch.equal((diffused(picture, hole) * (1 - hole)), picture * (1 - hole))


@settings(max_examples=25, deadline=None)
@given(
    height=st.integers(2, 70),
    width=st.integers(2, 70),
    seed=st.integers(0, 1000),
    color=st.floats(0, 1, width=32),
)
def test_a_constant_picture_is_continued_at_any_size(height, width, seed, color):
    generator = torch.Generator().manual_seed(seed)
    mask = (torch.rand(1, 1, height, width, generator=generator) < 0.7).float()
    mask[0, 0, 0, 0] = 0
    picture = torch.full((1, 3, height, width), color)

    torch.testing.assert_close(diffused(picture, mask), picture, atol=1e-5, rtol=0)


def test_the_guess_stays_between_the_darkest_and_brightest_known_color(picture, hole):
    guess = diffused(picture, hole)

    known = picture[:, :, hole[0, 0] == 0]
    assert guess.min() >= known.min() - 1e-5
    assert guess.max() <= known.max() + 1e-5


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_nearer_side_decides(side):
    picture = torch.zeros(1, 3, 32, 64)
    picture[..., 32:] = 1
    mask = torch.zeros(1, 1, 32, 64)
    mask[..., 16:48] = 1

    guess = diffused(picture, mask)

    near = guess[..., 17] if side == "left" else 1 - guess[..., 46]
    assert near.max() < 0.35
