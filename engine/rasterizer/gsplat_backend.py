"""The CUDA backend: gsplat 1.5.3 composites, this file hands it image-plane Gaussians and normalizes.

gsplat knows no cells: it draws a Gaussian wherever it is visible, so it agrees with the reference as long
as sigma is bounded (`largest_sigma`). Its exp is a fast one: a few pixels differ where a threshold flips.
Its backward adds with atomics and is not bit-deterministic.
"""

from __future__ import annotations

import importlib
import logging
import threading

import torch
from torch import Tensor

from engine.rasterizer.gaussians import ALPHA_THRESHOLD, NORMALIZER, GaussianField
from engine.rasterizer.reference import blended_colors, packed_parameters, render_reference
from engine.rasterizer.sampling import Axis

_log = logging.getLogger(__name__)

_TILE_PX = 16
"""Side of gsplat's tiles; its kernels are tuned for 16."""


class CompiledKernels:
    """gsplat's CUDA kernels, compiled by nvcc in the background: minutes the first time on a machine."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._are_ready = False

    @property
    def are_ready(self) -> bool:
        """Whether the kernels are compiled and loaded."""
        return self._are_ready

    def start(self) -> None:
        """Starts compiling, once; later calls do nothing."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._compile, name="gsplat-compile", daemon=True)
                self._thread.start()

    def wait(self) -> bool:
        """Waits for the compiler; false where the kernels cannot be compiled."""
        self.start()
        assert self._thread is not None
        self._thread.join()
        return self._are_ready

    def _compile(self) -> None:
        try:
            # Importing this module compiles; without a CUDA toolkit it holds None.
            backend = importlib.import_module("gsplat.cuda._backend")
            reason = "no CUDA toolkit was found" if backend._C is None else ""
        except Exception as error:  # a compiler fails in any way it likes, and nothing of it is fatal
            reason = str(error) or type(error).__name__
        self._are_ready = not reason
        if reason:
            _log.warning("gsplat cannot be compiled here, the slower rasterizer runs instead: %s", reason)


kernels = CompiledKernels()


def render_gsplat(field: GaussianField, rows: Axis, columns: Axis) -> Tensor:
    """Renders the pixels `rows` x `columns` of a cropped float32 field on a CUDA device.

    Falls back to the reference, on the same device, where gsplat cannot be compiled.

    Args, returns: As `render_reference`.
    """
    if not kernels.wait():
        return render_reference(field, rows, columns)
    color, weight = composite(field, rows, columns)
    blend = blended_colors(field.colors.mean(1), rows, columns)
    return (color + NORMALIZER * blend) / (weight + NORMALIZER)


def composite(field: GaussianField, rows: Axis, columns: Axis) -> tuple[Tensor, Tensor]:
    """gsplat's compositing of a cropped field.

    Returns:
        Sums of share * color (B, 3, H, W) and of shares (B, 1, H, W).
    """
    from gsplat.cuda import _wrapper as gsplat

    means, conics, colors, opacities = image_plane(field, rows, columns)
    height, width = rows.cell.size, columns.cell.size
    tiles = -(-height // _TILE_PX), -(-width // _TILE_PX)
    depths = torch.arange(1, means.shape[1] + 1, device=means.device, dtype=torch.float32)
    _, keys, order = gsplat.isect_tiles(
        means.detach(),
        visible_radii(field, rows.scale, columns.scale),
        # The sort is stable: above 2^24, where two depths round to one, the index still decides.
        depths.expand(means.shape[:2]),
        tile_size=_TILE_PX,
        tile_width=tiles[1],
        tile_height=tiles[0],
    )
    offsets = gsplat.isect_offset_encode(keys, field.batch, tiles[1], tiles[0])
    color, weight = gsplat.rasterize_to_pixels(
        means, conics, colors, opacities, width, height, _TILE_PX, offsets, order
    )
    return color.permute(0, 3, 1, 2), weight.permute(0, 3, 1, 2)


def image_plane(field: GaussianField, rows: Axis, columns: Axis) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The Gaussians as gsplat wants them, in order of their index, in output px counted from the box.

    Returns:
        means (B, N, 2), conics (B, N, 3), colors (B, N, 3), opacities (B, N).
    """
    offsets, whitening, colors, opacities = (
        packed_parameters(field).permute(0, 3, 4, 1, 2).split((2, 3, 3, 1), dim=-1)
    )
    device, dtype = offsets.device, offsets.dtype
    y = torch.from_numpy(rows.cell_centers(field.cell_px)).to(device, dtype)[:, None, None]
    x = torch.from_numpy(columns.cell_centers(field.cell_px)).to(device, dtype)[:, None]
    means = torch.stack([x + offsets[..., 0] * columns.scale, y + offsets[..., 1] * rows.scale], dim=-1)
    p, q, r = (whitening / torch.tensor([columns.scale, columns.scale, rows.scale], device=device)).unbind(-1)
    conics = torch.stack([p * p + q * q, -q * r, r * r], dim=-1)
    return means.flatten(1, 3), conics.flatten(1, 3), colors.flatten(1, 3), opacities.flatten(1)


def visible_radii(field: GaussianField, scale_y: float, scale_x: float) -> Tensor:
    """How far from its mean a Gaussian is visible along x and y, whole output px, (B, N, 2) int32.

    0 where it is visible nowhere, which gsplat takes as a sign to leave it out.
    """
    l11, l21, l22 = field.cholesky.detach().unbind(2)
    # The small addition outweighs the rounding of gsplat's fast exp.
    squared = 2.0 * torch.log(field.opacities.detach()[:, :, 0] / ALPHA_THRESHOLD) + 0.01
    reach = squared.clamp(min=0.0).sqrt()
    extent = torch.stack([scale_x * l11.abs(), scale_y * torch.hypot(l21, l22)], dim=-1) * reach[..., None]
    return extent.ceil().to(torch.int32).permute(0, 2, 3, 1, 4).flatten(1, 3)
