"""Work that is never lost: the project desk, the autosave, and what a crash has left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, Slot

from editor.autosave import Autosave
from editor.project.entries import Recipe
from editor.projects import Projects
from editor.sessions import Leftover, Session
from editor.settings import FILL_DETAIL, FILL_GRAIN, LABEL_VOCABULARY

if TYPE_CHECKING:
    from editor.app import Editor


class Keeping(QObject):
    """Connects projects, autosave and recovery with an editor.

    Attributes:
        projects: The project desk.
        autosave: Writes into the session's folder.
    """

    def __init__(self, editor: Editor, session: Session) -> None:
        """Args:
        editor: Its document, files, filing, notices, questions and settings are there already.
        session: This process's folder.
        """
        super().__init__(editor)
        self._editor = editor
        self._session = session
        self._restored: Leftover | None = None
        self.projects = Projects(
            editor.document,
            editor.files,
            editor.filing,
            editor.notices,
            editor.questions,
            session,
            self._recipe,
            self,
        )
        self.autosave = Autosave(editor.document, session.work, self._recipe, self)
        self.projects.opened.connect(self._on_opened)
        self.projects.recovered.connect(self._on_recovered)
        self.projects.saved.connect(self._on_safe)
        self.autosave.saved.connect(self._on_safe)

    def offer_recovery(self, wanted: Path | None = None) -> bool:
        """Asks about work that a crash has left; every piece of work is asked about once.

        Args:
            wanted: What the person wants to open; it stays closed if work is restored.

        Returns:
            Whether work is being restored.
        """
        left = self._session.leftovers()
        for place, leftover in enumerate(left):
            when = QDateTime.fromSecsSinceEpoch(int(leftover.saved_s))
            shown = QLocale().toString(when, QLocale.FormatType.ShortFormat)
            if self._editor.questions.recover(leftover.name, shown):
                for other in left[place + 1 :]:
                    other.let_go()
                self.projects.recover(leftover)
                if wanted is not None:
                    sentence = self.tr("{name} was not opened: your work came first.")
                    self._editor.notices.info(sentence.format(name=wanted.name))
                return True
            leftover.discard()
        return False

    def close(self) -> None:
        """Finishes what is being written; the person was asked about everything that is in no file."""
        self.autosave.close()
        self.projects.close()
        self._on_safe()

    def _recipe(self) -> Recipe:
        settings, last = self._editor.settings, self._editor.document.last_fill
        seed = last.seed if last is not None else 0
        stored = settings.get
        return Recipe(seed, stored(FILL_DETAIL), stored(FILL_GRAIN), stored(LABEL_VOCABULARY))

    @Slot(object)
    def _on_opened(self, recipe: Recipe) -> None:
        self._editor.settings.put(FILL_DETAIL, recipe.detail)
        self._editor.settings.put(FILL_GRAIN, recipe.grain)
        self._editor.settings.put(LABEL_VOCABULARY, recipe.vocabulary)
        self._editor.window.fill.set_choices(recipe.detail, recipe.grain)

    @Slot(object)
    def _on_recovered(self, leftover: Leftover) -> None:
        self._restored = leftover

    @Slot()
    def _on_safe(self) -> None:
        """Restored work is in this window's own autosave, or in a file: what the crash left may go."""
        if self._restored is not None:
            self._restored.discard()
            self._restored = None
