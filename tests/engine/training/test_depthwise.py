from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional

from engine.training.depthwise import FrozenDepthwise


def same_padded(layer: nn.Conv2d, x: torch.Tensor) -> torch.Tensor:
    """TensorFlow's rule, written out: as little as gives ceil(n / stride), the odd pixel at the end."""
    step = layer.stride[0]
    down, right = (max(0, (-(-size // step) - 1) * step + 3 - size) for size in x.shape[-2:])
    return layer(functional.pad(x, (right // 2, right - right // 2, down // 2, down - down // 2)))


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("size", [(8, 8), (9, 8), (7, 12), (1, 2)])
@pytest.mark.parametrize("bias", [True, False])
def test_it_is_the_layer_and_its_gradient_is_autograds(stride, size, bias):
    torch.manual_seed(0)
    layer = nn.Conv2d(5, 5, 3, stride=stride, groups=5, bias=bias).double().requires_grad_(False)
    x = torch.randn(2, 5, *size, dtype=torch.float64, requires_grad=True)
    wanted = same_padded(layer, x)
    weight = torch.randn_like(wanted)

    found = FrozenDepthwise(layer)(x)

    torch.testing.assert_close(found, wanted)
    expected = torch.autograd.grad(wanted, x, weight)[0]
    torch.testing.assert_close(torch.autograd.grad(found, x, weight)[0], expected)


def test_in_bf16_it_is_nearly_the_same_and_so_is_the_gradient():
    torch.manual_seed(0)
    layer = FrozenDepthwise(nn.Conv2d(8, 8, 3, stride=2, groups=8).requires_grad_(False))
    x = torch.randn(1, 8, 16, 16, requires_grad=True)

    with torch.autocast("cpu", dtype=torch.bfloat16):
        rough = layer(x)
    exact = layer(x)

    assert rough.dtype == torch.bfloat16
    torch.testing.assert_close(rough.float(), exact, atol=0.03, rtol=0.03)
    gradients = [torch.autograd.grad(y.float().square().sum(), x)[0] for y in (rough, exact)]
    torch.testing.assert_close(*gradients, atol=0.1, rtol=0.05)


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(4, 4, 3),
        nn.Conv2d(4, 8, 3, groups=4),
        nn.Conv2d(4, 4, 5, groups=4),
        nn.Conv2d(4, 4, 3, groups=4, dilation=2),
        nn.Conv2d(4, 4, 3, groups=4, stride=3),
    ],
)
def test_other_layers_are_refused(layer):
    with pytest.raises(ValueError, match="can be taken over"):
        FrozenDepthwise(layer)
