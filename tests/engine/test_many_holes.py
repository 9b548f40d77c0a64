"""Holes that lie in each other's crops, filled one after the other."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from engine import session
from engine.api import composite
from engine.crops import HoleCrop, crop_around
from engine.filling import RunState
from engine.model.checkpoint import Checkpoint
from engine.model.inpainter import Inpainter
from engine.protocol import Cancelled, CancelToken, Event, FillRequest, Finished, PatchesReady, Started
from engine.regions import Box
from engine.session import Engine

from .model.conftest import TINY


@pytest.fixture(scope="module")
def engine() -> Engine:
    torch.manual_seed(0)
    return Engine(Checkpoint(Inpainter(TINY).eval(), "0" * 64, {}), torch.device("cpu"))


@pytest.fixture(scope="module")
def dusty() -> FillRequest:
    """Specks 28 px apart, of which several lie in every crop and every reach meets the next."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:200, 0:260]
    photo = np.stack([x, y, 255 - x], axis=-1) + rng.integers(0, 12, (200, 260, 3))
    mask = np.zeros((200, 260), dtype=bool)
    for top in range(10, 190, 33):
        for left in range(10, 250, 33):
            mask[top : top + 5, left : left + 5] = True
    return FillRequest(5, photo.clip(0, 255).astype(np.uint8), mask, reach_px=30)


@pytest.fixture(scope="module")
def events(engine: Engine, dusty: FillRequest) -> list[Event]:
    return list(engine.fill(dusty, CancelToken()))


def finished(events: list[Event]) -> Finished:
    assert isinstance(events[-1], Finished)
    return events[-1]


def test_every_speck_is_filled_once(events: list[Event], dusty: FillRequest) -> None:
    filled = np.zeros(dusty.mask.shape, int)
    for fill in finished(events).fills:
        filled[fill.box.slices] += fill.mask

    assert len(finished(events).fills) > 4
    np.testing.assert_array_equal(filled, dusty.mask.astype(int))


def test_no_fill_reaches_into_another_hole(events: list[Event], dusty: FillRequest) -> None:
    for fill in finished(events).fills:
        assert not (fill.valid & ~fill.mask & dusty.mask[fill.box.slices]).any()


def test_rows_show_what_has_been_filled_before_them(events: list[Event], dusty: FillRequest) -> None:
    shown = dusty.photo.copy()
    rows = [event for event in events if isinstance(event, PatchesReady)]
    for row in rows:
        shown[row.box.slices] = row.pixels

    np.testing.assert_array_equal(shown, composite(dusty.photo, finished(events).fills))
    assert rows[-1].done == rows[-1].total


def test_nothing_of_other_holes_shines_through(
    engine: Engine, events: list[Event], dusty: FillRequest
) -> None:
    photo = dusty.photo.copy()
    photo[dusty.mask] = 255 - photo[dusty.mask]
    other = list(engine.fill(dataclasses.replace(dusty, photo=photo), CancelToken()))

    for mine, theirs in zip(finished(events).fills, finished(other).fills, strict=True):
        np.testing.assert_array_equal(mine.pixels[mine.valid], theirs.pixels[theirs.valid])


def test_holes_are_cut_out_in_their_turn_and_none_after_a_cancel(
    engine: Engine, dusty: FillRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[HoleCrop] = []

    def counted(*arguments: object) -> HoleCrop:
        cut.append(crop_around(*arguments))  # type: ignore[arg-type]
        return cut[-1]

    monkeypatch.setattr(session, "crop_around", counted)
    token = CancelToken()
    run = engine.fill(dusty, token)
    assert isinstance(next(run), Started)
    assert not cut
    while not isinstance(next(run), PatchesReady):
        pass
    assert len(cut) == 1
    token.cancel()
    assert isinstance(list(run)[-1], Cancelled)
    assert len(cut) == 1


class _Counted(np.ndarray):
    """A photo that counts the copies made of it and its parts."""

    copies = 0

    def copy(self, order: object = "C") -> np.ndarray:
        _Counted.copies += 1
        return np.array(self, order="C", subok=True)


def test_a_crop_is_copied_once_however_many_fills_it_shows(dusty: FillRequest, events: list[Event]) -> None:
    photo = dusty.photo.view(_Counted)
    run = RunState(dataclasses.replace(dusty, photo=photo), CancelToken())
    run.made = list(finished(events).fills)
    _Counted.copies = 0
    shown = run.shown(Box.whole(dusty.mask.shape))

    assert _Counted.copies == 1
    np.testing.assert_array_equal(shown, composite(dusty.photo, finished(events).fills))
