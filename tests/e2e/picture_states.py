"""Takes a picture of every dialog, panel and state of the window, in all languages and both themes.

    Xvfb :9 -screen 0 1440x1000x24 &
    DISPLAY=:9 python -m tests.e2e.picture_states --images out/states [--only settings]

Pictures are for eyes: nothing is checked here (that texts fit and controls have names is what the tests of
`tests/editor/window` check). A fake engine fills, so that all of it takes a minute. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from skimage import data

from editor.app import Editor
from editor.engine_sentences import spoken
from editor.icons import application_icon
from editor.language import LANGUAGES, speak
from editor.painting.strokes import Brush, Point
from editor.panels.about import AboutDialog
from editor.panels.batch_dialog import BatchDialog, BatchLine
from editor.panels.keys_sheet import KeysSheet
from editor.panels.questions import Questions
from editor.panels.settings_dialog import SettingsDialog
from editor.round_trip import Errand, RoundTrip
from editor.settings import HINTS, THEME, Settings
from editor.theme import interface_font
from tests.fakes import FakeEngine, FakeLoader

_SIZE = (1280, 820)  # what the window opens with


def wait(ms: int = 60) -> None:
    """Lets everything be drawn."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(500):
        if is_so():
            return
        wait(10)
    raise TimeoutError("the window did not get there")


