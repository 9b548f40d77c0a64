"""The fast CPU backend: compiled loops behind an autograd function, the reference's rule to the letter."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.rasterizer import cpu_kernels
from engine.rasterizer.gaussians import ALPHA_THRESHOLD, GaussianField
from engine.rasterizer.reference import packed_parameters
from engine.rasterizer.sampling import Axis


def render_cpu(field: GaussianField, rows: Axis, columns: Axis) -> Tensor:
    """Renders the pixels `rows` x `columns` of a cropped float32 field on the CPU.

    Args, returns: As `render_reference`. Twice the same call gives the same bits, gradients included.
    """
    packed = packed_parameters(field).permute(0, 3, 4, 1, 2)
    return _Rasterize.apply(packed, rows, columns, field.cell_px, field.radius)


class _Rasterize(torch.autograd.Function):
    """packed (B, h, w, K, 9) -> pixels (B, 3, H, W)."""

    @staticmethod
    def forward(ctx: Any, packed: Tensor, rows: Axis, columns: Axis, cell_px: int, radius: int) -> Tensor:
        # Where opacity * exp(-sigma) has fallen below the threshold for certain, no exp is needed.
        limit = torch.log(packed[..., 8:] / ALPHA_THRESHOLD) + 0.01
        gaussians = torch.cat([packed, limit], dim=-1).contiguous()
        blend = packed[..., 5:8].mean(3).contiguous()
        shift_px = np.arange(-radius, radius + 1, dtype=np.float32) * np.float32(cell_px)
        samples = (*_arrays(rows), *_arrays(columns), shift_px)
        pixels = packed.new_empty(packed.shape[0], 3, rows.cell.size, columns.cell.size)
        cpu_kernels.forward(gaussians.numpy(), blend.numpy(), *samples, pixels.numpy())
        ctx.save_for_backward(gaussians, blend)
        ctx.samples, ctx.radius = samples, radius
        return pixels

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None, None, None]:
        gaussians, blend = ctx.saved_tensors
        batch, cell_rows, cell_columns, per_cell, _ = gaussians.shape
        strips = gaussians.new_zeros(
            batch,
            -(-cell_rows // cpu_kernels.STRIP_CELLS),
            cpu_kernels.STRIP_CELLS + 2 * ctx.radius,
            *(cell_columns, per_cell, 9),
        )
        grad = gaussians.new_zeros(batch, cell_rows, cell_columns, per_cell, 9)
        cpu_kernels.backward(
            gaussians.numpy(),
            blend.numpy(),
            *ctx.samples,
            grads[0].contiguous().numpy(),
            strips.numpy(),
            grad.numpy(),
        )
        return grad, None, None, None, None


def _arrays(axis: Axis) -> tuple[np.ndarray, ...]:
    return (
        axis.cell,
        axis.place.astype(np.float32),
        axis.left,
        axis.right,
        axis.fraction.astype(np.float32),
    )
