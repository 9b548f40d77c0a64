"""Synthetic pictures for tests: gradients, shapes and noise, as arrays and as tiny .tar shards."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image


def synthetic_picture(size: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """A picture (H, W, 3) uint8 with smooth shading, hard edges and grain; the same for the same `rng`."""
    height, width = size
    y, x = np.mgrid[0:height, 0:width] / max(size)
    corners = rng.uniform(30, 225, (3, 3))
    picture = corners[0] + y[..., None] * (corners[1] - corners[0]) + x[..., None] * (corners[2] - corners[0])
    picture = np.ascontiguousarray(picture.clip(0, 255), dtype=np.float32)
    for _ in range(6):
        center = tuple(int(v) for v in rng.uniform(0, 1, 2) * (width, height))
        color = [float(v) for v in rng.uniform(0, 255, 3)]
        radius = max(1, int(rng.uniform(0.05, 0.25) * min(size)))
        if rng.random() < 0.5:
            cv2.circle(picture, center, radius, color, -1)
        else:
            cv2.rectangle(picture, center, (center[0] + 2 * radius, center[1] + radius), color, -1)
    picture += rng.normal(0, 4, picture.shape).astype(np.float32)
    return picture.clip(0, 255).astype(np.uint8)


def make_tiny_shard(path: Path, count: int, size: tuple[int, int], seed: int = 0) -> Path:
    """Writes a shard like those of the training data: WebP pictures of (height, width) in a .tar file."""
    rng = np.random.default_rng(seed)
    with tarfile.open(path, "w") as shard:
        for number in range(count):
            stream = io.BytesIO()
            Image.fromarray(synthetic_picture(size, rng)).save(stream, "WEBP", quality=90)
            member = tarfile.TarInfo(f"tiny_{number:05d}.webp")
            member.size = stream.tell()
            stream.seek(0)
            shard.addfile(member, stream)
    return path
