"""Folders of small photos and masks, and engines that processes of their own can open."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.api import CancelToken, Event, FillRequest
from tests.engine.photo import makers
from tests.fakes import FakeEngine

SIZE = (24, 32)


def save_photo(path: Path, seed: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return makers.save_vips(path, makers.smooth_pixels(*SIZE, seed=seed))


def save_mask(path: Path, size: tuple[int, int] = SIZE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    mask = np.zeros((*size, 1), np.uint8)
    mask[8:14, 10:20] = 255
    return makers.save_vips(path, mask)


def make_folders(root: Path, count: int) -> tuple[Path, Path, Path]:
    """`count` photos with masks: the folders of photos, masks and results."""
    for number in range(count):
        save_photo(root / "photos" / f"{number:03d}.png", number)
        save_mask(root / "masks" / f"{number:03d}.png")
    return root / "photos", root / "masks", root / "results"


def open_fake() -> FakeEngine:
    return FakeEngine(rows=1)


class Patient(FakeEngine):
    """Takes its time, so that a batch can be killed in the middle of a photo."""

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        time.sleep(0.02)
        yield from super().fill(request, cancel)


def open_patient() -> Patient:
    return Patient(rows=1)


class Fragile(FakeEngine):
    """Kills its own process at a photo whose first pixel is black."""

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        if not request.photo[0, 0].any():
            os.abort()
        yield from super().fill(request, cancel)


def open_fragile() -> Fragile:
    return Fragile(rows=1)
