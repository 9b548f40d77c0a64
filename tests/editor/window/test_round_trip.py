"""Round trips for other programs: Done writes all or nothing, Cancel touches nothing, the exit code tells."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from editor.panels.questions import HandBack
from editor.panels.round_trip_bar import RoundTripBar
from editor.round_trip import CANCELED, DONE, REFUSED, Errand, RoundTrip
from engine.photo.reading import read_photo
from tests.editor.inference.conftest import photo
from tests.editor.window.conftest import Desk

Begin = Callable[..., RoundTrip]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.png"
    Image.fromarray(photo()).save(path)
    return path


@pytest.fixture
def begin(desk: Desk, source: Path, qtbot: QtBot) -> Begin:
    """Opens the window for an errand."""

    def start(output: Path, photo_format: str = "") -> RoundTrip:
        round_trip = RoundTrip(Errand(source, output, photo_format), desk.editor)
        with qtbot.waitSignal(desk.editor.document.photo_changed):
            desk.editor.filing.open(source)
        desk.settle()
        return round_trip

    return start


def button(desk: Desk, text: str) -> QPushButton:
    bar = desk.editor.window.findChild(RoundTripBar)
    assert bar is not None
    return next(found for found in bar.findChildren(QPushButton) if found.text() == text)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".ini")


def test_done_writes_the_fill_and_says_so(desk: Desk, begin: Begin, tmp_path: Path, qtbot: QtBot) -> None:
    output = tmp_path / "out.tif"
    round_trip = begin(output)
    desk.fill()
    filled = desk.editor.document.pixels.copy()

    with qtbot.waitSignal(desk.editor.window.closed):
        qtbot.mouseClick(button(desk, "Done"), Qt.MouseButton.LeftButton)

    assert round_trip.exit_code == DONE
    np.testing.assert_array_equal(read_photo(output).pixels, filled)
    assert leftovers(tmp_path) == ["in.png", "out.tif"]
    assert desk.answers.asked == []


def test_done_may_replace_the_photo_itself_and_keeps_its_rights(
    desk: Desk, begin: Begin, source: Path, qtbot: QtBot
) -> None:
    source.chmod(0o640)
    begin(source)
    desk.fill()
    filled = desk.editor.document.pixels.copy()

    with qtbot.waitSignal(desk.editor.window.closed):
        desk.editor.window.findChild(RoundTripBar).done.emit()

    np.testing.assert_array_equal(read_photo(source).pixels, filled)
    assert source.stat().st_mode & 0o777 == 0o640


def test_done_needs_no_rights_to_set_rights(
    desk: Desk, begin: Begin, source: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory cards and network folders refuse."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    round_trip = begin(source)
    desk.fill()
    filled = desk.editor.document.pixels.copy()
    monkeypatch.setattr(os, "chmod", refuse)

    with qtbot.waitSignal(desk.editor.filing.exported):
        round_trip.hand_back()

    assert round_trip.exit_code == DONE
    np.testing.assert_array_equal(read_photo(source).pixels, filled)


def test_the_format_may_differ_from_the_name(desk: Desk, begin: Begin, tmp_path: Path, qtbot: QtBot) -> None:
    output = tmp_path / "handed-over.tmp"
    round_trip = begin(output, "tiff")

    with qtbot.waitSignal(desk.editor.window.closed):
        round_trip.hand_back()

    assert output.read_bytes()[:4] in (b"II*\0", b"MM\0*")
    assert leftovers(tmp_path) == ["handed-over.tmp", "in.png"]


def test_cancel_touches_nothing(desk: Desk, begin: Begin, tmp_path: Path, qtbot: QtBot) -> None:
    output = tmp_path / "out.png"
    output.write_bytes(b"as it was")
    round_trip = begin(output)

    with qtbot.waitSignal(desk.editor.window.closed):
        qtbot.mouseClick(button(desk, "Cancel"), Qt.MouseButton.LeftButton)

    assert round_trip.exit_code == CANCELED
    assert output.read_bytes() == b"as it was"
    assert leftovers(tmp_path) == ["in.png", "out.png"]


@pytest.mark.parametrize(
    ("answer", "closes", "code"),
    [(HandBack.DONE, True, DONE), (HandBack.DISCARD, True, CANCELED), (HandBack.STAY, False, CANCELED)],
)
def test_closing_the_window_asks_about_changes(
    desk: Desk, begin: Begin, tmp_path: Path, qtbot: QtBot, answer: HandBack, closes: bool, code: int
) -> None:
    output = tmp_path / "out.png"
    round_trip = begin(output)
    desk.fill()
    desk.answers.on_hand_back = answer

    desk.editor.window.close()

    if answer is HandBack.DONE:
        qtbot.waitUntil(lambda: not desk.editor.window.isVisible())
    assert desk.editor.window.isVisible() != closes
    assert round_trip.exit_code == code
    assert output.exists() == (code == DONE)
    desk.answers.on_hand_back = HandBack.DISCARD


def test_while_a_fill_runs_nothing_can_be_handed_back(desk: Desk, begin: Begin, tmp_path: Path) -> None:
    begin(tmp_path / "out.png")
    gate = desk.hold("row 1")
    desk.stroke((60, 50), (90, 60))
    desk.key(Qt.Key.Key_Return)
    desk.wait_for(gate)

    assert not button(desk, "Done").isEnabled()
    gate.open()
    desk.wait_idle()
    assert button(desk, "Done").isEnabled()


def test_an_output_that_cannot_be_replaced_keeps_the_window_open(
    desk: Desk, begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    output = tmp_path / "out.png"
    round_trip = begin(output)
    output.mkdir()  # in the meantime

    with qtbot.waitSignal(desk.editor.filing.exported):
        round_trip.hand_back()

    assert desk.editor.window.isVisible()
    assert "could not be replaced" in desk.notices[-1].text
    assert leftovers(tmp_path) == ["in.png", "out.png"]
    assert button(desk, "Done").isEnabled()


def test_a_photo_that_cannot_be_read_ends_with_the_code_for_bad_input(
    desk: Desk, source: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    source.write_bytes(source.read_bytes()[:200])
    round_trip = RoundTrip(Errand(source, tmp_path / "out.png"), desk.editor)

    with qtbot.waitSignal(desk.editor.files.open_failed):
        desk.editor.filing.open(source)
    desk.editor.window.close()

    assert round_trip.exit_code == REFUSED
    assert not button(desk, "Done").isEnabled()


def test_errands_that_cannot_be_done_are_refused_in_a_sentence(source: Path, tmp_path: Path) -> None:
    assert Errand(source, tmp_path / "out.png").refusal() == ""
    assert Errand(source, tmp_path / "out.psd").suffix == ".png"
    assert "no photo" in Errand(tmp_path / "absent.png", tmp_path / "out.png").refusal()
    assert "does not exist" in Errand(source, tmp_path / "absent" / "out.png").refusal()
    assert "is a folder" in Errand(source, tmp_path).refusal()
    odd = tmp_path / "photo.raw"
    odd.touch()
    assert "--format" in Errand(odd, odd).refusal()
    assert Errand(odd, odd, "jpeg").refusal() == ""


def test_the_part_lies_beside_the_output(source: Path, tmp_path: Path) -> None:
    """Renaming is only one step within one file system."""
    errand = Errand(source, tmp_path / "out.jpeg")

    assert errand.part.parent == errand.output.parent
    assert str(os.getpid()) in errand.part.name
    assert errand.part.suffix == ".jpeg"
