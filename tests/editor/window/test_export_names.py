"""Names of exported files: nothing of them is lost, and all that are offered or accepted can be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from editor.panels.export_dialog import ExportDialog
from editor.panels.export_names import FORMATS, JPEG, PNG, TIFF
from editor.panels.export_wishes import SourceFacts
from tests.editor.window.conftest import Desk


def press_enter(desk: Desk, dialog: ExportDialog) -> None:
    desk.qtbot.keyClick(dialog._path, Qt.Key.Key_Return)


@pytest.mark.parametrize("name", ["IMG_1.2 final", "1.5 s at f2.8", "photo.xyz", "photo"])
def test_another_format_leaves_the_name_whole(desk: Desk, name: str) -> None:
    desk.open()
    dialog = desk.export_dialog()
    dialog.set_path(desk.folder / name)
    for number, (_, ending, _) in enumerate(FORMATS):
        dialog._format.setCurrentIndex(number)
        assert dialog.wishes.path == desk.folder / (name + ending)
    dialog.set_path(desk.folder / f"{name}.JPEG")
    assert dialog._format.currentIndex() == JPEG
    assert dialog.wishes.path.name == f"{name}.JPEG"
    dialog._format.setCurrentIndex(TIFF)
    assert dialog.wishes.path.name == f"{name}.tif"
    dialog.reject()


def test_a_name_without_an_ending_gets_the_formats_and_the_dialog_says_so(desk: Desk) -> None:
    desk.open()
    desk.fill()
    dialog = desk.export_dialog()
    dialog._path.setText(str(desk.folder / "holiday"))
    assert "holiday.png" in dialog._hint.text()
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        press_enter(desk, dialog)
    assert (desk.folder / "holiday.png").is_file()


def test_a_name_that_gets_its_ending_replaces_nothing_unasked(desk: Desk) -> None:
    desk.open()
    desk.fill()
    (desk.folder / "holiday.png").write_bytes(b"precious")
    dialog = desk.export_dialog()
    dialog._path.setText(str(desk.folder / "holiday"))
    press_enter(desk, dialog)
    assert desk.answers.asked == ["other holiday.png"]
    dialog.reject()


@pytest.mark.parametrize(
    "typed", ["", "   /", "{folder}", "{folder}/", "{folder}/..", "{folder}/" + "x" * 256]
)
def test_where_export_cannot_be_pressed_a_sentence_says_why(desk: Desk, typed: str) -> None:
    desk.open()
    dialog = desk.export_dialog()
    dialog._path.setText(typed.format(folder=desk.folder))
    assert not dialog._export.isEnabled()
    assert dialog._hint.objectName() == "refusal"
    assert "name" in dialog._hint.text()
    dialog.set_path(desk.folder / "here.png")
    assert dialog._export.isEnabled()
    assert dialog._hint.objectName() == "muted"
    dialog.reject()


def test_nobodys_home_is_a_name_like_others(desk: Desk) -> None:
    desk.open()
    dialog = desk.export_dialog()
    dialog._path.setText("~nobody at all")
    assert dialog.wishes.path == Path("~nobody at all.png")
    dialog.reject()


@pytest.mark.parametrize("stem", ["x" * 244, "漢" * 81])
def test_what_is_proposed_for_a_long_name_can_be_written(desk: Desk, stem: str) -> None:
    desk.open(f"{stem}.png")
    desk.fill()
    dialog = desk.export_dialog()
    name = dialog.wishes.path.name
    assert len(os.fsencode(name)) <= 255
    assert name.startswith(stem[:50])
    assert name.endswith("-edited.png")
    with desk.qtbot.waitSignal(desk.editor.filing.exported):
        press_enter(desk, dialog)
    assert (desk.folder / name).is_file()


def test_a_long_name_does_not_widen_the_dialog(desk: Desk) -> None:
    dialog = ExportDialog(SourceFacts(Path("a.png"), 8, "", is_jpeg=False), desk.folder, 95, mark_source=True)
    desk.qtbot.addWidget(dialog)
    before = dialog.minimumSizeHint().width()
    dialog.set_path(desk.folder / ("x" * 200))
    assert dialog._format.currentIndex() == PNG
    assert dialog.minimumSizeHint().width() <= max(before, 620)
