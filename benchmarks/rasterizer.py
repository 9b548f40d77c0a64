"""How long a picture takes in each backend, forward and backward.

python -m benchmarks.rasterizer [--repeats 5] [--device cuda]
"""

from __future__ import annotations

import argparse
import time

import torch

from engine.rasterizer import GaussianField, largest_sigma, render

SIZES = ((8, 192, 192), (1, 512, 512))


def field_of(batch: int, height: int, width: int, per_cell: int, device: str) -> GaussianField:
    """Random Gaussians, bounded as the network bounds them."""
    generator = torch.Generator().manual_seed(0)
    cells = (height // 2, width // 2)

    def uniform(channels: int) -> torch.Tensor:
        return torch.rand(batch, per_cell, channels, *cells, generator=generator)

    cholesky = torch.cat([0.3 + uniform(1), uniform(1) - 0.5, 0.3 + uniform(1)], dim=2)
    cholesky = cholesky * (largest_sigma(2, 2) / cholesky.norm(dim=2, keepdim=True)).clamp(max=1.0)
    return GaussianField(3 * uniform(2) - 1.5, cholesky, uniform(3), uniform(1)).to(device)


def seconds(field: GaussianField, backend: str, repeats: int) -> tuple[float, float]:
    """Shortest forward and shortest backward of some runs: the machine's own noise only adds."""
    for tensor in (field.offsets, field.cholesky, field.colors, field.opacities):
        tensor.requires_grad_()
    forward, backward = [], []
    for _ in range(repeats + 1):  # the first run compiles
        start = time.perf_counter()
        pixels = render(field, backend=backend)
        _finish(pixels)
        middle = time.perf_counter()
        pixels.sum().backward()
        _finish(pixels)
        forward.append(middle - start)
        backward.append(time.perf_counter() - middle)
    return min(forward[1:]), min(backward[1:])


def _finish(tensor: torch.Tensor) -> None:
    """Waits for the GPU, whose calls return before their work is done."""
    if tensor.is_cuda:
        torch.cuda.synchronize()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    options = parser.parse_args()
    torch.set_flush_denormal(True)
    fast = "cpu" if options.device == "cpu" else "gsplat"
    print(f"{'batch x height x width':>24}  per cell  {'backend':>10}  forward ms  backward ms")
    for batch, height, width in SIZES:
        for per_cell in (1, 2):
            field = field_of(batch, height, width, per_cell, options.device)
            for backend in ("reference", fast):
                repeats = options.repeats if backend == fast else min(2, options.repeats)
                forward, backward = seconds(field, backend, repeats)
                size = f"{batch} x {height} x {width}"
                print(
                    f"{size:>24}  {per_cell:8}  {backend:>10}  {1e3 * forward:10.1f}  {1e3 * backward:11.1f}"
                )


if __name__ == "__main__":
    main()