class Studio:
    """One window in one language and theme, led through its states."""

    def __init__(self, folder: Path, theme: str) -> None:
        self.folder = folder
        settings = Settings(folder / "settings.ini")
        settings.put(THEME, theme)
        settings.put(HINTS, True)
        self.engine = FakeEngine(has_labels=True)
        self.editor = Editor(settings, FakeLoader(self.engine), Questions, folder / "sessions")
        self.window = self.editor.window
        self.editor.start()
        self.window.resize(*_SIZE)
        until(lambda: self.editor.client.is_open)

    def states(self) -> Iterator[tuple[str, QWidget | QPixmap]]:
        """Names of states, and what is to be pictured."""
        yield "welcome", self.window
        self.open()
        yield "photo", self.window
        yield from self.menus()
        yield from self.working()
        yield from self.notices()
        yield from self.dialogs()
        yield from self.questions()
        self.window.notice_bar.close_notice()
        RoundTrip(Errand(self.folder / "photo.png", self.folder / "out.png"), self.editor)
        yield "round-trip", self.window

    def open(self) -> None:
        Image.fromarray(data.rocket()).save(self.folder / "photo.png")
        self.editor.open(self.folder / "photo.png")
        until(lambda: self.editor.document.is_open)
        wait()

    def stroke(self, *points: tuple[float, float], size: float = 40) -> None:
        document = self.editor.document
        document.begin_stroke(Brush(size, 0.8))
        document.extend_stroke([Point(x, y) for x, y in points])
        document.end_stroke()

    def working(self) -> Iterator[tuple[str, QWidget | QPixmap]]:
        editor, actions = self.editor, self.editor.actions
        self.stroke((448, 120), (438, 400))
        yield "painted", self.window
        gate = self.engine.hold("row 2")
        editor.controller.fill()
        until(gate.reached.is_set)
        yield "filling", self.window
        gate.open()
        until(lambda: not editor.controller.is_busy)
        yield "filled", self.window
        for name in ("original", "split", "difference"):
            actions[name].trigger()
            yield f"compare-{name}", self.window
            actions[name].trigger()
        actions["variations"].trigger()
        until(lambda: not editor.varied.is_busy)
        yield "variations", self.window
        self.window.strip.closed.emit()
        for section in self.window.foldable.values():
            section.unfold(True)
        actions["edit_sources"].setChecked(True)
        self.stroke((100, 300), (300, 380), size=160)
        yield "sources", self.window
        actions["edit_sources"].setChecked(False)
        self.window.labels.unfold(True)
        yield "labels", self.window
        self.window.resize(1000, 640)
        yield "small-window", self.window
        self.window.resize(*_SIZE)
        for section in (*self.window.foldable.values(), self.window.labels):
            section.unfold(False)
        wait(200)  # the sections find their places one after the other
        yield "folded", self.window

    def menus(self) -> Iterator[tuple[str, QWidget | QPixmap]]:
        for place, entry in enumerate(self.window.menuBar().actions()):
            menu = entry.menu()
            assert isinstance(menu, QMenu)
            menu.popup(self.window.mapToGlobal(QPoint(40, 40)))
            yield f"menu-{place}", menu
            menu.close()

    def notices(self) -> Iterator[tuple[str, QWidget | QPixmap]]:
        notices = self.editor.notices
        sentence = QCoreApplication.translate("MaskDesk", "There is no earlier mask of this photo.")
        for name, post in (
            ("info", notices.info),
            ("success", notices.success),
            ("warning", notices.warning),
        ):
            post(sentence)
            yield f"notice-{name}", self.window
            self.window.notice_bar.close_notice()
        notices.error(sentence, "Traceback: details for a report")
        yield "notice-error", self.window

    def dialogs(self) -> Iterator[tuple[str, QWidget | QPixmap]]:
        editor = self.editor
        editor.export_desk.ask()
        assert editor.export_desk.dialog is not None
        yield "export-png", editor.export_desk.dialog
        editor.export_desk.dialog._path.setText(str(self.folder / "photo.jpg"))
        yield "export-jpeg", editor.export_desk.dialog
        editor.export_desk.dialog.reject()
        batch = BatchDialog(self.folder, self.window)
        batch.show()
        yield "batch", batch
        batch.begin()
        translate = QCoreApplication.translate
        unchanged = translate("BatchDesk", "filled, nothing outside changed")
        changed = translate("BatchDesk", "filled, {count} px outside changed").format(count="12,345")
        converted = spoken("Converted from CMYK to sRGB.")
        batch.add_line(BatchLine("one.jpg", unchanged, 0.1, self.folder / "one.jpg"))
        batch.add_line(BatchLine("two.jpg", f"{changed} · {converted}", 0.8, self.folder / "two.jpg"))
        batch.add_line(BatchLine("three.jpg", spoken("It has no mask."), None, None))
        progress = translate("BatchDesk", "{done} of {total} photos").format(done=3, total=5)
        batch.show_progress(3, 5, progress)
        yield "batch-running", batch
        batch.close()
        settings = SettingsDialog(editor.settings, editor.actions, self.window)
        settings.show()
        for place in range(settings.page_count):
            settings.show_page(place)
            yield f"settings-{place}", settings
        settings.close()
        for name, dialog in (
            ("keys", KeysSheet(editor.actions, self.window)),
            ("about", AboutDialog(self.window)),
        ):
            dialog.show()
            yield name, dialog
            dialog.close()

    def questions(self) -> Iterator[tuple[str, QWidget | QPixmap]]:
        ask, photo = self.editor.questions, self.folder / "photo.png"
        for name, question in (
            ("unsaved", lambda: ask.unsaved("photo.png")),
            ("hand-back", lambda: ask.hand_back("photo.png")),
            ("recover", lambda: ask.recover("photo.png", "21.11.26 10:00")),
            ("find", lambda: ask.find_photo("photo.png", self.folder)),
            ("cmyk", lambda: ask.convert_cmyk("photo.tif")),
            ("replace-source", lambda: ask.replace_source(photo)),
            ("replace-other", lambda: ask.replace_other(photo)),
        ):
            yield f"question-{name}", self.asked(question)

    def asked(self, question: Callable[[], object]) -> QPixmap:
        """The picture of a question that waits for its answer; it is answered by Esc."""
        taken: list[QPixmap] = []

        def take() -> None:
            box = QApplication.activeModalWidget()
            assert box is not None
            taken.append(box.grab())
            box.close()

        QTimer.singleShot(150, take)
        question()
        return taken[0]

    def close(self) -> None:
        self.engine.open_all()
        self.editor.document.mark_saved()
        self.window.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--images", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--only", default="", help="states whose names begin with this")
    arguments = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setFont(interface_font())
    app.setWindowIcon(application_icon())
    arguments.images.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        translators = speak(language)
        for theme in ("dark", "light"):
            with tempfile.TemporaryDirectory() as name:
                studio = Studio(Path(name), theme)
                for state, shown in studio.states():
                    wait()
                    picture = shown.grab() if isinstance(shown, QWidget) else shown
                    if state.startswith(arguments.only):
                        picture.save(str(arguments.images / f"{language}-{theme}-{state}.png"))
                studio.close()
        for translator in translators:
            app.removeTranslator(translator)
    return 0


if __name__ == "__main__":
    sys.exit(main())
