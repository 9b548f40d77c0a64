"""Timings: of the engine's own process, with the errors it ends by."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from engine.evaluation.speed import speed_bars, timed_alone
from engine.protocol import CancelToken, Event, FillRequest, InvalidRequestError
from tests.engine.evaluation.fake_engine import FakeEngine


class Hoarder(FakeEngine):
    """Refuses to work in the process it was made for, and holds memory where it works."""

    def __init__(self, parent: int, hoard_mb: int) -> None:
        super().__init__()
        assert os.getpid() != parent
        self.hoard = np.ones(hoard_mb << 20, np.uint8)

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        assert self.hoard.any()
        return super().fill(request, cancel)


def open_hoarder(parent: int, hoard_mb: int) -> Hoarder:
    return Hoarder(parent, hoard_mb)


def open_broken() -> FakeEngine:
    return FakeEngine(fails=True)


def test_memory_is_that_of_the_engines_process():
    photo = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    held_here = np.ones(600 << 20, np.uint8)

    modest, greedy = (
        timed_alone(partial(open_hoarder, os.getpid(), mb), photo, quick=True) for mb in (1, 400)
    )

    assert held_here.all()
    assert [timing.name for timing in modest] == ["512 px, field alone", "512 px, default"]
    assert all(0 < timing.first_row_s <= timing.total_s for timing in modest)
    if modest[0].peak_mb:  # systems that do not tell report nothing
        assert greedy[0].peak_mb - modest[0].peak_mb == pytest.approx(400, abs=60)
    limits = {bar.text: bar.high for bar in speed_bars(modest)}
    assert limits["512 px, default: the engine's process, MB"] == 1500


def test_an_engine_that_fails_there_is_told_here():
    with pytest.raises(InvalidRequestError, match="told to fail"):
        timed_alone(open_broken, np.zeros((64, 64, 3), np.uint8), quick=True)
