from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine.model.checkpoint import load_checkpoint, save_checkpoint
from engine.model.inpainter import Inpainter
from engine.rasterizer import render

from .conftest import TINY

TWICE = replace(TINY, generator=replace(TINY.generator, second_look=True))


@pytest.fixture
def model() -> Inpainter:
    """Open gates, but a second look that says nothing yet."""
    torch.manual_seed(0)
    made = Inpainter(TWICE).eval()
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            if parameter.abs().sum() == 0 and "second_look" not in name:
                parameter.normal_(std=0.1)
    return made


def open_up(model: Inpainter) -> None:
    assert model.generator.second_look is not None
    with torch.no_grad():
        for parameter in model.generator.second_look.parameters():
            parameter.normal_(std=0.3)


def test_it_says_nothing_at_first(model, picture, hole):
    with torch.no_grad():
        once, twice = (render(model.painted(picture, hole, looks=looks).field) for looks in (1, 2))

    torch.testing.assert_close(once, twice)


def test_once_trained_it_changes_the_picture_and_it_is_the_default(model, picture, hole):
    open_up(model)

    with torch.no_grad():
        once, twice, thrice = (render(model.painted(picture, hole, looks=n).field) for n in (1, 2, 3))
        default = render(model(picture, hole))

    assert not torch.allclose(once, twice, atol=1e-3)
    assert not torch.allclose(twice, thrice, atol=1e-4)
    assert torch.equal(default, twice)


def test_what_lies_under_the_mask_still_changes_nothing(model, picture, hole):
    open_up(model)
    other = torch.where(hole > 0, torch.rand_like(picture), picture)

    with torch.no_grad():
        assert torch.equal(render(model(picture, hole)), render(model(other, hole)))


def test_only_the_last_look_is_learned_from(model, picture, hole):
    # While it says nothing the second pass is the first one again, and so is what the network learns of it.
    stem = model.generator.stem.weight

    def gradients(looks: int) -> tuple[torch.Tensor, ...]:
        assert model.generator.second_look is not None
        its = list(model.generator.second_look.parameters())
        loss = render(model.painted(picture, hole, looks=looks).field).square().sum()
        return torch.autograd.grad(loss, [stem, *its], allow_unused=True)

    of_one, *its_of_one = gradients(1)
    of_two, *its_of_two = gradients(2)

    torch.testing.assert_close(of_two, of_one)
    assert all(gradient is None for gradient in its_of_one)
    assert all(gradient.abs().sum() > 0 for gradient in its_of_two)


def test_a_checkpoint_brings_it_back(model, picture, hole, tmp_path):
    open_up(model)
    save_checkpoint(model, tmp_path / "twice.safetensors", {})

    loaded = load_checkpoint(tmp_path / "twice.safetensors").model

    with torch.no_grad():
        wanted, found = render(model(picture, hole)), render(loaded(picture, hole))
    torch.testing.assert_close(found, wanted, atol=2e-2, rtol=0)
    assert loaded.config == TWICE


def smaller(picture: torch.Tensor, hole: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return picture[..., ::2, ::2].contiguous(), hole[..., ::2, ::2].contiguous()


def test_what_was_made_before_is_a_look_whoever_made_it(model, picture, hole):
    open_up(model)

    with torch.no_grad():
        before = model.painted(picture, hole, looks=1)
        handed_over = model.painted(picture, hole, before=before)
        thrice = model.painted(picture, hole, looks=2, before=before)

        assert torch.equal(render(handed_over.field), render(model.painted(picture, hole, looks=2).field))
        assert torch.equal(render(thrice.field), render(model.painted(picture, hole, looks=3).field))


def test_a_smaller_picture_may_have_been_looked_at_before(model, picture, hole):
    open_up(model)

    with torch.no_grad():
        small = model.painted(*smaller(picture, hole))
        closer = model.painted(picture, hole, before=small)
        unlike = model.painted(*smaller(1 - picture, hole))
        after_another = model.painted(picture, hole, before=unlike)

    assert closer.features.shape[-2:] == (8, 12)
    assert small.features.shape[-2:] == (4, 6)
    assert render(closer.field).shape == picture.shape
    assert not torch.allclose(render(closer.field), render(after_another.field), atol=1e-3)
