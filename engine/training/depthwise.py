"""Depthwise convolutions of a frozen network, whose gradients are convolutions again.

oneDNN's own gradient of a depthwise convolution takes four times as long as the convolution, that of a
strided one in bf16 up to a hundred times (96 channels, 128 px, batch 8, a core of a Zen 5: 195 ms; what is
done here takes 9).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class FrozenDepthwise(nn.Module):
    """A 3x3 depthwise convolution with "same" padding, as in the layer it takes the place of.

    Only its input gets a gradient; weight and bias are the layer's own tensors and stay as they are.
    """

    def __init__(self, layer: nn.Conv2d) -> None:
        """Takes over a layer.

        Raises:
            ValueError: It is not depthwise, not 3x3, dilated, or has another stride than 1 or 2.
        """
        super().__init__()
        is_depthwise = layer.groups == layer.in_channels == layer.out_channels
        if not is_depthwise or layer.kernel_size != (3, 3) or layer.dilation != (1, 1):
            raise ValueError("only plain 3x3 depthwise convolutions can be taken over")
        if layer.stride not in ((1, 1), (2, 2)):
            raise ValueError("only strides of 1 and 2 can be taken over")
        self.weight, self.bias = layer.weight, layer.bias
        self.stride = layer.stride[0]

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to (B, C, ceil(H / stride), ceil(W / stride))."""
        down, right = (self._padding(size) for size in x.shape[-2:])
        padded = functional.pad(x, (right // 2, right - right // 2, down // 2, down - down // 2))
        return _Convolved.apply(padded, self.weight, self.bias, self.stride)

    def _padding(self, size: int) -> int:
        return max((-(-size // self.stride) - 1) * self.stride + 3 - size, 0)


class _Convolved(torch.autograd.Function):
    """Unpadded, with a gradient for the picture alone."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor | None, stride: int) -> Tensor:
        ctx.save_for_backward(weight)
        ctx.stride, ctx.size = stride, x.shape[-2:]
        return functional.conv2d(x, weight, bias, stride, groups=weight.shape[0])

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None, None]:
        (weight,) = ctx.saved_tensors
        spread = _spread(grads[0], ctx.stride, ctx.size)
        flipped = weight.flip(2, 3).to(spread.dtype)
        return functional.conv2d(spread, flipped, groups=weight.shape[0]), None, None, None


def _spread(grad: Tensor, stride: int, size: torch.Size) -> Tensor:
    """The gradient (B, C, h, w) with zeros between and around, as a 3x3 kernel meets it; channels last."""
    batch, channels, rows, columns = grad.shape
    spread = grad.new_zeros(batch, size[0] + 2, size[1] + 2, channels)
    down, right = (2 + stride * (count - 1) + 1 for count in (rows, columns))
    spread[:, 2:down:stride, 2:right:stride] = grad.permute(0, 2, 3, 1)
    return spread.permute(0, 3, 1, 2)
