"""What is on disk while somebody works, and what is not any more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from editor.autosave import Autosave
from editor.document.document import Document
from editor.document.saved import restore
from editor.inference.files import Photo
from editor.painting.rect import Rect
from editor.painting.strokes import Brush, Point
from editor.project.content import read_content, source_of
from editor.project.entries import Recipe
from engine.photo.photo import Format
from tests.editor.document.builders import answer, noise, stroke


class Kept:
    """A document and its autosave."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot = qtbot
        self.document = Document()
        self.folder = folder / "session" / "work"
        self.autosave = Autosave(self.document, self.folder, lambda: Recipe(detail=0.5))
        pixels = noise(300, 400)
        path = folder / "noise.png"
        path.write_bytes(b"stands for the photo")
        self.document.load(pixels.copy(), None, "noise.png", Photo(path, pixels, None, 1, Format.PNG))

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self.autosave.is_settled)

    def on_disk(self) -> Document:
        """The work as a recovery would find it."""
        document = Document()
        document.load(self.document.original_pixels.copy())
        restore(document, read_content(source_of(self.folder)))
        return document


@pytest.fixture
def kept(qtbot: QtBot, tmp_path: Path) -> Iterator[Kept]:
    it = Kept(qtbot, tmp_path)
    it.settle()
    yield it
    it.autosave.close()


def test_an_untouched_photo_needs_no_keeping(kept: Kept) -> None:
    assert not kept.folder.exists()


def test_every_change_is_on_disk_soon(kept: Kept) -> None:
    stroke(kept.document, (60, 60), (120, 90))
    kept.settle()
    assert np.array_equal(kept.on_disk().mask, kept.document.mask)
    kept.document.apply_fill(answer(kept.document))
    kept.document.adjust_edge(3, 1)
    kept.settle()
    assert np.array_equal(kept.on_disk().pixels, kept.document.pixels)
    kept.document.undo_stack.undo()
    kept.settle()
    assert np.array_equal(kept.on_disk().pixels, kept.document.pixels)
    labels = kept.document.labels
    labels.put(Rect(60, 60, 90, 80), np.full((20, 30), 6, np.uint8), "said")
    kept.settle()
    assert np.array_equal(kept.on_disk().labels.edits, labels.edits)
    assert read_content(source_of(kept.folder)).recipe.detail == 0.5


def test_a_stroke_is_kept_before_it_ends(kept: Kept) -> None:
    kept.document.begin_stroke(Brush(20, 1.0))
    kept.document.extend_stroke([Point(50, 50), Point(150, 50)])
    kept.settle()
    assert np.array_equal(kept.on_disk().mask, kept.document.mask)


def test_what_changes_while_it_is_written_is_written_too(kept: Kept) -> None:
    stroke(kept.document, (60, 60), (120, 90))
    kept.autosave._on_due()
    stroke(kept.document, (60, 160), (120, 190))
    kept.autosave._on_due()  # the first one is still being written
    stroke(kept.document, (60, 260), (120, 290))
    kept.settle()
    assert np.array_equal(kept.on_disk().mask, kept.document.mask)
    assert len(list(kept.folder.glob("mask-*.png"))) == 1


def test_work_that_is_safe_elsewhere_is_not_kept(kept: Kept) -> None:
    stroke(kept.document, (60, 60), (120, 90))
    kept.settle()
    kept.document.mark_saved()
    kept.settle()
    assert not kept.folder.exists()
    kept.document.invert_mask()
    kept.settle()
    assert np.array_equal(kept.on_disk().mask, kept.document.mask)


def test_a_disk_that_refuses_keeps_nobody_from_working(kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    kept.folder.parent.mkdir(parents=True)
    kept.folder.write_text("a file where the folder should be")
    stroke(kept.document, (60, 60), (120, 90))
    kept.settle()
    assert "could not be kept" in caplog.text
    kept.folder.unlink()
    kept.document.invert_mask()
    kept.settle()
    assert np.array_equal(kept.on_disk().mask, kept.document.mask)


def test_a_photo_whose_file_is_gone_is_kept_with_its_pixels(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "noise.png").unlink()
    stroke(kept.document, (60, 60), (120, 90))
    kept.settle()
    content = read_content(source_of(kept.folder))
    assert content.photo.embedded is not None
    source_of(kept.folder).copy_to(content.photo.embedded, tmp_path / "back.png")
    from PIL import Image

    assert np.array_equal(np.asarray(Image.open(tmp_path / "back.png")), kept.document.original_pixels)
    shutil.rmtree(kept.folder)
