"""A folder of photos through the window: started, followed, stopped, gone on with, looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QPushButton

from editor.panels.batch_dialog import BatchDialog, BatchFolders, BatchLine
from engine.photo.reading import read_photo
from tests.editor.window.conftest import Desk
from tests.engine.batch.folders import make_folders, save_photo


def _dialog(desk: Desk, folders: BatchFolders) -> BatchDialog:
    desk.settle()
    desk.editor.actions["batch"].trigger()
    dialog = desk.editor.batch_desk.dialog
    assert dialog is not None
    dialog.set_folders(folders)
    return dialog


def _lines(dialog: BatchDialog) -> dict[str, tuple[str, str]]:
    rows = [dialog._list.topLevelItem(row) for row in range(dialog._list.topLevelItemCount())]
    return {row.text(0): (row.text(1), row.text(2)) for row in rows if row is not None}


@pytest.fixture
def folders(tmp_path: Path) -> BatchFolders:
    photos, masks, results = make_folders(tmp_path / "batch", 4)
    return BatchFolders(photos, masks, results, is_recursive=False)


def _run(desk: Desk, dialog: BatchDialog) -> None:
    with desk.qtbot.waitSignal(desk.editor.batch_desk.runner.ended, timeout=20_000):
        dialog._start.click()


def test_a_folder_is_filled_while_the_window_stays_usable(desk: Desk, folders: BatchFolders) -> None:
    (folders.photos / "002.png").write_bytes(b"no picture")
    dialog = _dialog(desk, folders)
    gate = desk.hold("row 0", run=2)  # the first variation of the second photo
    with desk.qtbot.waitSignal(desk.editor.batch_desk.runner.ended, timeout=20_000):
        dialog._start.click()
        assert not dialog._start.isEnabled()
        desk.wait_for(gate)
        desk.qtbot.waitUntil(lambda: "000.png" in _lines(dialog))
        desk.open()  # the hand and the eye go on meanwhile
        desk.stroke((60, 50), (90, 60))
        gate.open()
    lines = _lines(dialog)
    assert set(lines) == {"000.png", "001.png", "002.png", "003.png"}
    assert lines["000.png"][0] == "filled, nothing outside changed"
    assert float(lines["000.png"][1]) < 0.2
    assert "not an image" in lines["002.png"][0]
    assert dialog._state.text() == "Done: 3 filled, 1 failed. The report is lacuna-report.csv."
    assert dialog._start.isEnabled()
    assert sorted(path.name for path in folders.results.glob("*.png")) == ["000.png", "001.png", "003.png"]
    assert (folders.results / "lacuna-report.json").is_file()
    # The batch's events never reached the open photo.
    assert desk.editor.document.has_mask
    assert not desk.editor.document.fills


def test_a_fill_in_the_window_shares_the_engine(desk: Desk, folders: BatchFolders) -> None:
    dialog = _dialog(desk, folders)
    desk.open()
    with desk.qtbot.waitSignal(desk.editor.batch_desk.runner.ended, timeout=20_000):
        dialog._start.click()
        desk.stroke((60, 50), (90, 60))
        desk.settle()
        desk.editor.actions["fill"].trigger()
    desk.wait_idle()
    assert desk.editor.document.last_fill is not None
    assert len(_lines(dialog)) == 4
    assert desk.loader.calls == 1


def test_a_stopped_batch_goes_on(desk: Desk, folders: BatchFolders) -> None:
    dialog = _dialog(desk, folders)
    gate = desk.hold("row 0", run=4)
    with desk.qtbot.waitSignal(desk.editor.batch_desk.runner.ended, timeout=20_000):
        dialog._start.click()
        desk.wait_for(gate)
        dialog._stop.click()
        gate.open()
    assert dialog._state.text().startswith("Stopped: 2 filled.")
    done = {path.name: path.stat().st_mtime_ns for path in folders.results.glob("*.png")}
    assert len(done) == 2
    _run(desk, dialog)
    assert dialog._state.text().startswith("Done: 4 filled.")
    now = {path.name: path.stat().st_mtime_ns for path in folders.results.glob("*.png")}
    assert len(now) == 4
    assert done.items() <= now.items()


def test_a_batch_that_waits_for_the_window_stops_at_once(desk: Desk, folders: BatchFolders) -> None:
    dialog = _dialog(desk, folders)
    desk.open()
    gate = desk.hold("row 0")
    desk.stroke((60, 50), (90, 60))
    desk.settle()
    desk.editor.actions["fill"].trigger()
    desk.wait_for(gate)
    runner = desk.editor.batch_desk.runner
    with desk.qtbot.waitSignal(runner.ended, timeout=20_000):
        with desk.qtbot.waitSignal(runner.progressed, timeout=20_000):
            dialog._start.click()
        dialog._stop.click()
    assert dialog._state.text().startswith("Stopped: 0 filled.")
    # All that time the fill in the window has kept the engine.
    assert desk.editor.controller.is_busy
    gate.open()
    desk.wait_idle()
    assert len(desk.editor.document.fills) == len(desk.engine.asked) == 1


def test_what_makes_no_batch_is_said(desk: Desk, folders: BatchFolders) -> None:
    dialog = _dialog(desk, BatchFolders(folders.photos, folders.masks, folders.photos, False))
    _run(desk, dialog)
    assert dialog._state.text() == "Results need a folder of their own; photos and masks are never replaced."
    dialog._photos.setText("")
    assert not dialog._start.isEnabled()


def test_a_result_can_be_looked_at(desk: Desk, folders: BatchFolders) -> None:
    dialog = _dialog(desk, folders)
    _run(desk, dialog)
    row = dialog._list.topLevelItem(1)
    assert row is not None
    with desk.qtbot.waitSignal(desk.editor.document.photo_changed):
        dialog._list.itemActivated.emit(row, 0)
    result = read_photo(folders.results / "001.png").pixels
    np.testing.assert_array_equal(desk.editor.document.pixels, result)


def test_cmyk_photos_are_converted_and_the_report_says_so(desk: Desk, folders: BatchFolders) -> None:
    (folders.photos / "002.png").unlink()
    inks = np.zeros((24, 32, 4), np.uint8)
    inks[..., 0] = np.linspace(0, 200, 32)
    Image.fromarray(inks, "CMYK").save(folders.photos / "002.tif")
    dialog = _dialog(desk, folders)
    _run(desk, dialog)
    assert _lines(dialog)["002.tif"][0] == "filled, nothing outside changed · Converted from CMYK to sRGB."
    assert dialog._state.text().startswith("Done: 4 filled.")
    assert "Converted from CMYK to sRGB." in (folders.results / "lacuna-report.csv").read_text("utf-8")
    result = read_photo(folders.results / "002.tif").pixels
    photo = read_photo(folders.photos / "002.tif", to_rgb=True).pixels
    np.testing.assert_array_equal(result[:4], photo[:4])
    assert Image.open(folders.photos / "002.tif").mode == "CMYK"


def test_what_jpeg_compression_changes_is_told_as_such(desk: Desk, folders: BatchFolders) -> None:
    (folders.photos / "002.png").unlink()
    noise = np.random.default_rng(1).integers(0, 255, (24, 32, 3)).astype(np.uint8)
    Image.fromarray(noise).save(folders.photos / "002.jpg", quality=80)
    dialog = _dialog(desk, folders)
    _run(desk, dialog)
    ending = _lines(dialog)["002.jpg"][0]
    assert ending.startswith("filled; JPEG compression changed ")
    assert ending.endswith(" levels at most")


def test_a_long_ending_is_shown_whole(desk: Desk, folders: BatchFolders) -> None:
    dialog = _dialog(desk, folders)
    for ending in ("filled, nothing outside changed", "truncated.jpg is damaged and cannot be read. " * 3):
        dialog.add_line(BatchLine("truncated.jpg", ending, None, None))
    short, long = (dialog._list.visualItemRect(dialog._list.topLevelItem(row)).height() for row in (0, 1))
    needed = dialog._list.fontMetrics().horizontalAdvance(ending) / dialog._list.columnWidth(1)
    assert needed > 1.2
    assert long >= short + int(needed) * dialog._list.fontMetrics().height()
    # A wider list needs fewer lines.
    dialog.resize(2 * dialog.width(), dialog.height())
    desk.qtbot.waitUntil(lambda: dialog._list.visualItemRect(dialog._list.topLevelItem(1)).height() < long)


def test_folders_stay_as_they_are_while_a_batch_runs(desk: Desk, folders: BatchFolders) -> None:
    dialog = _dialog(desk, folders)
    gate = desk.hold("row 0", run=2)
    browsing = [button for button in dialog.findChildren(QPushButton) if button.text().endswith("…")]
    with desk.qtbot.waitSignal(desk.editor.batch_desk.runner.ended, timeout=20_000):
        dialog._start.click()
        desk.wait_for(gate)
        desk.qtbot.waitUntil(lambda: "000.png" in _lines(dialog))
        assert len(browsing) == 4
        assert not any(button.isEnabled() for button in browsing)
        assert dialog._report.isEnabled()  # what is done can be looked at already
        gate.open()
    assert all(button.isEnabled() for button in browsing)


def test_closing_the_window_stops_the_batch_and_loses_nothing(desk: Desk, folders: BatchFolders) -> None:
    save_photo(folders.photos / "without a mask.png")
    dialog = _dialog(desk, folders)
    gate = desk.hold("row 0", run=2)
    dialog._start.click()
    desk.wait_for(gate)
    gate.open()
    assert desk.editor.window.close()
    for path in folders.results.glob("*.png"):
        assert read_photo(path).size == (24, 32)
    assert (folders.results / "lacuna-report.csv").is_file()
