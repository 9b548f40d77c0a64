"""The one door of the rasterizer: a box of pixels of a field, at any scale, by any backend."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from engine.rasterizer.cpu import render_cpu
from engine.rasterizer.gaussians import GaussianField
from engine.rasterizer.reference import render_reference
from engine.rasterizer.sampling import Axis, output_size, sample_box
from engine.regions import Box

Backend = Callable[[GaussianField, Axis, Axis], Tensor]

_BACKENDS: dict[str, Backend] = {"reference": render_reference, "cpu": render_cpu}


def render(
    field: GaussianField,
    *,
    box: Box | None = None,
    scale: float | tuple[float, float] = 1.0,
    backend: str = "auto",
) -> Tensor:
    """Renders a box of a Gaussian field. The pixels are the same whatever box they are asked in.

    Args:
        field: The Gaussians; only the cells that can reach the box are touched.
        box: Which output pixels, of a picture of the field's size times `scale` (rounded); None is all.
        scale: Output px per field px, one number or (sy, sx). Pixel (i, j) shows the field at
            x = (j + 0.5) / sx, y = (i + 0.5) / sy.
        backend: "reference", "cpu" (numba), or "auto": the fastest for the field's device and type.

    Returns:
        (B, 3, box.height, box.width) sRGB, unclipped, differentiable in all of the field's tensors.

    Raises:
        ValueError: The scale is not positive, the box is empty or leaves the picture, or the backend is
            unknown or unfit for the field.
    """
    scales = (float(scale), float(scale)) if isinstance(scale, (int, float)) else scale
    if min(scales) <= 0:
        raise ValueError(f"the scale must be positive, not {scale}")
    picture = Box.whole(output_size(field.size, scales))
    asked = picture if box is None else box
    if asked.is_empty or not picture.contains(asked):
        raise ValueError(f"{asked} is empty or leaves a picture of {picture.height} x {picture.width} px")
    rows, columns, cells = sample_box(asked, scales, field.cell_px, field.cells, field.radius)
    render_with = _chosen(backend, field)
    with torch.autocast(field.offsets.device.type, enabled=False):
        return render_with(field.crop(cells), rows, columns)


def _chosen(backend: str, field: GaussianField) -> Backend:
    device, dtype = field.offsets.device.type, field.offsets.dtype
    if backend == "auto":
        backend = "cpu" if device == "cpu" and dtype == torch.float32 else "reference"
    if backend not in _BACKENDS:
        raise ValueError(f"unknown backend {backend!r}; there are auto, {', '.join(_BACKENDS)}")
    if backend == "cpu" and (device != "cpu" or dtype != torch.float32):
        raise ValueError(f"the cpu backend renders float32 on the CPU, not {dtype} on {device}")
    return _BACKENDS[backend]
