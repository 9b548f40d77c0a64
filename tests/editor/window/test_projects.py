"""Projects through the window: saved, opened, moved, changed behind its back, damaged."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editor.notices import Kind
from editor.panels.questions import Unsaved
from editor.sessions import Leftover, Session
from editor.settings import FILL_DETAIL
from tests.editor.window.conftest import Desk


def saved(desk: Desk, path: Path, embeds: bool = False) -> Path:
    """Saves the open photo's work."""
    desk.answers.project = (path, embeds)
    desk.settle()
    with desk.qtbot.waitSignal(desk.editor.projects.saved):
        desk.editor.actions["save_project_as"].trigger()
    desk.settle()
    return path


def reopen(desk: Desk, path: Path) -> None:
    """Opens a project as if it had been dropped."""
    with desk.qtbot.waitSignal(desk.editor.projects.opened):
        desk.editor.window.photo_dropped.emit(path)
    desk.settle()


def worked_on(desk: Desk) -> np.ndarray:
    desk.open()
    desk.fill()
    desk.stroke((30, 30), (60, 40))
    return desk.editor.document.pixels.copy()


def left_behind(desk: Desk, sessions: Path, project: Path) -> Leftover:
    """What the window would leave if it crashed now."""
    desk.qtbot.waitUntil(lambda: desk.editor.keeping.autosave.is_settled)
    shutil.copytree(desk.editor.session.work, sessions / "crashed" / "work")
    (sessions / "crashed" / "origin.json").write_text(json.dumps(str(project)))
    return Session(sessions).leftovers()[0]


def test_a_project_brings_everything_back(desk: Desk, tmp_path: Path) -> None:
    pixels = worked_on(desk)
    document = desk.editor.document
    mask = document.mask.copy()
    desk.editor.settings.put(FILL_DETAIL, 0.4)
    path = saved(desk, tmp_path / "work.lacuna")
    assert not document.is_dirty
    assert desk.editor.window.windowTitle() == "work.lacuna[*] — Lacuna"
    desk.open("other.png")
    desk.editor.settings.put(FILL_DETAIL, 1.0)
    assert desk.editor.window.windowTitle() == "other.png[*] — Lacuna"

    reopen(desk, path)

    assert np.array_equal(document.pixels, pixels)
    assert np.array_equal(document.mask, mask)
    assert not document.is_dirty
    assert document.name == "photo.png"
    assert desk.editor.settings.get(FILL_DETAIL) == 0.4
    assert desk.editor.filing.recent[0] == path
    assert [notice.kind for notice in desk.notices] == [Kind.SUCCESS]


