"""A photo, a mask, and an engine that fills with one color and sees sky above everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import api
from engine.cli import main
from engine.protocol import (
    CancelToken,
    Event,
    Failed,
    FillRequest,
    Finished,
    HoleFill,
    HoleLabels,
    LabelsReady,
    PatchesReady,
    Progressed,
    Stage,
    StageChanged,
    Started,
)
from engine.regions import Box, bounding_box

FILL = (90, 120, 150)
SKY, TREE = 1, 6


class OneColorEngine:
    """Fills with one color and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[FillRequest] = []
        self.error: api.EngineError | None = None

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        self.asked.append(request)
        hole = np.asarray(request.mask, bool)
        box = bounding_box(hole)
        yield Started(request.id, (box,))
        yield StageChanged(request.id, Stage.FIELD)
        if self.error is not None:
            yield Failed(request.id, self.error)
            return
        color = np.array(FILL, request.photo.dtype) * (257 if request.photo.dtype == np.uint16 else 1)
        pixels = np.broadcast_to(color, (box.height, box.width, 3)).astype(request.photo.dtype)
        yield PatchesReady(request.id, box, pixels, Stage.FIELD, 1, 1)
        yield Progressed(request.id, 1.0, 1.0)
        part = hole[box.slices]
        confidence = np.ones(part.shape, np.float32)
        timings = {"field": 0.25, "engine_s": 0.5, "first_rows_s": 0.125}
        name = ("", "more tree", "variation 3")[request.alternative]
        labels = _labels(request, box)
        yield Finished(request.id, (HoleFill(box, pixels, part, part, confidence, labels, name),), timings)

    def label_maps(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        self.asked.append(request)
        if self.error is not None:
            yield Failed(request.id, self.error)
            return
        crop = bounding_box(np.asarray(request.mask, bool)).grown(5)
        yield LabelsReady(request.id, crop, _labels(request, crop))
        yield Finished(request.id, ())


def _labels(request: FillRequest, box: Box) -> HoleLabels:
    asked = np.zeros((box.height, box.width), np.uint8)
    if request.labels is not None:
        asked = request.labels[box.slices]
    codes = np.where(asked > 0, asked, np.uint8(SKY))
    return HoleLabels(codes, asked > 0, "scene", alternatives=(0, TREE))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> OneColorEngine:
    fake = OneColorEngine()
    monkeypatch.setattr(api, "load_engine", lambda device="auto", weights=None: fake)
    return fake


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A photo, a mask and where the result goes."""
    rng = np.random.default_rng(0)
    photo, mask = tmp_path / "photo.png", tmp_path / "mask.png"
    Image.fromarray(rng.integers(0, 256, (40, 60, 3)).astype(np.uint8)).save(photo)
    hole = np.zeros((40, 60), np.uint8)
    hole[10:20, 15:35] = 255
    Image.fromarray(hole).save(mask)
    return {"photo": photo, "mask": mask, "out": tmp_path / "out.png"}


def fill(files: dict[str, Path], *more: object) -> int:
    """Runs `lacuna fill` on the files; returns the exit code."""
    arguments = [files["photo"], "--mask", files["mask"], "-o", files["out"], *more]
    return main(["fill", *map(str, arguments)])


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that was said on stderr."""
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert len(lines) == 1, captured.err
    assert lines[0].startswith("lacuna: ")
    return lines[0]
