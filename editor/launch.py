"""Starts the program: application, settings, language, log, and which window a photo opens in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from editor.app import Editor
from editor.icons import application_icon
from editor.instance import Instance
from editor.language import language_for, speak
from editor.logs import log_folder, report_uncaught, start_logging
from editor.round_trip import Errand, RoundTrip
from editor.sessions import sessions_folder
from editor.settings import LANGUAGE, Settings
from editor.theme import interface_font


class Application(QApplication):
    """Signals:
    file_asked: The Finder of a Mac wants a file opened: there it is an event, no argument.
    """

    file_asked = Signal(str, str)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.file_asked.emit(event.file(), "")
            return True
        return super().event(event)


def _usual(settings: Settings) -> Editor:
    return Editor(settings, sessions=sessions_folder())


def run(
    photo: Path | None, instance: Instance | None = None, make: Callable[[Settings], Editor] = _usual
) -> int:
    """Opens the editor; returns the exit code when its window has been closed.

    Args:
        photo: What to open; None = nothing.
        instance: Hears other starts of the program; None = each opens a window of its own.
        make: Makes the editor.
    """
    app = _application()
    editor = _editor(make)
    app.file_asked.connect(editor.on_asked)
    if instance is not None:
        instance.asked.connect(editor.on_asked)
        instance.serve()
    editor.start(photo)
    code = app.exec()
    if instance is not None:
        instance.close()
    return code


def run_errand(errand: Errand, make: Callable[[Settings], Editor] = _usual) -> int:
    """Opens a window of its own for another program; returns what that program waits for."""
    app = _application()
    editor = _editor(make)
    round_trip = RoundTrip(errand, editor)
    editor.start(errand.source, recover=False)
    app.exec()
    return round_trip.exit_code


def _application() -> Application:
    app = Application(sys.argv[:1])
    app.setApplicationName("Lacuna")
    app.setDesktopFileName("photo.lacuna.Lacuna")
    app.setStyle("Fusion")
    app.setFont(interface_font())
    app.setWindowIcon(application_icon())
    return app


def _editor(make: Callable[[Settings], Editor]) -> Editor:
    start_logging(log_folder())
    settings = Settings()
    speak(language_for(settings.get(LANGUAGE)))
    editor = make(settings)
    report_uncaught(editor.notices.program_error)
    return editor
