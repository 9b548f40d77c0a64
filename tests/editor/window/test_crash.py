"""kill -9 while painting, while filling, while saving: the work is there again, and is offered once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from editor.app import Editor
from editor.document.document import Document
from editor.document.saved import restore
from editor.panels.questions import Unsaved
from editor.project.content import read_content, source_of
from editor.settings import Settings
from tests.editor.inference.conftest import photo
from tests.editor.window.conftest import Answers
from tests.editor.window.crashing import fingerprint
from tests.fakes import FakeLoader

# Many times what a start takes on a busy machine.
_PATIENCE_S = 90


class Crash:
    """A window that was killed, and what it left."""

    def __init__(self, folder: Path, what: str, words: int = 2) -> None:
        self.sessions = folder / "sessions"
        self.photo = folder / "photo.png"
        Image.fromarray(photo()).save(self.photo)
        command = [sys.executable, "-m", "tests.editor.window.crashing"]
        process = subprocess.Popen(
            [*command, str(self.sessions), str(self.photo), what], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        # A window that hangs never speaks: killing it ends the reading.
        watchdog = threading.Timer(_PATIENCE_S, process.kill)
        watchdog.start()
        try:
            self.heard = [process.stdout.readline().split() for _ in range(words)]
        finally:
            watchdog.cancel()
            process.kill()
        # A word that the kill cut off was not said.
        self.heard += [line.split() for line in process.stdout if line.endswith("\n")]
        process.stdout.close()
        process.wait()
        if not all(self.heard[:words]):
            said = sum(1 for heard in self.heard[:words] if heard)
            pytest.fail(
                f"The window that was to be killed while {what} hung or ended by itself: in {_PATIENCE_S} s "
                f"it said {said} of {words} words."
            )


class Windows:
    """Starts windows over the same sessions, as the person does after a crash."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot = qtbot
        self._folder = folder
        self._open: list[Editor] = []

    def start(self, sessions: Path, recover: bool = True) -> tuple[Editor, Answers]:
        editor = Editor(Settings(self._folder / "settings.ini"), FakeLoader(), Answers, sessions)
        answers = editor.questions
        assert isinstance(answers, Answers)
        answers.on_recover = recover
        self._open.append(editor)
        editor.start()
        self._qtbot.waitUntil(lambda: editor.client.is_open)
        return editor, answers

    def close(self) -> None:
        for editor in self._open:
            assert isinstance(editor.questions, Answers)
            editor.questions.on_unsaved = Unsaved.DISCARD
            editor.window.close()
            editor.window.deleteLater()
            editor.deleteLater()
        self._open.clear()
        self._qtbot.wait(0)


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path) -> Iterator[Windows]:
    it = Windows(qtbot, tmp_path)
    yield it
    it.close()


def restored(qtbot: QtBot, editor: Editor) -> Document:
    qtbot.waitUntil(lambda: bool(editor.document.fills) and editor.document.has_mask)
    return editor.document


def test_painting(qtbot: QtBot, windows: Windows, tmp_path: Path) -> None:
    crash = Crash(tmp_path, "painting", words=20)
    editor, answers = windows.start(crash.sessions)
    document = restored(qtbot, editor)
    assert answers.asked == ["recover photo.png"]
    assert document.mask[60, 10:60].min() == 255  # the stroke that had ended
    assert document.pixels[20, 30].tolist() == [10, 200, 30]  # the fill
    assert document.is_dirty
    assert document.name == "photo.png"


def test_filling(qtbot: QtBot, windows: Windows, tmp_path: Path) -> None:
    crash = Crash(tmp_path, "filling")
    editor, _ = windows.start(crash.sessions)
    assert fingerprint(restored(qtbot, editor)) == crash.heard[0][1]


def test_saving(tmp_path: Path) -> None:
    crash = Crash(tmp_path, "saving", words=4)
    content = read_content(source_of(tmp_path / "work.lacuna"))
    document = Document()
    document.load(photo().copy())
    restore(document, content)
    # The one that it was about to save, or the one before.
    announced = [fingerprint_ for _, fingerprint_ in crash.heard]
    assert fingerprint(document) in announced[-2:]
    assert np.array_equal(document.original_pixels, photo())


def test_work_is_offered_once_whatever_the_answer(qtbot: QtBot, windows: Windows, tmp_path: Path) -> None:
    crash = Crash(tmp_path, "filling")
    _, answers = windows.start(crash.sessions, recover=False)
    assert answers.asked == ["recover photo.png"]
    windows.close()
    _, answers = windows.start(crash.sessions)
    assert answers.asked == []


def test_restored_work_is_not_offered_again(qtbot: QtBot, windows: Windows, tmp_path: Path) -> None:
    crash = Crash(tmp_path, "filling")
    editor, _ = windows.start(crash.sessions)
    restored(qtbot, editor)
    with qtbot.waitSignal(editor.keeping.autosave.saved):
        editor.document.invert_mask()
    # From now on it lies in the new window's own folder, and nowhere else.
    assert len(list(crash.sessions.iterdir())) == 1
    windows.close()
    assert list(crash.sessions.iterdir()) == []
    _, answers = windows.start(crash.sessions)
    assert answers.asked == []


def test_a_photo_that_is_gone_keeps_the_offer_open(qtbot: QtBot, windows: Windows, tmp_path: Path) -> None:
    crash = Crash(tmp_path, "filling")
    crash.photo.rename(tmp_path / "renamed.png")
    _, answers = windows.start(crash.sessions)
    qtbot.waitUntil(lambda: "find photo.png" in answers.asked)
    windows.close()
    (tmp_path / "renamed.png").rename(crash.photo)
    editor, _ = windows.start(crash.sessions)
    assert fingerprint(restored(qtbot, editor)) == crash.heard[0][1]
