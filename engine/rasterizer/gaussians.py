"""The Gaussian field: image-plane Gaussians on a grid of cells, and the bound on their reach."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from engine.regions import Box

ALPHA_CAP = 0.999
"""Largest alpha of one Gaussian, as in gsplat 1.5.3."""
ALPHA_THRESHOLD = 1.0 / 255.0
"""A Gaussian below this alpha is skipped at a pixel, as in gsplat 1.5.3."""
STOP_TRANSMITTANCE = 1e-4
"""Compositing stops before the Gaussian that would bring the transmittance to this or less."""
NORMALIZER = 1.0 / 255.0
"""Weight of the blended cell colors in a pixel: decides only where the Gaussians leave a gap."""


def largest_sigma(
    cell_px: float,
    radius: int,
    stray_px: float = 0.5,
    opacity: float = 1.0,
    threshold: float = ALPHA_THRESHOLD,
) -> float:
    """The largest standard deviation that keeps a Gaussian invisible outside its window.

    A pixel sees the (2 * radius + 1)^2 cells around its own. The nearest pixel that does not see a
    Gaussian is therefore radius * cell_px - stray_px away from its mean, and there
    opacity * exp(-d^2 / (2 sigma^2)) has to be below `threshold`. Scale the Cholesky factor so that its
    Frobenius norm (never below its largest standard deviation) stays within this.

    Args:
        cell_px: Side of a cell.
        radius: Window radius in cells, at least 1.
        stray_px: How far a mean may lie outside its cell.
        opacity: Largest opacity, 0..1.
        threshold: Alpha below which a Gaussian is skipped.

    Returns:
        Standard deviation in px; infinite where the opacity alone keeps the Gaussian invisible.

    Raises:
        ValueError: The means may leave the window.
    """
    reach_px = radius * cell_px - stray_px
    if reach_px <= 0:
        raise ValueError(f"means straying {stray_px} px leave a window of {radius} cells of {cell_px} px")
    if opacity <= threshold:
        return math.inf
    return reach_px / math.sqrt(2.0 * math.log(opacity / threshold))


@dataclass(frozen=True)
class GaussianField:
    """A grid of (h, w) cells with K image-plane Gaussians each. Gaussian (row, col, k) has the index
    (row * w + col) * K + k; lower indices lie in front.

    Attributes:
        offsets: Means (x, y) relative to the center of their cell, (B, K, 2, h, w), px of the field.
        cholesky: Lower factor (l11, l21, l22) of the covariance, (B, K, 3, h, w), px; l11, l22 > 0.
        colors: sRGB-encoded, unclipped, (B, K, 3, h, w).
        opacities: (B, K, 1, h, w), 0..1.
        cell_px: Side of a cell in px of the field.
        radius: Window radius: a pixel sees (2 * radius + 1)^2 cells.
    """

    offsets: Tensor
    cholesky: Tensor
    colors: Tensor
    opacities: Tensor
    cell_px: int = 2
    radius: int = 2

    def __post_init__(self) -> None:
        if self.cell_px < 1 or self.radius < 1:
            raise ValueError(f"cell_px and radius must be at least 1, not {self.cell_px} and {self.radius}")
        if self.offsets.ndim != 5:
            raise ValueError(f"offsets must be (B, K, 2, h, w), not {tuple(self.offsets.shape)}")
        batch, per_cell, _, rows, columns = self.offsets.shape
        for name, channels in (("offsets", 2), ("cholesky", 3), ("colors", 3), ("opacities", 1)):
            tensor: Tensor = getattr(self, name)
            expected = (batch, per_cell, channels, rows, columns)
            if tuple(tensor.shape) != expected or 0 in expected:
                raise ValueError(f"{name} must be {expected}, not {tuple(tensor.shape)}")
            if tensor.dtype != self.offsets.dtype or tensor.dtype not in (torch.float32, torch.float64):
                raise ValueError(f"{name} is {tensor.dtype}; all four must be float32 (or float64 to check)")
            if tensor.device != self.offsets.device:
                raise ValueError(f"{name} is on {tensor.device}, the offsets on {self.offsets.device}")

    @property
    def batch(self) -> int:
        """Number of images."""
        return self.offsets.shape[0]

    @property
    def gaussians_per_cell(self) -> int:
        return self.offsets.shape[1]

    @property
    def cells(self) -> tuple[int, int]:
        """Cells of one image, (rows, columns)."""
        return self.offsets.shape[3], self.offsets.shape[4]

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in px of the field."""
        rows, columns = self.cells
        return rows * self.cell_px, columns * self.cell_px

    @property
    def means(self) -> Tensor:
        """Absolute means (x, y), (B, K, 2, h, w), px of the field.

        Their float32 step grows with the distance from the origin (0.001 px at 12,000 px): for a crop
        of a field only, never for a large one.
        """
        rows, columns = self.cells
        like = {"dtype": self.offsets.dtype, "device": self.offsets.device}
        y = (torch.arange(rows, **like) + 0.5) * self.cell_px
        x = (torch.arange(columns, **like) + 0.5) * self.cell_px
        centers = torch.stack([x.expand(rows, columns), y[:, None].expand(rows, columns)])
        return self.offsets + centers

    def crop(self, cells: Box) -> GaussianField:
        """The field of a box of cells; a view, its origin is the box's corner.

        Raises:
            ValueError: The box is empty or leaves the field.
        """
        if cells.is_empty or not Box.whole(self.cells).contains(cells):
            raise ValueError(f"{cells} is empty or leaves a field of {self.cells} cells")
        rows, columns = cells.slices
        return self._mapped(lambda tensor: tensor[..., rows, columns])

    def to(self, device: torch.device | str) -> GaussianField:
        """The same field on another device."""
        return self._mapped(lambda tensor: tensor.to(device))

    def scaled(self, factor: int) -> GaussianField:
        """The same picture `factor` times as large: means and covariances scale, the rest stays."""
        return replace(
            self,
            offsets=self.offsets * factor,
            cholesky=self.cholesky * factor,
            cell_px=self.cell_px * factor,
        )

    def _mapped(self, change: Callable[[Tensor], Tensor]) -> GaussianField:
        return replace(
            self,
            offsets=change(self.offsets),
            cholesky=change(self.cholesky),
            colors=change(self.colors),
            opacities=change(self.opacities),
        )
