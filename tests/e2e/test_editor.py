"""The whole program with the real engine: open, paint, fill, undo, redo, export, reopen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor.app import Editor
from editor.inference.convert import ExportChoices
from editor.inference.holes import surroundings
from editor.settings import Settings
from engine.api import FillEngine, bounding_box, fill
from tests.editor.window.conftest import Answers

_PATIENCE_MS = 240_000


def photo(size: tuple[int, int]) -> np.ndarray:
    """Waves with some grain: something to continue and something to copy."""
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float64)
    waves = 120 + 60 * np.sin(x / 17 + y / 29) + 30 * np.cos(y / 11)
    grain = np.random.default_rng(3).normal(0, 6, (*size, 3))
    return np.clip(waves[..., None] + np.array([10, 0, -15]) + grain, 0, 255).astype(np.uint8)


@pytest.fixture
def editor(qtbot: QtBot, tmp_path: Path, engine: FillEngine) -> Iterator[Editor]:
    it = Editor(Settings(tmp_path / "settings.ini"), lambda: engine, Answers)
    it.start()
    yield it
    it.document.mark_saved()
    it.window.close()
    it.window.deleteLater()
    it.deleteLater()
    qtbot.wait(0)


def test_open_paint_fill_undo_redo_export_reopen(editor: Editor, qtbot: QtBot, tmp_path: Path) -> None:
    source = tmp_path / "waves.png"
    before = photo((96, 96))
    Image.fromarray(before).save(source)
    with qtbot.waitSignal(editor.document.photo_changed):
        editor.window.photo_dropped.emit(source)
    document, canvas = editor.document, editor.canvas
    canvas.set_brush_size(14.0)
    places = [canvas.widget_point(x, y).toPoint() for x, y in ((30, 40), (50, 50))]
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    qtbot.mouseMove(canvas, places[1])
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[1])
    hole = document.mask > 127
    assert hole.sum() > 100
    qtbot.waitUntil(lambda: editor.actions["fill"].isEnabled())
    shown: list[float] = []
    document.preview_changed.connect(lambda rect: shown.append(rect.area))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(document.fills), timeout=_PATIENCE_MS)
    after = document.pixels.copy()
    assert len(shown) >= 5
    np.testing.assert_array_equal(after[~hole], before[~hole])
    assert (after[hole] != before[hole]).any(axis=1).mean() > 0.5

    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(document.pixels, before)
    document.undo_stack.redo()
    np.testing.assert_array_equal(document.pixels, after)

    target = tmp_path / "out.tif"
    with qtbot.waitSignal(editor.filing.exported, timeout=20_000):
        editor.filing.export(ExportChoices(target))
    assert (
        editor.window.status.proof.text() == f"0 of {int((~hole).sum()):,} pixels outside the mask changed."
    )
    with qtbot.waitSignal(document.photo_changed):
        editor.filing.open(target)
    np.testing.assert_array_equal(document.pixels, after)


def test_a_part_of_the_photo_is_filled_as_the_whole_would_be(engine: FillEngine) -> None:
    """The editor sends the surroundings of a hole only; the command line sends the whole photo."""
    whole = photo((700, 1500))
    mask = np.zeros(whole.shape[:2], np.bool_)
    mask[600:630, 1100:1140] = True
    part = surroundings(bounding_box(mask), (700, 1500))
    assert part.width < 1500
    one = fill(engine, whole, mask)
    other = fill(engine, np.ascontiguousarray(whole[part.slices]), np.ascontiguousarray(mask[part.slices]))
    np.testing.assert_array_equal(other, one[part.slices])
