from __future__ import annotations

import pytest
import torch

from engine.model.encoder import Features
from engine.model.gaussian_head import STRAY_PX, GaussianHead
from engine.model.inpainter import Inpainter
from engine.model.layers import AttentionBlock, DilatedBlock
from engine.rasterizer import render

from .conftest import TINY


@pytest.mark.parametrize("block", [DilatedBlock(16, 8, 2), AttentionBlock(16, 8, 2)])
def test_blocks_ignore_the_condition_at_first_and_listen_once_trained(block):
    x, condition = torch.randn(2, 16, 8, 8), torch.randn(2, 8)
    before = block(x, condition)
    assert torch.equal(before, block(x, torch.randn(2, 8)))

    with torch.no_grad():
        for parameter in block.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    assert not torch.allclose(block(x, condition), block(x, -condition))


def test_an_untrained_model_continues_smooth_surroundings():
    model = Inpainter(TINY).eval()
    ramp = torch.linspace(0.2, 0.8, 96).expand(1, 3, 64, 96).contiguous()
    mask = torch.zeros(1, 1, 64, 96)
    mask[:, :, 24:40, 40:56] = 1

    with torch.no_grad():
        picture = render(model(ramp, mask))

    assert (picture - ramp).abs().max() < 0.15


@pytest.mark.parametrize("size", [(64, 64), (64, 96), (112, 80)])
def test_any_multiple_of_the_stride_gives_a_field_of_that_size(tiny_model, size):
    field = tiny_model(torch.rand(1, 3, *size), torch.zeros(1, 1, *size))

    assert field.size == size


def test_what_lies_under_the_mask_changes_nothing(tiny_model, picture, hole):
    other = torch.where(hole > 0, torch.rand_like(picture), picture)

    with torch.no_grad():
        one, another = tiny_model.painted(picture, hole), tiny_model.painted(other, hole)
    assert torch.equal(render(one.field), render(another.field))
    assert torch.equal(one.appearance, another.appearance)


def test_every_place_is_described_and_what_is_known_by_what_is_there(tiny_model, picture, hole):
    changed = picture.clone()
    changed[..., :16, :16] = 1 - changed[..., :16, :16]

    with torch.no_grad():
        said = tiny_model.painted(picture, hole).appearance
        moved = (tiny_model.painted(changed, hole).appearance - said).abs().sum(dim=1)[0]

    assert said.shape == (1, TINY.generator.appearance_dim, 8, 12)
    assert said.dtype == torch.float32
    assert moved[:2, :2].mean() > 3 * moved[4:, 6:].mean()


def test_who_does_not_ask_gets_the_same_field_without_a_description(tiny_model, picture, hole):
    with torch.no_grad():
        asked, not_asked = (tiny_model.painted(picture, hole, describes=says) for says in (True, False))

    assert not_asked.appearance is None
    assert torch.equal(render(asked.field), render(not_asked.field))


def test_the_summary_and_the_patch_tokens_both_steer_the_field(tiny_model, picture, hole):
    dim = TINY.encoder.dim
    base = Features(torch.zeros(1, dim), torch.zeros(1, dim, 4, 4))
    with torch.no_grad():
        plain = tiny_model.generator(picture, hole, base).colors
        by_summary = tiny_model.generator(picture, hole, Features(torch.ones(1, dim), base.patches)).colors
        by_patches = tiny_model.generator(picture, hole, Features(base.summary, base.patches + 1)).colors

    assert not torch.allclose(plain, by_summary)
    assert not torch.allclose(plain, by_patches)


@pytest.mark.parametrize("spread", [0.0, 3.0, 100.0])
def test_gaussians_stay_inside_their_bounds_whatever_the_network_says(spread):
    head = GaussianHead(8, 2, cell_px=2, radius=2)
    torch.nn.init.normal_(head.project.weight, std=max(spread, 1e-3))

    field = head(torch.randn(1, 8, 6, 6), torch.rand(1, 3, 6, 6))

    l11, l21, l22 = field.cholesky.unbind(2)
    matrix = torch.stack([torch.stack([l11, torch.zeros_like(l11)], -1), torch.stack([l21, l22], -1)], -2)
    assert field.offsets.abs().max() <= 1 + STRAY_PX
    assert torch.linalg.matrix_norm(matrix, ord=2).max() <= head.largest_sigma * 1.0001
    assert torch.minimum(l11, l22).min() > 0
    assert field.opacities.min() >= 0
    assert field.opacities.max() <= 1


def test_a_batch_equals_its_pictures_one_by_one(tiny_model, picture, hole):
    pictures = torch.cat([picture, picture.flip(3)])
    holes = torch.cat([hole, hole.flip(2)])

    with torch.no_grad():
        together = tiny_model.painted(pictures, holes)
        single = [tiny_model.painted(pictures[i : i + 1], holes[i : i + 1]) for i in range(2)]

    fields = torch.cat([render(one.field) for one in single])
    torch.testing.assert_close(render(together.field), fields, atol=2e-5, rtol=0)
    looks = torch.cat([one.appearance for one in single])
    torch.testing.assert_close(together.appearance, looks, atol=2e-5, rtol=0)
