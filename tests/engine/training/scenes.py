"""A tar file of labelled scenes drawn by code: sky above road, a car in the middle, a tree at the side."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import numpy as np
from PIL import Image

SKY, ROAD, TREE, CAR, NOBODY = 0, 3, 5, 8, 11


def make_scenes(path: Path, count: int = 4, size: tuple[int, int] = (80, 96)) -> Path:
    """Writes `count` scenes for each of train, val and test."""
    rng = np.random.default_rng(7)
    with tarfile.open(path, "w") as archive:
        for split in ("train", "val", "test"):
            for number in range(count):
                labels = np.full(size, SKY, np.uint8)
                labels[size[0] // 2 :] = ROAD
                rows = slice(round(0.45 * size[0]), round(0.65 * size[0]))
                labels[rows, round(0.21 * size[1]) + number : round(0.46 * size[1]) + number] = CAR
                labels[:, round(0.86 * size[1]) : -4] = TREE
                labels[:, -4:] = NOBODY
                colors = np.array([[150, 190, 240], [0] * 3, [0] * 3, [90, 90, 90]], np.uint8)
                photo = np.zeros((*size, 3), np.uint8)
                photo[labels == SKY], photo[labels == ROAD] = colors[0], colors[3]
                photo[labels == CAR], photo[labels == TREE] = (180, 30, 40), (40, 110, 50)
                photo = np.clip(photo + rng.integers(-8, 8, photo.shape), 0, 255).astype(np.uint8)
                _add(archive, f"{split}/photo/{number:03d}.webp", photo, "WEBP")
                _add(archive, f"{split}/label/{number:03d}.png", labels, "PNG")
    return path


def _add(archive: tarfile.TarFile, name: str, pixels: np.ndarray, kind: str) -> None:
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, kind, **({"lossless": True} if kind == "WEBP" else {}))
    member = tarfile.TarInfo(name)
    member.size = data.tell()
    archive.addfile(member, io.BytesIO(data.getvalue()))
