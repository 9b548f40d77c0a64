"""Photos of four inks: the window offers to convert them, and leaves them alone if nobody wants it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.photo.reading import read_photo
from tests.editor.window.conftest import Desk


@pytest.fixture
def inks(desk: Desk) -> Path:
    """A CMYK photo with a soft gradient."""
    path = desk.folder / "print.tif"
    levels = np.zeros((120, 160, 4), np.uint8)
    levels[..., 0], levels[..., 2] = np.linspace(0, 200, 160), np.linspace(0, 120, 120)[:, None]
    Image.fromarray(levels, "CMYK").save(path)
    return path


def test_a_cmyk_photo_is_converted_when_the_person_agrees(desk: Desk, inks: Path) -> None:
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.window.photo_dropped.emit(inks)
    assert desk.answers.asked == ["convert print.tif"]
    np.testing.assert_array_equal(desk.editor.document.pixels, read_photo(inks, to_rgb=True).pixels)
    assert not desk.notices


def test_what_is_exported_is_the_conversion(desk: Desk, inks: Path) -> None:
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.window.photo_dropped.emit(inks)
    desk.fill()
    dialog = desk.export_dialog()
    path = dialog.wishes.path
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        dialog.wished.emit(dialog.wishes)
    np.testing.assert_array_equal(read_photo(path).pixels, desk.editor.document.pixels)
    assert Image.open(inks).mode == "CMYK"  # the file itself stays as it was


def test_a_cmyk_photo_stays_closed_when_the_person_does_not(desk: Desk, inks: Path) -> None:
    desk.answers.on_convert = False
    desk.open()
    before = desk.editor.document.name
    with desk.qtbot.waitSignal(desk.editor.files.open_failed):
        desk.editor.window.photo_dropped.emit(inks)
    assert desk.editor.document.name == before
    assert "CMYK" in desk.notices[-1].text


def test_a_project_of_a_converted_photo_opens_without_asking_again(desk: Desk, inks: Path) -> None:
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.window.photo_dropped.emit(inks)
    desk.fill()
    pixels = desk.editor.document.pixels.copy()
    desk.answers.project = desk.folder / "print.lacuna", False
    with desk.qtbot.waitSignal(desk.editor.projects.saved):
        desk.editor.actions["save_project"].trigger()
    desk.open("other.png")
    with desk.qtbot.waitSignal(desk.editor.projects.opened):
        desk.editor.window.photo_dropped.emit(desk.folder / "print.lacuna")
    np.testing.assert_array_equal(desk.editor.document.pixels, pixels)
    assert desk.answers.asked.count("convert print.tif") == 1
