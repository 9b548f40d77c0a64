"""From numbers of the network to bounded image-plane Gaussians.

Bounds are what makes a Gaussian field trainable: without them reconstructions lose half their decibels.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.rasterizer import GaussianField, largest_sigma

# Means may leave their cell by this much; the window is dimensioned for it.
STRAY_PX = 0.5
# Offsets 2, Cholesky 3, color residual 3, opacity 1.
CHANNELS = 9


class GaussianHead(nn.Module):
    """One 1x1 convolution, then bounds. Float32 whatever the network's precision: bf16 colors would cost
    16-bit gradients.

    At the start every Gaussian sits in its cell's center, round, nearly opaque, in the guess's color.
    """

    def __init__(self, dim: int, gaussians_per_cell: int, cell_px: int, radius: int) -> None:
        super().__init__()
        self.count = gaussians_per_cell
        self.cell_px = cell_px
        self.radius = radius
        self.largest_sigma = largest_sigma(cell_px, radius, stray_px=STRAY_PX, opacity=1.0)
        self.project = nn.Conv2d(dim, gaussians_per_cell * CHANNELS, 1)
        nn.init.normal_(self.project.weight, std=1e-3)
        bias = torch.tensor([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0])
        with torch.no_grad():
            self.project.bias.copy_(bias.repeat(gaussians_per_cell))  # type: ignore[union-attr]

    def forward(self, x: Tensor, guess: Tensor) -> GaussianField:
        """Features (B, C, h, w) and guessed colors (B, 3, h, w), one pixel per cell, to a field."""
        with torch.autocast(x.device.type, enabled=False):
            raw = torch.nn.functional.conv2d(
                x.float(),
                self.project.weight.float(),
                self.project.bias.float(),  # type: ignore[union-attr]
            )
            raw = raw.unflatten(1, (self.count, CHANNELS))
            reach = self.cell_px / 2 + STRAY_PX
            return GaussianField(
                offsets=reach * torch.tanh(raw[:, :, 0:2]),
                cholesky=self._bounded_cholesky(raw[:, :, 2:5]),
                colors=guess.float()[:, None] + raw[:, :, 5:8],
                opacities=torch.sigmoid(raw[:, :, 8:9]),
                cell_px=self.cell_px,
                radius=self.radius,
            )

    def _bounded_cholesky(self, raw: Tensor) -> Tensor:
        # sigmoid(0) = 0.5: both axes start at 0.6 sigma, a Frobenius norm of 0.85, inside the bound.
        diagonal = self.largest_sigma * (0.1 + torch.sigmoid(raw[:, :, [0, 2]]))
        shear = self.largest_sigma * torch.tanh(raw[:, :, 1:2])
        cholesky = torch.cat([diagonal[:, :, :1], shear, diagonal[:, :, 1:]], dim=2)
        # The spectral norm is at most the Frobenius norm, so no axis exceeds the largest sigma.
        norm = cholesky.square().sum(dim=2, keepdim=True).sqrt()
        return cholesky * (self.largest_sigma / norm).clamp(max=1.0)
