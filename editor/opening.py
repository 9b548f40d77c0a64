"""All ways to a photo: the dialog, a drop, the recent ones, the sample, another start of the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from editor.actions import Actions
from editor.filing import Filing
from editor.inference.files import PHOTO_NAMES, PhotoFiles
from editor.inference.projects import SUFFIX
from editor.leaving import Leaving
from editor.panels.batch_desk import BatchDesk
from editor.panels.questions import Questions
from editor.projects import Projects
from editor.window import MainWindow


class Opening(QObject):
    """Opens photos and projects; what is open is left only when its work may be."""

    def __init__(
        self,
        filing: Filing,
        files: PhotoFiles,
        projects: Projects,
        batch_desk: BatchDesk,
        leaving: Leaving,
        questions: Questions,
        window: MainWindow,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._filing = filing
        self._files = files
        self._projects = projects
        self._leaving = leaving
        self._questions = questions
        actions["open"].triggered.connect(self._on_open)
        actions["sample"].triggered.connect(self._on_sample)
        batch_desk.photo_chosen.connect(self.want)
        window.photo_dropped.connect(self.want)
        window.recent_chosen.connect(self.want)
        files.cmyk_found.connect(self._on_cmyk)
        filing.recent_changed.connect(window.set_recent)
        window.set_recent(filing.recent)

    def open(self, path: Path) -> None:
        """Opens a photo or a project in the background."""
        if path.suffix.lower() == SUFFIX:
            self._projects.open(path)
        else:
            self._filing.open(path)

    @Slot(object)
    def want(self, path: str | Path) -> None:
        """Opens a file, unless the person stays with unsaved work."""
        if self._leaving.may_leave():
            self.open(Path(path))

    @Slot()
    def _on_open(self) -> None:
        chosen = self._questions.photo_to_open(self._filing.folder, f"{PHOTO_NAMES} *{SUFFIX}")
        if chosen is not None:
            self.want(chosen)

    @Slot(object)
    def _on_cmyk(self, path: Path) -> None:
        if self._questions.convert_cmyk(path.name):
            self._files.open(path, to_rgb=True)
        else:
            self._files.refuse()

    @Slot()
    def _on_sample(self) -> None:
        if self._leaving.may_leave():
            self._files.open_sample()