def test_saving_again_needs_no_question(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    path = saved(desk, tmp_path / "work")  # the suffix is added
    assert desk.editor.projects.path == path.with_suffix(".lacuna")
    asked = len(desk.answers.asked)
    desk.stroke((80, 20), (90, 30))
    assert desk.editor.window.isWindowModified()
    with desk.qtbot.waitSignal(desk.editor.projects.saved):
        desk.editor.actions["save_project"].trigger()
    assert len(desk.answers.asked) == asked
    assert not desk.editor.window.isWindowModified()


def test_what_is_painted_while_saving_is_not_saved(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    desk.answers.project = (tmp_path / "work.lacuna", False)
    desk.settle()
    with desk.qtbot.waitSignal(desk.editor.projects.saved):
        desk.editor.actions["save_project_as"].trigger()
        desk.editor.document.invert_mask()
    assert desk.editor.document.is_dirty


def test_an_edge_dragged_while_saving_is_not_saved(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    desk.editor.document.adjust_edge(2, 0)
    desk.answers.project = (tmp_path / "work.lacuna", False)
    desk.settle()
    with desk.qtbot.waitSignal(desk.editor.projects.saved):
        desk.editor.actions["save_project_as"].trigger()
        desk.editor.document.adjust_edge(6, 0)  # the same step of undo
    assert desk.editor.document.is_dirty


def test_a_folder_can_be_moved_as_a_whole(desk: Desk, tmp_path: Path) -> None:
    pixels = worked_on(desk)
    saved(desk, tmp_path / "work.lacuna")
    elsewhere = tmp_path / "moved"
    elsewhere.mkdir()
    for name in ("work.lacuna", "photo.png"):
        os.replace(tmp_path / name, elsewhere / name)
    reopen(desk, elsewhere / "work.lacuna")
    assert np.array_equal(desk.editor.document.pixels, pixels)
    assert "find photo.png" not in desk.answers.asked


def test_a_photo_that_is_gone_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    pixels = worked_on(desk)
    path = saved(desk, tmp_path / "work.lacuna")
    desk.open("other.png")
    (tmp_path / "photo.png").rename(tmp_path / "renamed.png")
    desk.answers.photo = tmp_path / "renamed.png"
    reopen(desk, path)
    assert desk.answers.asked[-1] == "find photo.png"
    assert np.array_equal(desk.editor.document.pixels, pixels)
    assert [notice for notice in desk.notices if notice.kind is Kind.WARNING] == []


def test_who_does_not_find_the_photo_keeps_what_is_open(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    path = saved(desk, tmp_path / "work.lacuna")
    desk.open("other.png")
    (tmp_path / "photo.png").unlink()
    desk.editor.window.photo_dropped.emit(path)
    desk.qtbot.waitUntil(lambda: "find photo.png" in desk.answers.asked)
    assert desk.editor.document.name == "other.png"


def test_a_photo_that_changed_is_reported(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    path = saved(desk, tmp_path / "work.lacuna")
    photo = np.asarray(Image.open(tmp_path / "photo.png"))
    Image.fromarray(255 - photo).save(tmp_path / "photo.png")
    reopen(desk, path)
    assert desk.notices[-1].kind is Kind.WARNING
    assert "photo.png has changed" in desk.notices[-1].text
    assert len(desk.editor.document.fills) == 1


def test_a_photo_of_another_size_is_refused(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    path = saved(desk, tmp_path / "work.lacuna")
    Image.new("RGB", (50, 40)).save(tmp_path / "photo.png")
    desk.editor.window.photo_dropped.emit(path)
    desk.qtbot.waitUntil(lambda: any(notice.kind is Kind.ERROR for notice in desk.notices))
    assert "its size is another" in desk.notices[-1].text
    assert len(desk.editor.document.fills) == 1


def test_a_photo_inside_needs_no_file(desk: Desk, tmp_path: Path) -> None:
    pixels = worked_on(desk)
    path = saved(desk, tmp_path / "work.lacuna", embeds=True)
    (tmp_path / "photo.png").unlink()
    reopen(desk, path)
    assert np.array_equal(desk.editor.document.pixels, pixels)
    assert desk.editor.document.name == "photo.png"
    assert desk.editor.filing.export_folder == tmp_path
    desk.stroke((80, 20), (90, 30))
    with desk.qtbot.waitSignal(desk.editor.projects.saved):
        desk.editor.actions["save_project"].trigger()
    reopen(desk, path)
    assert desk.editor.document.has_mask


def test_the_sample_travels_inside(desk: Desk, tmp_path: Path) -> None:
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        desk.editor.actions["sample"].trigger()
    original = desk.editor.document.pixels.copy()
    desk.stroke((30, 30), (60, 40))
    path = saved(desk, tmp_path / "work.lacuna")
    reopen(desk, path)
    assert np.array_equal(desk.editor.document.original_pixels, original)
    assert desk.editor.document.has_mask


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"nothing", "is not a Lacuna project"), (b"PK\x03\x04" + bytes(40), "is damaged")],
)
def test_files_that_are_no_projects_get_one_sentence(
    desk: Desk, tmp_path: Path, data: bytes, words: str
) -> None:
    desk.open()
    (tmp_path / "bad.lacuna").write_bytes(data)
    desk.editor.window.photo_dropped.emit(tmp_path / "bad.lacuna")
    desk.qtbot.waitUntil(lambda: bool(desk.notices))
    assert words in desk.notices[-1].text
    assert "bad.lacuna" in desk.notices[-1].text
    assert desk.editor.document.name == "photo.png"


def test_a_project_whose_holes_overlap_leaves_what_is_open(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    path = saved(desk, tmp_path / "work.lacuna")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "bad.lacuna", "w") as bad:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "manifest.json":
                manifest = json.loads(data)
                manifest["fills"][0]["holes"] *= 2
                data = json.dumps(manifest).encode()
            bad.writestr(name, data)
    desk.open("other.png")
    desk.notices.clear()
    desk.editor.window.photo_dropped.emit(tmp_path / "bad.lacuna")
    desk.qtbot.waitUntil(lambda: bool(desk.notices))
    assert desk.notices[-1].text.endswith("bad.lacuna is damaged and cannot be opened.")
    assert desk.editor.document.name == "other.png"


def test_a_project_that_cannot_be_written_loses_nothing(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    desk.answers.project = (tmp_path / "no folder" / "work.lacuna", False)
    desk.settle()
    desk.editor.actions["save_project_as"].trigger()
    desk.qtbot.waitUntil(lambda: bool(desk.notices))
    assert desk.notices[-1].kind is Kind.ERROR
    assert "no folder" in desk.notices[-1].text
    assert desk.editor.document.is_dirty


def test_closing_can_save_first(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    desk.answers.on_unsaved = Unsaved.SAVE
    desk.answers.project = (tmp_path / "work.lacuna", False)
    with desk.qtbot.waitSignal(desk.editor.window.closed):
        desk.editor.window.close()
    assert (tmp_path / "work.lacuna").is_file()


def test_closing_stays_when_no_file_is_chosen(desk: Desk) -> None:
    worked_on(desk)
    desk.answers.on_unsaved = Unsaved.SAVE
    desk.answers.project = None
    desk.editor.window.close()
    assert desk.editor.window.isVisible()


def test_what_is_opened_instead_of_a_recovery_is_not_taken_for_it(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    path = saved(desk, tmp_path / "opened.lacuna")
    desk.stroke((80, 20), (90, 30))
    sessions = tmp_path / "sessions"
    leftover = left_behind(desk, sessions, tmp_path / "crashed.lacuna")
    desk.answers.on_unsaved = Unsaved.DISCARD

    desk.editor.projects.recover(leftover)
    desk.open("other.png")
    reopen(desk, path)

    assert desk.editor.projects.path == path
    desk.stroke((30, 80), (40, 90))
    desk.qtbot.waitUntil(lambda: desk.editor.keeping.autosave.is_settled)
    # Nobody holds it any more, and the next start finds it.
    assert [found.project for found in Session(sessions).leftovers()] == [tmp_path / "crashed.lacuna"]


def test_layers_are_exported_beside_the_photo(desk: Desk, tmp_path: Path) -> None:
    worked_on(desk)
    desk.settle()
    desk.editor.actions["export_layers"].trigger()
    desk.qtbot.waitUntil(lambda: bool(desk.notices))
    assert desk.notices[-1].text == "Exported photo.ora with layers."
    with zipfile.ZipFile(tmp_path / "photo.ora") as archive:
        assert archive.read("mimetype") == b"image/openraster"
    assert desk.editor.document.is_dirty  # layers for others are no project
