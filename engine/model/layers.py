"""Blocks that the generator is built from."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


def channel_norm(x: Tensor) -> Tensor:
    """Layer norm over the channels of (B, C, H, W), without parameters; free in channels-last memory."""
    normed = functional.layer_norm(x.permute(0, 2, 3, 1), (x.shape[1],))
    return normed.permute(0, 3, 1, 2)


class ChannelNorm(nn.Module):
    """Layer norm over the channels of (B, C, H, W) with a learned scale and shift."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.bias = nn.Parameter(torch.zeros(dim))

    def forward(self, x: Tensor) -> Tensor:
        normed = functional.layer_norm(x.permute(0, 2, 3, 1), (x.shape[1],), self.weight, self.bias)
        return normed.permute(0, 3, 1, 2)


class Modulation(nn.Module):
    """AdaLN: a condition vector to scale, shift and gate, all zero at first.

    Source: Peebles and Xie 2023 (adaLN-Zero); used for inpainting by Li et al. 2025, section 3.3.
    """

    def __init__(self, condition_dim: int, dim: int) -> None:
        super().__init__()
        self.to_modulation = nn.Linear(condition_dim, 3 * dim)
        nn.init.zeros_(self.to_modulation.weight)
        nn.init.zeros_(self.to_modulation.bias)

    def open_gate(self) -> None:
        """Lets the block speak from the start: for networks in which it is no addition to a trained one."""
        with torch.no_grad():
            self.to_modulation.bias.chunk(3)[2].fill_(1.0)

    def forward(self, condition: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Condition (B, D) to scale, shift, gate, each (B, C, 1, 1)."""
        scale, shift, gate = self.to_modulation(functional.silu(condition))[:, :, None, None].chunk(3, dim=1)
        return scale, shift, gate


class DilatedBlock(nn.Module):
    """Bottleneck block: AdaLN, dilated 3x3 convolution, 1x1 convolution, gated residual."""

    def __init__(self, dim: int, condition_dim: int, dilation: int) -> None:
        super().__init__()
        self.modulation = Modulation(condition_dim, dim)
        self.spatial = nn.Conv2d(dim, dim, 3, padding=dilation, dilation=dilation)
        self.pointwise = nn.Conv2d(dim, dim, 1)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        scale, shift, gate = self.modulation(condition)
        inner = channel_norm(x) * (1 + scale) + shift
        return x + gate * self.pointwise(functional.gelu(self.spatial(inner)))


class AttentionBlock(nn.Module):
    """Bottleneck block: convolutional position, AdaLN attention, AdaLN feed-forward; any size.

    Positions come from a depthwise convolution, so that a network trained on one size runs on others.
    """

    def __init__(self, dim: int, condition_dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.position = nn.Conv2d(dim, dim, 3, padding=1, groups=dim)
        self.attention_modulation = Modulation(condition_dim, dim)
        self.to_qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)
        self.feed_modulation = Modulation(condition_dim, dim)
        self.feed = nn.Sequential(nn.Conv2d(dim, 4 * dim, 1), nn.GELU(), nn.Conv2d(4 * dim, dim, 1))

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        x = x + self.position(x)
        scale, shift, gate = self.attention_modulation(condition)
        x = x + gate * self._attend(channel_norm(x) * (1 + scale) + shift)
        scale, shift, gate = self.feed_modulation(condition)
        return x + gate * self.feed(channel_norm(x) * (1 + scale) + shift)

    def _attend(self, x: Tensor) -> Tensor:
        batch, dim, height, width = x.shape
        tokens = x.flatten(2).transpose(1, 2)
        qkv = self.to_qkv(tokens).view(batch, height * width, 3, self.heads, dim // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        mixed = attention(query, key, value)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, height * width, dim))
        return mixed.transpose(1, 2).unflatten(2, (height, width))


def attention(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Scaled dot products, softmax, weighted mean; (B, heads, N, D) each, and so is the result.

    In bf16 on a CPU torch's kernel and its gradient take three times as long as the three steps one by one.
    """
    if query.dtype == torch.bfloat16 and query.device.type == "cpu":
        likeness = (query * query.shape[-1] ** -0.5) @ key.transpose(-2, -1)
        return likeness.softmax(dim=-1).to(value.dtype) @ value
    return functional.scaled_dot_product_attention(query, key, value)


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions around a residual, for the encoder and the decoder."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.norm = ChannelNorm(dim)
        self.first = nn.Conv2d(dim, dim, 3, padding=1)
        self.second = nn.Conv2d(dim, dim, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        if self.second.bias is not None:
            nn.init.zeros_(self.second.bias)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(functional.gelu(self.first(self.norm(x))))


def upsampled(x: Tensor) -> Tensor:
    """Twice the size, bilinear: transposed convolutions leave checkerboards."""
    return functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
