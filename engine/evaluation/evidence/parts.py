"""Where the time of a 512-px fill goes, part by part, beside what the machine's arithmetic could do at best.

The limit of a part is its floating-point operations at the speed of a large matrix product or convolution,
whichever is faster, or its bytes at the speed of a large copy, measured in the same process.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from engine.crops import WorkingView
from engine.field import Predictor
from engine.model.generator import Painted
from engine.model.inpainter import Inpainter
from engine.rasterizer import GaussianField, choose_backend, render

PHOTO_PX = 512
_RUNS = 7
# Per Gaussian and pixel: offset 2, whitened distance 7, exponential some 8, compositing 10.
_RASTER_FLOP = 27


@dataclass(frozen=True)
class Part:
    """One part of the work on one picture.

    Attributes:
        name: Of the part.
        working_px: Side of the working view.
        seconds: Median wall time.
        gflop: Floating-point operations, billions; 0 where only bytes move.
        limit_s: The least time that the machine's arithmetic, or its memory, allows.
    """

    name: str
    working_px: int
    seconds: float
    gflop: float
    limit_s: float

    @property
    def times_limit(self) -> float:
        return self.seconds / self.limit_s if self.limit_s > 0 else float("nan")


@dataclass(frozen=True)
class Speed:
    """What the machine can do: operations and bytes a second."""

    flops: float
    bytes: float


def machine_speed(device: torch.device, side: int = 2048, copied: int = 2**26) -> Speed:
    """Measures a matrix product, a convolution and a copy (256 MiB) in float32; best of some runs.

    Two libraries do products and convolutions, and on some machines one is half as fast as the other.
    """
    a, b = (torch.randn(side, side, device=device) for _ in range(2))
    source = torch.zeros(copied, device=device)
    target = torch.empty_like(source)
    product_s = min(_seconds(lambda: a @ b, device))
    channels = side // 8
    picture = torch.randn(1, channels, side // 16, side // 16, device=device)
    picture = picture.contiguous(memory_format=torch.channels_last)
    kernel = torch.randn(channels, channels, 3, 3, device=device)
    convolution_s = min(_seconds(lambda: functional.conv2d(picture, kernel, padding=1), device))
    convolved = 2 * 9 * channels**2 * picture[0, 0].numel()
    copy_s = min(_seconds(lambda: target.copy_(source), device))
    return Speed(max(2 * side**3 / product_s, convolved / convolution_s), 2 * source.numel() * 4 / copy_s)


def fill_parts(model: Inpainter, device: torch.device, speed: Speed, working_px: int) -> list[Part]:
    """Times semantics, network, rasterizer and copies for a 512-px photo with a fifth missing.

    Args:
        model: As loaded.
        device: Where it runs.
        speed: From `machine_speed`, on the same device.
        working_px: Longer side of the view that the network sees; the field is rendered at 512 px.
    """
    predictor = Predictor(model, device)
    view = _view(working_px)
    image, mask = predictor._tensors(view)
    with torch.inference_mode():
        features = model.semantics(image, mask)
        made = model.generator.painted(image, mask, features)
        closest_px = max(working_px, min(model.config.closest_px, PHOTO_PX))
        closer = predictor._tensors(_view(closest_px))

        def closer_look() -> Painted:
            return model.generator.painted(*closer, features, before=made, describes=False)

        looks_closer = closest_px > working_px
        field = (closer_look() if looks_closer else made).field
        backend = choose_backend(device)
        scale = PHOTO_PX / closest_px
        pixels = render(field, scale=scale, backend=backend)

        def copies() -> None:
            predictor._tensors(view)
            np.ascontiguousarray(pixels[0].permute(1, 2, 0).cpu().numpy())

        works: list[tuple[str, Callable[[], object]]] = [
            ("semantics", lambda: model.semantics(image, mask)),
            ("network", lambda: model.generator(image, mask, features)),
            *([("closer look", closer_look)] if looks_closer else []),
            ("rasterizer", lambda: render(field, scale=scale, backend=backend)),
            ("copy", copies),
        ]
        found = []
        for name, work in works:
            gflop = _raster_gflop(field, pixels) if name == "rasterizer" else _gflop(work)
            moved = (image.numel() + mask.numel() + 2 * pixels.numel()) * 4 * 2 if name == "copy" else 0
            limit = 1e9 * gflop / speed.flops + moved / speed.bytes
            found.append(Part(name, working_px, statistics.median(_seconds(work, device)), gflop, limit))
    return found


def _view(side: int) -> WorkingView:
    photo = np.random.default_rng(0).random((side, side, 3), dtype=np.float32)
    y, x = np.mgrid[0:side, 0:side] - side / 2
    return WorkingView(photo, np.hypot(y, x) <= side * np.sqrt(0.2 / np.pi))


def _gflop(work: Callable[[], object]) -> float:
    counter = FlopCounterMode(display=False)
    with counter:
        work()
    return counter.get_total_flops() / 1e9


def _raster_gflop(field: GaussianField, pixels: Tensor) -> float:
    seen = (2 * field.radius + 1) ** 2 * field.gaussians_per_cell
    return pixels.shape[-1] * pixels.shape[-2] * seen * _RASTER_FLOP / 1e9


def _seconds(work: Callable[[], object], device: torch.device) -> list[float]:
    spent = []
    for _ in range(_RUNS + 2):
        began = time.perf_counter()
        work()
        if device.type == "cuda":
            torch.cuda.synchronize()
        spent.append(time.perf_counter() - began)
    return spent[2:]
