"""The embedded encoder's network: a plain pre-norm ViT.

timm has the same network, but importing timm and torchvision takes longer than everything else that happens
before the first fill. The parameters carry timm's names and come in timm's order, so that checkpoints and
optimizer states of either fit the other.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.layers import attention

_NORM_EPS = 1e-6  # as in every published ViT; torch's own default is ten times larger
_MLP_RATIO = 4


class VisionTransformer(nn.Module):
    """Patches and one class token through transformer blocks; any grid, positions are resampled to it.

    Attributes:
        embed_dim: Channels of every token.
        num_prefix_tokens: Tokens before those of the patches: the class token.

    Source: Dosovitskiy et al. 2021.
    """

    num_prefix_tokens = 1

    def __init__(self, image_px: int, patch_px: int, dim: int, depth: int, heads: int) -> None:
        """Args:
        image_px: Side of the square view whose grid the positions are stored for.
        patch_px: Side of a patch.
        dim: Channels of a token.
        depth: Blocks.
        heads: Attention heads; `dim` is a multiple of it.
        """
        super().__init__()
        self.embed_dim = dim
        self.grid = image_px // patch_px
        self.cls_token = nn.Parameter(torch.empty(1, 1, dim))
        self.pos_embed = nn.Parameter(torch.empty(1, self.num_prefix_tokens + self.grid**2, dim))
        self.patch_embed = PatchEmbedding(patch_px, dim)
        self.blocks = nn.Sequential(*(Block(dim, heads) for _ in range(depth)))
        self.norm = nn.LayerNorm(dim, eps=_NORM_EPS)
        self._initialize()

    def forward_features(self, images: Tensor) -> Tensor:
        """Normalized pictures (B, 3, H, W), sides multiples of the patch, to tokens (B, 1 + h w, D)."""
        patches = self.patch_embed(images)
        positions = self._positions(patches.shape[-2], patches.shape[-1])
        summary = self.cls_token.expand(len(images), -1, -1)
        tokens = torch.cat([summary, patches.flatten(2).transpose(1, 2)], dim=1)
        return self.norm(self.blocks(tokens + positions))

    def _positions(self, height: int, width: int) -> Tensor:
        if height == width == self.grid:
            return self.pos_embed
        summary, patches = self.pos_embed.split((self.num_prefix_tokens, self.grid**2), dim=1)
        stored = patches.transpose(1, 2).unflatten(2, (self.grid, self.grid))
        resampled = functional.interpolate(stored, size=(height, width), mode="bicubic", antialias=True)
        return torch.cat([summary, resampled.flatten(2).transpose(1, 2)], dim=1)

    def _initialize(self) -> None:
        nn.init.normal_(self.cls_token, std=1e-6)
        nn.init.trunc_normal_(self.pos_embed, std=0.02)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.trunc_normal_(module.weight, std=0.02)
                nn.init.zeros_(module.bias)


class PatchEmbedding(nn.Module):
    """Patches of a picture, (B, 3, H, W), to their first tokens, (B, D, h, w)."""

    def __init__(self, patch_px: int, dim: int) -> None:
        super().__init__()
        self.patch_size = (patch_px, patch_px)
        self.proj = nn.Conv2d(3, dim, patch_px, stride=patch_px)

    def forward(self, images: Tensor) -> Tensor:
        return self.proj(images)


class Block(nn.Module):
    """Attention and feed-forward, each behind a layer norm and around a residual; (B, N, D) in and out."""

    def __init__(self, dim: int, heads: int, has_qkv_bias: bool = True) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(dim, eps=_NORM_EPS)
        self.attn = Attention(dim, heads, has_qkv_bias)
        self.norm2 = nn.LayerNorm(dim, eps=_NORM_EPS)
        self.mlp = FeedForward(dim)

    def forward(self, tokens: Tensor) -> Tensor:
        tokens = tokens + self.attn(self.norm1(tokens))
        return tokens + self.mlp(self.norm2(tokens))


class Attention(nn.Module):
    """Self-attention of all tokens."""

    def __init__(self, dim: int, heads: int, has_qkv_bias: bool) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim, bias=has_qkv_bias)
        self.proj = nn.Linear(dim, dim)

    def forward(self, tokens: Tensor) -> Tensor:
        batch, count, dim = tokens.shape
        qkv = self.qkv(tokens).view(batch, count, 3, self.heads, dim // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        mixed = attention(query, key, value)
        return self.proj(mixed.transpose(1, 2).reshape(batch, count, dim))


class FeedForward(nn.Module):
    """Two layers on every token by itself."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(dim, _MLP_RATIO * dim)
        self.fc2 = nn.Linear(_MLP_RATIO * dim, dim)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.fc2(functional.gelu(self.fc1(tokens)))
