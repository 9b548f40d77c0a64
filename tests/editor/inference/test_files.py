"""Photographs in the background: the latest one wins, exports follow each other, failures have sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from editor.inference.convert import ExportChoices
from editor.inference.files import Exported, ExportJob, Photo, PhotoFiles
from engine.protocol import PhotoError
from tests.editor.inference.conftest import photo


@pytest.fixture
def files(qtbot: QtBot) -> Iterator[PhotoFiles]:
    it = PhotoFiles()
    yield it
    it.close()


def save(path: Path, shift: int = 0) -> Path:
    Image.fromarray(photo() + np.uint8(shift)).save(path)
    return path


def test_only_the_photo_asked_for_last_is_announced(files: PhotoFiles, qtbot: QtBot, tmp_path: Path) -> None:
    opened: list[Photo] = []
    files.opened.connect(opened.append)
    busy: list[str] = []
    files.busy_changed.connect(busy.append)
    for name in ("one.png", "two.png", "three.png"):
        files.open(save(tmp_path / name))
    qtbot.waitUntil(lambda: busy[-1] == "")
    assert [it.path.name for it in opened] == ["three.png"]
    assert busy == ["Opening one.png", "Opening two.png", "Opening three.png", ""]


def test_a_missing_file_has_a_sentence(files: PhotoFiles, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(files.open_failed) as failed:
        files.open(tmp_path / "gone.jpg")
    sentence, details = failed.args
    assert "gone.jpg" in sentence
    assert "PhotoError" in details


def test_an_unforeseen_error_has_a_sentence_too(
    files: PhotoFiles, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: Path, _to_rgb: bool) -> Photo:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("engine.photo.reading.read_photo", broken)
    with qtbot.waitSignal(files.open_failed) as failed:
        files.open(save(tmp_path / "a.png"))
    assert failed.args[0] == "The photo could not be opened."
    assert "boom" in failed.args[1]


def test_exports_follow_each_other_and_count_what_changed(
    files: PhotoFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(files.opened) as opened:
        files.open(save(tmp_path / "a.png"))
    source = opened.args[0]
    pixels = source.pixels.copy()
    touched = np.zeros(pixels.shape[:2], np.bool_)
    touched[10:20, 10:20] = True
    pixels[touched] = 0
    done: list[Exported] = []
    wanted = (("b.png", 90), ("c.tif", 90), ("d.webp", None), ("e.jpg", 90), ("f.webp", 90))
    for name, quality in wanted:
        choices = ExportChoices(tmp_path / name, quality=quality)
        job = partial(ExportJob, choices, pixels, source, touched, touched)
        files.export(choices.path, job, done.append)
    assert files.is_exporting
    qtbot.waitUntil(lambda: not files.is_exporting)
    assert [it.path.name for it in done] == [name for name, _ in wanted]
    assert [it.changed_px for it in done][:3] == [0, 0, 0]
    assert all(it.changed_px > 0 for it in done[3:])
    assert [it.is_lossy for it in done] == [False, False, False, True, True]
    assert {it.outside_px for it in done} == {120 * 160 - 100}


def test_a_file_that_cannot_be_read_back_replaces_nothing(
    files: PhotoFiles, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(files.opened) as opened:
        files.open(save(tmp_path / "a.png"))
    source = opened.args[0]
    touched = np.zeros(source.pixels.shape[:2], np.bool_)
    choices = ExportChoices(tmp_path / "b.png")
    choices.path.write_bytes(b"precious")

    def damaged(path: Path) -> None:
        raise PhotoError(f"{path} is damaged or incomplete and cannot be read.")

    monkeypatch.setattr("engine.photo.reading.read_stored", damaged)
    with qtbot.waitSignal(files.export_failed):
        files.export(
            choices.path, partial(ExportJob, choices, source.pixels, source, touched, touched), print
        )
    assert choices.path.read_bytes() == b"precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "b.png"]


def test_closing_finishes_the_export(qtbot: QtBot, tmp_path: Path) -> None:
    files = PhotoFiles()
    with qtbot.waitSignal(files.opened) as opened:
        files.open(save(tmp_path / "a.png"))
    source = opened.args[0]
    touched = np.zeros(source.pixels.shape[:2], np.bool_)
    choices = ExportChoices(tmp_path / "b.png")
    job = partial(ExportJob, choices, source.pixels, source, touched, touched)
    files.export(choices.path, job, lambda _: None)
    files.close()
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "b.png")), photo())
