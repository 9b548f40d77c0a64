"""What the window says about its photo: title, size, depth, profile, and what fills have changed in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from editor.document.document import Document
from editor.filing import Filing, profile_name
from editor.projects import Projects
from editor.window import MainWindow


class Captions(QObject):
    """Keeps title and status line in step with the document."""

    def __init__(self, document: Document, filing: Filing, projects: Projects, window: MainWindow) -> None:
        super().__init__(window)
        self._document = document
        self._projects = projects
        self._window = window
        document.dirty_changed.connect(window.setWindowModified)
        document.photo_changed.connect(self._on_photo_changed)
        projects.path_changed.connect(self._show_title)
        filing.proved.connect(self._on_proved)

    @Slot()
    def _on_photo_changed(self) -> None:
        document, status = self._document, self._window.status
        self._window.show_photo(document.is_open)
        self._show_title()
        status.proof.setText("")
        height, width = document.size
        depth = 8 * document.pixels.dtype.itemsize
        parts = [
            f"{width} × {height}",
            self.tr("%n bit", "", depth),
            profile_name(document.profile) or "sRGB",
        ]
        status.photo.setText(" · ".join(parts) if document.is_open else "")

    @Slot()
    def _show_title(self) -> None:
        project = self._projects.path
        name = self._document.name if project is None else project.name
        self._window.setWindowTitle(f"{name}[*] — Lacuna" if self._document.is_open else "Lacuna")

    @Slot(str, str)
    def _on_proved(self, sentence: str, details: str) -> None:
        self._window.status.proof.setText(sentence)
        self._window.status.proof.setToolTip(details)
