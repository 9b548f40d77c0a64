"""The embedded encoder against timm's network of the same shape."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch
from timm.models.vision_transformer import Block as TimmBlock
from timm.models.vision_transformer import VisionTransformer as TimmViT

from engine.model.vision_transformer import Block, VisionTransformer


@pytest.fixture(scope="module")
def pair() -> tuple[VisionTransformer, TimmViT]:
    """Ours with random parameters, timm's with the same ones."""
    torch.manual_seed(0)
    ours = VisionTransformer(image_px=64, patch_px=16, dim=48, depth=3, heads=3).eval()
    with torch.no_grad():
        for parameter in ours.parameters():
            parameter.normal_(std=0.2)
    theirs = TimmViT(
        img_size=64,
        patch_size=16,
        embed_dim=48,
        depth=3,
        num_heads=3,
        num_classes=0,
        dynamic_img_size=True,
        global_pool="token",
    ).eval()
    theirs.load_state_dict(ours.state_dict())
    return ours, theirs


def test_parameters_have_timms_names_in_timms_order(pair):
    """Optimizer states know parameters by their place alone."""
    ours, theirs = pair

    assert [name for name, _ in ours.named_parameters()] == [name for name, _ in theirs.named_parameters()]


@pytest.mark.parametrize("size", [(64, 64), (32, 32), (96, 96), (48, 80)])
def test_tokens_are_timms_on_any_grid(pair, size):
    ours, theirs = pair
    pictures = torch.randn(2, 3, *size, generator=torch.Generator().manual_seed(4))

    with torch.no_grad():
        torch.testing.assert_close(
            ours.forward_features(pictures), theirs.forward_features(pictures), rtol=1e-4, atol=1e-5
        )


def test_a_block_without_biases_is_timms_too():
    """The feature adaptation is built from these."""
    torch.manual_seed(0)
    ours, theirs = Block(48, 3, has_qkv_bias=False), TimmBlock(48, 3)
    theirs.load_state_dict(ours.state_dict())
    tokens = torch.randn(2, 17, 48)

    with torch.no_grad():
        torch.testing.assert_close(ours(tokens), theirs(tokens), rtol=1e-4, atol=1e-5)


def test_the_engine_opens_without_timm():
    """Its import would take longer than everything else that happens before the first fill."""
    code = (
        "import sys; from engine.api import load_engine; load_engine('cpu');"
        "print(*(name for name in ('timm', 'torchvision') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
