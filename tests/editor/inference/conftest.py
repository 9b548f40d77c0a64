"""A document, a fake engine and a controller between them, and nothing left over afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from editor.document.document import Document
from editor.inference.client import EngineClient
from editor.inference.controller import FillController
from editor.inference.progress import FillProgress
from editor.inference.snapshot import FillChoices
from engine.api import Box, Cancelled, Event, Failed, Finished
from tests.fakes import FakeEngine, FakeLoader, Gate

SIZE = (120, 160)


def photo(size: tuple[int, int] = SIZE, kind: type = np.uint8) -> np.ndarray:
    """A gradient whose every pixel differs from what the fake engine fills with."""
    y, x = np.mgrid[: size[0], : size[1]]
    eight = np.stack([100 + x % 100, 40 + y % 100, 90 + (x + y) % 100], axis=2)
    return (eight * (257 if kind is np.uint16 else 1)).astype(kind)


@dataclass
class Bench:
    """Everything a fill needs, and a record of what was said."""

    qtbot: QtBot
    document: Document
    loader: FakeLoader
    client: EngineClient
    controller: FillController
    choices: FillChoices = field(default_factory=FillChoices)
    view: Box | None = None
    said: list[Event] = field(default_factory=list)
    progress: list[FillProgress | None] = field(default_factory=list)
    busy: list[bool] = field(default_factory=list)
    filled: list[object] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)

    @property
    def engine(self) -> FakeEngine:
        return self.loader.engine

    def hold(self, place: str, run: int = 0) -> Gate:
        self.gates.append(self.engine.hold(place, run))
        return self.gates[-1]

    def hold_loader(self) -> Gate:
        self.gates.append(self.loader.hold())
        return self.gates[-1]

    def paint(self, x0: int, y0: int, x1: int, y1: int) -> None:
        """Adds a rectangle to the mask."""
        mask = self.document.mask.copy()
        mask[y0:y1, x0:x1] = 255
        self.document.set_mask(mask)

    def wait_for(self, gate: Gate) -> None:
        self.qtbot.waitUntil(gate.reached.is_set)

    def wait_idle(self) -> None:
        """Until every accepted request has ended and been used."""
        self.qtbot.waitUntil(lambda: not self.client.under_way and not self.controller.is_busy)

    def terminal(self) -> list[tuple[int, str]]:
        """Id and kind of every ending, in order."""
        return [(e.id, type(e).__name__) for e in self.said if isinstance(e, (Finished, Cancelled, Failed))]


@pytest.fixture
def bench(qtbot: QtBot, has_labels: bool) -> Iterator[Bench]:
    document = Document()
    document.load(photo())
    loader = FakeLoader(FakeEngine(has_labels=has_labels))
    client = EngineClient(loader)
    made: list[Bench] = []
    controller = FillController(document, client, lambda: made[0].choices, lambda: made[0].view)
    made.append(Bench(qtbot, document, loader, client, controller))
    it = made[0]
    client.said.connect(it.said.append)
    controller.progress_changed.connect(it.progress.append)
    controller.busy_changed.connect(it.busy.append)
    controller.filled.connect(it.filled.append)
    controller.failed.connect(lambda sentence, details: it.failed.append((sentence, details)))
    controller.told.connect(it.told.append)
    client.start()
    yield it
    for gate in it.gates:
        gate.open()
    client.close()
