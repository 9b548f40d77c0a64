"""The way of an export through its dialog: choose, be warned before anything is replaced, write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from editor.filing import Filing, profile_name
from editor.inference.convert import ExportChoices
from editor.panels.export_dialog import ExportDialog
from editor.panels.export_wishes import ExportWishes, SourceFacts
from editor.panels.questions import Questions
from editor.settings import EXPORT_MARK, EXPORT_QUALITY, Settings


class ExportDesk(QObject):
    """Shows the export dialog and hands what was chosen to `Filing`.

    Signals:
        asked: The dialog is open (`ExportDialog`).
    """

    asked = Signal(object)

    def __init__(self, filing: Filing, settings: Settings, questions: Questions, window: QWidget) -> None:
        super().__init__(window)
        self._filing = filing
        self._settings = settings
        self._questions = questions
        self._window = window
        self._dialog: ExportDialog | None = None
        self._then: Callable[[], None] | None = None

    @property
    def dialog(self) -> ExportDialog | None:
        """The dialog while it is open."""
        return self._dialog

    @Slot()
    def ask(self, *, then: Callable[[], None] | None = None) -> None:
        """Opens the dialog; `then` is called once the file that is chosen there is written."""
        photo = self._filing.photo
        if photo is None:
            return
        self._then = then
        if self._dialog is not None:
            return
        path = photo.path
        facts = SourceFacts(path, photo.depth, profile_name(photo.profile), photo.jpeg is not None)
        dialog = ExportDialog(
            facts,
            self._filing.export_folder,
            self._settings.get(EXPORT_QUALITY),
            self._settings.get(EXPORT_MARK),
            self._window,
        )
        dialog.wished.connect(self._on_wished)
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.open()
        self.asked.emit(dialog)

    @Slot(object)
    def _on_wished(self, wishes: ExportWishes) -> None:
        path = wishes.path if wishes.path.is_absolute() else self._filing.folder / wishes.path
        choices = ExportChoices(
            path=path,
            depth=wishes.depth,
            quality=wishes.quality,
            to_srgb=wishes.to_srgb,
            keep_metadata=wishes.keep_metadata,
            mark_source=wishes.mark_source,
            overwrite=self._filing.is_source(path),
        )
        reason = self._filing.refusal(choices)
        if reason and self._dialog is not None:
            self._dialog.refuse(reason)
        if reason or not self._may_write(path):
            return
        if wishes.quality is not None:
            self._settings.put(EXPORT_QUALITY, wishes.quality)
        self._settings.put(EXPORT_MARK, wishes.mark_source)
        self._filing.export(choices, self._then)
        if self._dialog is not None:
            self._dialog.accept()

    @Slot()
    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _may_write(self, path: Path) -> bool:
        if not path.exists():
            return True
        if self._filing.is_source(path):
            return self._questions.replace_source(path)
        return self._questions.replace_other(path)
