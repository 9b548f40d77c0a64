"""A window that works on a photo until somebody kills it.

    python -m tests.editor.window.crashing SESSIONS PHOTO painting|filling|saving

Says on its output when a state of the work is on disk ("kept", with a hash of pixels and mask) or is about to
be saved ("saves", likewise), and what it does then ("paints", "fills").
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from editor.app import Editor
from editor.document.document import Document
from editor.painting.strokes import Brush, Point
from editor.panels.questions import Questions
from editor.settings import Settings
from tests.fakes import FakeEngine, FakeLoader


class Silent(Questions):
    """Answers what has to be answered."""

    target = Path()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    def project_file(self, proposed: Path, embeds: bool) -> tuple[Path, bool] | None:
        return self.target, False


def fingerprint(document: Document) -> str:
    """Tells one state of a document from any other."""
    data = document.pixels.tobytes() + document.mask.tobytes()
    return hashlib.sha256(data).hexdigest()


def stroke(document: Document, y: float) -> None:
    document.begin_stroke(Brush(8, 1.0))
    document.extend_stroke([Point(10, y), Point(60, y)])
    document.end_stroke()


class Doomed:
    """What goes on until the end."""

    def __init__(self, sessions: Path, photo: Path, what: str) -> None:
        self.photo, self.what = photo, what
        engine = FakeEngine()
        self.gate = engine.hold("row 1", run=1)  # the second fill never ends
        self.editor = Editor(Settings(sessions.parent / "doomed.ini"), FakeLoader(engine), Silent, sessions)
        self.document = self.editor.document
        self.editor.start()
        self.when(lambda: self.editor.client.is_open, self.open)

    def when(self, is_so: Callable[[], bool], act: Callable[[], None]) -> None:
        """Looks every few milliseconds, and acts once."""
        if is_so():
            act()
        else:
            QTimer.singleShot(5, lambda: self.when(is_so, act))

    def open(self) -> None:
        self.editor.open(self.photo)
        self.when(lambda: self.document.is_open, self.fill_once)

    def fill_once(self) -> None:
        stroke(self.document, 20)
        self.editor.controller.fill()
        self.when(lambda: len(self.document.fills) == 1, self.begin)

    def begin(self) -> None:
        stroke(self.document, 60)
        if self.what == "saving":
            Silent.target = self.photo.parent / "work.lacuna"
            self.editor.projects.saved.connect(self.save_again)
            self.say("saves", fingerprint(self.document))
            self.editor.projects.save_as()
        else:
            self.when(lambda: self.editor.keeping.autosave.is_settled, self.go_on)

    def go_on(self) -> None:
        self.say("kept", fingerprint(self.document))
        if self.what == "filling":
            self.editor.controller.fill()
            self.when(self.gate.reached.is_set, lambda: self.say("fills"))
        else:
            self.document.begin_stroke(Brush(8, 1.0))
            self.paint(0)

    def paint(self, step: int) -> None:
        self.document.extend_stroke([Point(100 + step % 40, 10 + step % 90)])
        self.say("paints")
        QTimer.singleShot(2, lambda: self.paint(step + 1))

    def save_again(self) -> None:
        stroke(self.document, 70 + self.document.undo_stack.count() % 20)
        self.say("saves", fingerprint(self.document))
        self.editor.projects.save()

    def say(self, *words: str) -> None:
        print(*words, flush=True)  # noqa: T201 - the test listens


if __name__ == "__main__":
    app = QApplication([])
    doomed = Doomed(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    app.exec()
