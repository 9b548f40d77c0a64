"""The one door of the rasterizer: a box of pixels of a field, at any scale, by any backend."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from engine.rasterizer.cpu import render_cpu
from engine.rasterizer.gaussians import GaussianField
from engine.rasterizer.gsplat_backend import kernels, render_gsplat
from engine.rasterizer.reference import render_reference
from engine.rasterizer.sampling import Axis, output_size, sample_box
from engine.regions import Box

Backend = Callable[[GaussianField, Axis, Axis], Tensor]

_BACKENDS: dict[str, Backend] = {
    "reference": render_reference,
    "cpu": render_cpu,
    "gsplat": render_gsplat,
}


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
        backend: "reference", "cpu" (numba), "gsplat" (CUDA; waits minutes for its compiler the first time,
            and is the reference where it cannot be compiled), or "auto", see `choose_backend`.

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


def choose_backend(device: torch.device | str, dtype: torch.dtype = torch.float32) -> str:
    """The fastest backend that is ready now: what "auto" means at this moment.

    On CUDA this starts compiling gsplat in the background and answers "reference" until that is done.
    The two differ by rounding, so ask once per run and name the answer in every call of it.
    """
    kind = torch.device(device).type
    if dtype == torch.float32 and kind == "cpu":
        return "cpu"
    if dtype == torch.float32 and kind == "cuda":
        kernels.start()
        return "gsplat" if kernels.are_ready else "reference"
    return "reference"


def warm_up(device: torch.device | str) -> None:
    """Compiles, or loads from its cache, what `render` needs on a device: call it while weights load.

    On CUDA the compilation goes on in the background after this returns.
    """
    two, three, one = (torch.ones(1, 1, channels, 1, 1, device=device) for channels in (2, 3, 1))
    field = GaussianField(offsets=two, cholesky=three, colors=three, opacities=one)
    with torch.no_grad():
        render(field)


def _chosen(backend: str, field: GaussianField) -> Backend:
    device, dtype = field.offsets.device, field.offsets.dtype
    name = choose_backend(device, dtype) if backend == "auto" else backend
    if name not in _BACKENDS:
        raise ValueError(f"unknown backend {name!r}; there are auto, {', '.join(_BACKENDS)}")
    needs = {"cpu": "cpu", "gsplat": "cuda"}.get(name, device.type)
    if device.type != needs or (name != "reference" and dtype != torch.float32):
        raise ValueError(f"the {name} backend renders float32 on {needs}, not {dtype} on {device}")
    return _BACKENDS[name]
