"""The whole editor with a fake engine, on photos in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.app import Editor
from editor.notices import Notice
from editor.panels.export_dialog import ExportDialog
from editor.panels.questions import HandBack, Questions, Unsaved
from editor.settings import Settings
from tests.editor.inference.conftest import photo
from tests.fakes import FakeEngine, FakeLoader, Gate


class Answers(Questions):
    """Answers questions as a test wants, and remembers them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.asked: list[str] = []
        self.on_unsaved = Unsaved.STAY
        self.on_hand_back = HandBack.STAY
        self.on_replace = False
        self.on_recover = True
        self.on_convert = True
        self.photo: Path | None = None
        self.profile: Path | None = None
        self.project: tuple[Path, bool] | None = None

    def unsaved(self, name: str) -> Unsaved:
        self.asked.append(f"unsaved {name}")
        return self.on_unsaved

    def hand_back(self, name: str) -> HandBack:
        self.asked.append(f"hand back {name}")
        return self.on_hand_back

    def recover(self, name: str, when: str) -> bool:
        self.asked.append(f"recover {name}")
        return self.on_recover

    def convert_cmyk(self, name: str) -> bool:
        self.asked.append(f"convert {name}")
        return self.on_convert

    def find_photo(self, name: str, folder: Path) -> Path | None:
        self.asked.append(f"find {name}")
        return self.photo

    def screen_profile(self, beginning: Path) -> Path | None:
        self.asked.append(f"profile {beginning.name}")
        return self.profile

    def project_file(self, proposed: Path, embeds: bool) -> tuple[Path, bool] | None:
        self.asked.append(f"project {proposed.name}")
        return self.project

    def layers_file(self, proposed: Path) -> Path | None:
        self.asked.append(f"layers {proposed.name}")
        return proposed

    def replace_source(self, path: Path) -> bool:
        self.asked.append(f"source {path.name}")
        return self.on_replace

    def replace_other(self, path: Path) -> bool:
        self.asked.append(f"other {path.name}")
        return self.on_replace


@dataclass
class Desk:
    """An editor and hands to work with it."""

    qtbot: QtBot
    editor: Editor
    loader: FakeLoader
    folder: Path
    notices: list[Notice] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)

    @property
    def engine(self) -> FakeEngine:
        return self.loader.engine

    @property
    def answers(self) -> Answers:
        assert isinstance(self.editor.questions, Answers)
        return self.editor.questions

    def hold(self, place: str, run: int = 0) -> Gate:
        self.gates.append(self.engine.hold(place, run))
        return self.gates[-1]

    def open(self, name: str = "photo.png") -> Path:
        """Writes a photo and opens it as if it had been dropped."""
        path = self.folder / name
        Image.fromarray(photo()).save(path)
        with self.qtbot.waitSignal(self.editor.document.photo_changed):
            self.editor.window.photo_dropped.emit(path)
        return path

    def stroke(self, *points: tuple[float, float]) -> None:
        """Paints through points of the photo with the left button."""
        canvas = self.editor.canvas
        places = [canvas.widget_point(x, y).toPoint() for x, y in points]
        self.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places[1:]:
            self.qtbot.mouseMove(canvas, place)
        self.qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1] + QPoint(0, 0))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the person's hands are: on the canvas."""
        self.settle()
        self.qtbot.keyClick(self.editor.canvas, key, modifiers)

    def settle(self) -> None:
        """Until menus and buttons know the state of the document."""
        self.qtbot.waitUntil(lambda: self.editor.availability.is_settled)

    def wait_idle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.editor.controller.is_busy and not self.editor.client.under_way)
        self.settle()

    def wait_for(self, gate: Gate) -> None:
        self.qtbot.waitUntil(gate.reached.is_set)

    def fill(self) -> None:
        """Paints a stroke and fills it."""
        self.stroke((60, 50), (90, 60))
        self.key(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: bool(self.editor.document.fills))
        self.wait_idle()

    def export_dialog(self) -> ExportDialog:
        """Opens the export dialog."""
        self.settle()
        with self.qtbot.waitSignal(self.editor.export_desk.asked) as asked:
            self.editor.actions["export"].trigger()
        dialog = asked.args[0]
        assert isinstance(dialog, ExportDialog)
        return dialog


@pytest.fixture(autouse=True)
def qt_is_quiet(qtlog: Any) -> Iterator[None]:
    """Any Qt warning fails; the offscreen platform's remarks about what it cannot do are none."""
    yield
    loud = [str(r.message) for r in qtlog.records if r.log_type_name not in ("QtDebugMsg", "QtInfoMsg")]
    loud = [message for message in loud if not message.startswith("This plugin does not support")]
    assert not loud, "\n".join(loud)


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, has_labels: bool
) -> Iterator[Desk]:
    loader = FakeLoader(FakeEngine(has_labels=has_labels))
    sessions = tmp_path_factory.mktemp("sessions")
    editor = Editor(Settings(tmp_path / "settings.ini"), loader, Answers, sessions)
    it = Desk(qtbot, editor, loader, tmp_path)
    editor.notices.posted.connect(it.notices.append)
    editor.start()
    qtbot.waitUntil(lambda: editor.client.is_open)
    yield it
    for gate in it.gates:
        gate.open()
    it.answers.on_unsaved = Unsaved.DISCARD
    it.answers.on_hand_back = HandBack.DISCARD
    editor.window.close()
    editor.window.deleteLater()
    editor.deleteLater()
    qtbot.wait(0)
