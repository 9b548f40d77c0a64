"""Undo's memory: a budget, a folder for the rest, nothing kept of what is forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.document.document import Document
from editor.document.spill import SpillFolder
from editor.document.store import BlobStore
from editor.document.tiles import TileRecorder
from editor.painting.rect import Rect
from tests.editor.document.builders import hole_at, noise, stroke


def test_beyond_the_budget_arrays_go_to_disk_oldest_first_and_read_the_same(tmp_path: Path) -> None:
    store = BlobStore(budget_bytes=3000, folder=tmp_path)
    arrays = [noise(10, 10, 10, seed=i) for i in range(8)]
    blobs = [store.keep(array) for array in arrays]
    assert store.memory_bytes == 3000
    assert store.disk_bytes == 5000
    for blob, array in zip(blobs, arrays, strict=True):
        assert np.array_equal(blob.read(), array)
    assert sum(file.stat().st_size for file in tmp_path.rglob("*.bin")) == 5000
    del blobs[0], blob
    assert store.disk_bytes == 4000
    for kept, array in zip(blobs, arrays[1:], strict=True):
        assert np.array_equal(kept.read(), array)
    del kept
    blobs.clear()
    assert (store.memory_bytes, store.disk_bytes) == (0, 0)
    assert not list(tmp_path.rglob("*.bin"))


@pytest.mark.parametrize("pack", [False, True])
@pytest.mark.parametrize("budget", [0, 10**9])
def test_any_array_survives(tmp_path: Path, pack: bool, budget: int) -> None:
    store = BlobStore(budget, tmp_path)
    for array in (np.arange(7, dtype=np.uint16), np.zeros((0, 3), np.float32), noise(9, 8)[::2, ::-1]):
        blob = store.keep(array, pack=pack)
        assert blob.read().dtype == array.dtype
        assert np.array_equal(blob.read(), array)


def test_a_full_disk_keeps_everything_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SpillFolder, "write", full)
    store = BlobStore(100, tmp_path)
    blobs = [store.keep(noise(10, 10, seed=i)) for i in range(3)]
    assert all(np.array_equal(blob.read(), noise(10, 10, seed=i)) for i, blob in enumerate(blobs))


@pytest.mark.parametrize("budget", [0, 100])
def test_what_is_let_go_while_another_array_goes_to_disk_disturbs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, budget: int
) -> None:
    """As garbage collection may do at any moment: with the last array on disk, or with the one on its way."""
    store = BlobStore(budget, tmp_path)
    garbage = [store.keep(noise(10, 10, 1, seed=1))]
    real = Path.open

    def collect(path: Path, *rest: Any) -> Any:
        file = real(path, *rest)
        garbage.clear()
        return file

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", collect)
        blobs = [store.keep(noise(10, 10, 1, seed=seed)) for seed in (2, 3)]
    assert not garbage
    assert all(np.array_equal(blob.read(), noise(10, 10, 1, seed=seed)) for seed, blob in enumerate(blobs, 2))
    assert store.memory_bytes + store.disk_bytes == 200
    blobs.clear()
    assert (store.memory_bytes, store.disk_bytes) == (0, 0)
    assert not list(tmp_path.rglob("*.bin"))


def test_a_document_with_a_tiny_budget_can_still_undo_everything(qtbot, tmp_path: Path) -> None:
    document = Document(undo_budget_bytes=20_000, undo_folder=tmp_path)
    document.load(noise(500, 600))
    before = document.pixels.copy()
    states = []
    for i in range(6):
        stroke(document, (50 * i, 60), (300, 60 * i))
        document.apply_fill([hole_at(document, Rect(60 * i, 50 * i, 60 * i + 200, 50 * i + 150), value=i)])
        states.append((document.undo_stack.index(), document.pixels.copy(), document.mask.copy()))
    memory, disk = document.undo_bytes
    assert memory <= 20_000
    assert disk > 100_000
    for index, pixels, mask in reversed(states):
        document.undo_stack.setIndex(index)
        assert np.array_equal(document.pixels, pixels)
        assert np.array_equal(document.mask, mask)
    document.undo_stack.setIndex(0)
    assert np.array_equal(document.pixels, before)


def test_forgotten_steps_give_their_memory_back(qtbot, tmp_path: Path) -> None:
    document = Document(undo_budget_bytes=0, undo_folder=tmp_path)
    document.load(noise(500, 600))
    document.apply_fill([hole_at(document, Rect(0, 0, 200, 200))])
    document.undo_stack.undo()
    one = document.undo_bytes[1]
    for _ in range(5):
        # Each new step on top of an undone one makes Qt forget the undone one.
        document.apply_fill([hole_at(document, Rect(0, 0, 200, 200))])
        document.undo_stack.undo()
    assert document.undo_bytes[1] == one
    document.load(noise(5, 5))
    assert document.undo_bytes == (0, 0)
    assert not list(tmp_path.rglob("*.bin"))


def test_merged_steps_give_their_memory_back_and_the_stack_goes_on(qtbot) -> None:
    document = Document()
    document.load(noise(300, 300))
    document.apply_fill([hole_at(document, Rect(0, 0, 200, 200))])
    for width in (1, 2, 3, 0):
        document.adjust_edge(width, 0)
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    stroke(document, (20, 20))
    document.undo_stack.undo()
    stroke(document, (60, 60))
    assert document.undo_stack.count() == 1
    assert document.mask[60, 60] == 255
    assert document.mask[20, 20] == 0


def test_a_delta_keeps_changed_tiles_only() -> None:
    array = np.zeros((600, 700), np.uint8)
    recorder = TileRecorder(array)
    recorder.remember(Rect(0, 0, 700, 600))
    array[300:310, 300:310] = 9
    after = array.copy()
    store = BlobStore()
    delta = recorder.finish(store)
    assert delta.rect == Rect(256, 256, 512, 512)
    assert store.memory_bytes < 2000
    delta.undo(array)
    assert not array.any()
    delta.redo(array)
    assert np.array_equal(array, after)
