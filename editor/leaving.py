"""Leaving a photo, or the window, without losing work: the question, and what follows from its answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from editor.document.document import Document
from editor.filing import Filing
from editor.inference.files import PhotoFiles
from editor.panels.export_desk import ExportDesk
from editor.panels.questions import Questions, Unsaved
from editor.projects import Projects
from editor.window import MainWindow


class Leaving(QObject):
    """Asks about unsaved work. A window that was to be closed closes once its work is in a file."""

    def __init__(
        self,
        document: Document,
        filing: Filing,
        files: PhotoFiles,
        projects: Projects,
        export_desk: ExportDesk,
        questions: Questions,
        window: MainWindow,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._projects = projects
        self._export_desk = export_desk
        self._questions = questions
        self._window = window
        self._closes_after_export = False
        for is_safe in (filing.exported, projects.saved):
            is_safe.connect(self._on_safe)
        for stays in (files.export_failed, export_desk.given_up, projects.save_failed):
            stays.connect(self._on_stay)
        window.set_close_guard(self.may_close)

    def may_leave(self) -> bool:
        """Asks about unsaved work; whether the photo may be left now."""
        return not self._document.is_dirty or self._ask() is Unsaved.DISCARD

    def may_close(self) -> bool:
        """Asks about unsaved work; whether the window may be closed now."""
        if not self._document.is_dirty:
            return True
        self._closes_after_export = True
        answer = self._ask()
        if answer in (Unsaved.DISCARD, Unsaved.STAY):
            self._closes_after_export = False
        return answer is Unsaved.DISCARD

    def _ask(self) -> Unsaved:
        answer = self._questions.unsaved(self._document.name)
        if answer is Unsaved.EXPORT:
            self._export_desk.ask()
        elif answer is Unsaved.SAVE:
            self._projects.save()
        return answer

    @Slot(object)
    def _on_safe(self, _path: Path) -> None:
        if self._closes_after_export and not self._document.is_dirty:
            self._window.close()
        self._closes_after_export = False

    @Slot()
    def _on_stay(self) -> None:
        self._closes_after_export = False
