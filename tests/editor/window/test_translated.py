"""The window in a language with longer words: nothing cut off, nothing left in English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from editor.app import Editor
from editor.panels.about import AboutDialog
from editor.panels.batch_dialog import BatchDialog
from editor.panels.keys_sheet import KeysSheet
from editor.panels.questions import Questions
from editor.panels.settings_dialog import SettingsDialog
from editor.settings import Settings
from tests.editor.linguist import OPEN, write_pseudo
from tests.editor.window.conftest import Answers, Desk
from tests.editor.window.fit import cut_off, unspoken
from tests.fakes import FakeEngine, FakeLoader


@pytest.fixture(scope="module")
def catalog_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pseudo") / "lacuna_en_GB.qm"
    write_pseudo(path)
    return path


@pytest.fixture
def foreign(qtbot: QtBot, tmp_path: Path, catalog_file: Path) -> Iterator[Desk]:
    """A desk whose window speaks the language that nobody speaks."""
    translator = QTranslator()
    assert translator.load(str(catalog_file))
    QCoreApplication.installTranslator(translator)
    loader = FakeLoader(FakeEngine(has_labels=True))
    editor = Editor(Settings(tmp_path / "settings.ini"), loader, Answers)
    it = Desk(qtbot, editor, loader, tmp_path)
    editor.notices.posted.connect(it.notices.append)
    editor.start()
    qtbot.waitUntil(lambda: editor.client.is_open)
    yield it
    editor.document.mark_saved()
    editor.window.close()
    editor.window.deleteLater()
    editor.deleteLater()
    qtbot.wait(0)
    QCoreApplication.removeTranslator(translator)


def assert_speaks(root: QWidget) -> None:
    """Everything that a part of the program shows fits, and is in the language that is spoken."""
    wrong = [*cut_off(root), *unspoken(root)]
    assert not wrong, "\n".join(wrong)


def test_the_welcome_page(foreign: Desk) -> None:
    assert_speaks(foreign.editor.window)


def test_the_window_with_a_photo_and_a_fill(foreign: Desk) -> None:
    foreign.open()
    foreign.fill()
    # What the fill changed is counted meanwhile; the label makes room for it with the next event.
    proof = foreign.editor.window.status.proof
    foreign.qtbot.waitUntil(lambda: bool(proof.text()) and proof.width() >= proof.sizeHint().width())
    assert_speaks(foreign.editor.window)


def test_the_labels(foreign: Desk) -> None:
    foreign.open()
    foreign.stroke((60, 50), (90, 60))
    foreign.key(Qt.Key.Key_T)
    labels = foreign.editor.window.labels
    foreign.qtbot.waitUntil(lambda: labels.list.topLevelItemCount() > 0)
    assert_speaks(foreign.editor.window)
    foreign.editor.document.labels.clear()
    foreign.stroke((60, 50), (90, 60))
    assert OPEN in foreign.editor.document.undo_stack.undoText()
    foreign.settle()
    assert_speaks(labels)


def test_every_menu(foreign: Desk) -> None:
    menus = [action.menu() for action in foreign.editor.window.menuBar().actions()]
    assert len(menus) >= 6
    for entry in foreign.editor.window.menuBar().actions():
        assert OPEN in entry.text()
    for menu in menus:
        menu.popup(menu.pos())
        assert_speaks(menu)
        menu.close()


def test_steps_of_the_history(foreign: Desk) -> None:
    foreign.open()
    foreign.fill()
    document = foreign.editor.document
    document.adjust_edge(2, 1)
    document.invert_mask()
    document.clear_mask()
    stack = document.undo_stack
    assert stack.count() >= 5
    assert all(OPEN in stack.text(place) for place in range(stack.count()))


def test_notices(foreign: Desk) -> None:
    foreign.open()
    foreign.settle()
    foreign.editor.actions["fill"].trigger()
    assert OPEN in foreign.notices[-1].text
    assert_speaks(foreign.editor.window)
    long = "⟦" + "Ŝömé séñtéñçé ŵîth mañÝ ŵörds. " * 12 + "⟧"
    foreign.editor.notices.error(long, "details")
    bar = foreign.editor.window.notice_bar
    assert bar.notice is not None
    foreign.qtbot.waitUntil(lambda: not cut_off(bar))
    assert_speaks(foreign.editor.window)


def test_the_export_dialog(foreign: Desk) -> None:
    foreign.open()
    dialog = foreign.export_dialog()
    for name in ("photo.jpg", "photo.tif", "photo.webp"):
        dialog.set_path(foreign.folder / name)
        assert_speaks(dialog)
    dialog.reject()


def opened(desk: Desk, dialog: QDialog) -> QDialog:
    dialog.open()
    desk.qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_the_sheet_of_keys(foreign: Desk) -> None:
    sheet = KeysSheet(foreign.editor.actions, foreign.editor.window)
    opened(foreign, sheet)
    sheet.choose("fill")
    assert_speaks(sheet)
    sheet.reject()


def test_the_settings(foreign: Desk) -> None:
    dialog = SettingsDialog(foreign.editor.settings, foreign.editor.actions, foreign.editor.window)
    opened(foreign, dialog)
    for place in range(dialog.page_count):
        dialog.show_page(place)
        foreign.qtbot.wait(0)
        assert_speaks(dialog)
    dialog.reject()


def test_the_batch_dialog(foreign: Desk) -> None:
    dialog = BatchDialog(foreign.folder, foreign.editor.window)
    assert_speaks(opened(foreign, dialog))
    dialog.reject()


def test_the_about_dialog(foreign: Desk) -> None:
    dialog = AboutDialog(foreign.editor.window)
    opened(foreign, dialog)
    assert cut_off(dialog) == []
    assert OPEN in dialog.windowTitle()
    dialog.reject()


@pytest.mark.parametrize(
    "question", ["unsaved", "recover", "find_photo", "replace_source", "replace_other", "hand_back"]
)
def test_every_question(foreign: Desk, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question waits for its answer; here it is looked at instead, and answered by Esc."""
    asked = []

    def look(box: QMessageBox) -> int:
        box.open()
        asked.append([*cut_off(box), *unspoken(box)])
        box.reject()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    questions = Questions(foreign.editor.window)
    path = foreign.folder / "photo.jpg"
    arguments = {
        "unsaved": ("photo.jpg",),
        "hand_back": ("photo.jpg",),
        "recover": ("photo.jpg", "14:30"),
        "find_photo": ("photo.jpg", foreign.folder),
    }.get(question, (path,))
    getattr(questions, question)(*arguments)
    assert asked == [[]]
