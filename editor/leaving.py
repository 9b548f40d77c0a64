"""Leaving a photo, or the window, without losing work: the question, and what follows from its answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from editor.document.document import Document
from editor.panels.export_desk import ExportDesk
from editor.panels.questions import Questions, Unsaved
from editor.projects import Projects
from editor.window import MainWindow


class Leaving(QObject):
    """Asks about unsaved work. A window that was to be closed closes once its work is in a file."""

    def __init__(
        self,
        document: Document,
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
        self._questions_asked = 0
        window.set_close_guard(self.may_close)

    def may_leave(self) -> bool:
        """Asks about unsaved work; whether the photo may be left now."""
        return not self._document.is_dirty or self._ask() is Unsaved.DISCARD

    def may_close(self) -> bool:
        """Asks about unsaved work; whether the window may be closed now."""
        if not self._document.is_dirty:
            return True
        return self._ask(partial(self._close_after, self._questions_asked + 1)) is Unsaved.DISCARD

    def _ask(self, then: Callable[[], None] | None = None) -> Unsaved:
        self._questions_asked += 1
        answer = self._questions.unsaved(self._document.name)
        if answer is Unsaved.EXPORT:
            self._export_desk.ask(then=then)
        elif answer is Unsaved.SAVE:
            self._projects.save(then=then)
        return answer

    def _close_after(self, question: int) -> None:
        """The file that a question led to is there. Who was asked once more may have thought better of it."""
        if question == self._questions_asked and not self._document.is_dirty:
            self._window.close()
