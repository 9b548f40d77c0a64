"""The definition of a pixel in plain torch: any device, differentiable, slow but never wrong.

A pixel is normalized front-to-back alpha compositing of the Gaussians in the cells around it, by the rule of
gsplat 1.5.3, in the order of their index:

    alpha_i = min(0.999, opacity_i * exp(-|L_i^-1 d|^2 / 2)), skipped below 1/255
    T_i     = prod_{j < i} (1 - alpha_j), stopping before the Gaussian that would bring it to 1e-4 or less
    pixel   = (sum alpha_i T_i c_i + eps * blend) / (sum alpha_i T_i + eps),  eps = 1/255

where `blend` is the bilinear blend of the neighboring cells' colors: without it the skip would leave
black holes where nothing reaches.
"""

from __future__ import annotations

import torch
import torch.nn.functional as functional
from torch import Tensor

from engine.rasterizer.gaussians import (
    ALPHA_CAP,
    ALPHA_THRESHOLD,
    NORMALIZER,
    STOP_TRANSMITTANCE,
    GaussianField,
)
from engine.rasterizer.sampling import Axis


def packed_parameters(field: GaussianField) -> Tensor:
    """What a pixel needs of a Gaussian: (B, K, 9, h, w) = offset x y, whitening p q r, color, opacity.

    The whitening is L^-1 of the Cholesky factor L: u = p dx, v = r dy - q dx, and
    d^T Sigma^-1 d = u^2 + v^2. No covariance is inverted, so thin Gaussians keep their precision.
    """
    l11, l21, l22 = field.cholesky.unbind(2)
    p, r = 1.0 / l11, 1.0 / l22
    whitening = torch.stack([p, l21 * p * r, r], dim=2)
    return torch.cat([field.offsets, whitening, field.colors, field.opacities], dim=2)


def blended_colors(colors: Tensor, rows: Axis, columns: Axis) -> Tensor:
    """Bilinear blend of cell colors (B, 3, h, w) at the sampled pixels, (B, 3, H, W)."""
    device = colors.device

    def along(tensor: Tensor, axis: Axis, dim: int) -> Tensor:
        left = tensor.index_select(dim, torch.from_numpy(axis.left).to(device))
        right = tensor.index_select(dim, torch.from_numpy(axis.right).to(device))
        fraction = torch.from_numpy(axis.fraction).to(device, colors.dtype)
        return left + (right - left) * (fraction[:, None] if dim == 2 else fraction)

    return along(along(colors, rows, 2), columns, 3)


def render_reference(field: GaussianField, rows: Axis, columns: Axis) -> Tensor:
    """Renders the pixels `rows` x `columns` of a cropped field.

    Args:
        field: Just the cells that can reach the pixels.
        rows: Samples of the pixel rows, counted from the crop.
        columns: Samples of the pixel columns, counted from the crop.

    Returns:
        (B, 3, H, W) sRGB, unclipped.
    """
    device, dtype, radius, cell_px = field.offsets.device, field.offsets.dtype, field.radius, field.cell_px
    blend = blended_colors(field.colors.mean(1), rows, columns)
    # Zeros around the field: opacity 0 is skipped.
    padded = functional.pad(packed_parameters(field), (radius, radius, radius, radius))
    row_cells = torch.from_numpy(rows.cell).to(device)
    column_cells = torch.from_numpy(columns.cell).to(device)
    y = torch.from_numpy(rows.place).to(device, dtype)[:, None]
    x = torch.from_numpy(columns.place).to(device, dtype)

    color = torch.zeros_like(blend)
    weight = torch.zeros_like(blend[:, :1])
    transmittance = torch.ones_like(weight)
    is_open = torch.ones_like(weight, dtype=torch.bool)
    for row_shift in range(-radius, radius + 1):
        in_rows = padded.index_select(3, row_cells + (radius + row_shift))
        for column_shift in range(-radius, radius + 1):
            seen = in_rows.index_select(4, column_cells + (radius + column_shift))
            for k in range(field.gaussians_per_cell):
                mean, whitening, own, opacity = seen[:, k].split((2, 3, 3, 1), dim=1)
                alpha = _alpha(
                    (x - column_shift * cell_px) - mean[:, :1],
                    (y - row_shift * cell_px) - mean[:, 1:],
                    whitening,
                    opacity,
                )
                remaining = transmittance * (1.0 - alpha)
                is_open = is_open & (remaining > STOP_TRANSMITTANCE)
                share = torch.where(is_open, alpha * transmittance, 0.0)
                transmittance = torch.where(is_open, remaining, transmittance)
                color = color + share * own
                weight = weight + share
    return (color + NORMALIZER * blend) / (weight + NORMALIZER)


def _alpha(dx: Tensor, dy: Tensor, whitening: Tensor, opacity: Tensor) -> Tensor:
    """Alpha (B, 1, H, W) of one Gaussian per pixel, 0 where it is skipped."""
    p, q, r = whitening.split(1, dim=1)
    u, v = p * dx, r * dy - q * dx
    sigma = 0.5 * (u * u + v * v)
    alpha = (opacity * torch.exp(-sigma.contiguous())).clamp(max=ALPHA_CAP)
    return torch.where(alpha >= ALPHA_THRESHOLD, alpha, 0.0)
