"""The mask as a whole: empty, inverted, the one before, and as a picture in a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot

from editor.actions import Actions
from editor.canvas.view import CanvasView
from editor.document.document import Document
from editor.filing import Filing
from editor.inference.masks import MaskFiles
from editor.notices import Notices
from editor.panels.questions import Questions


class MaskDesk(QObject):
    """Connects the actions that replace a mask at once.

    Attributes:
        files: Reads and writes masks.
    """

    def __init__(
        self,
        document: Document,
        canvas: CanvasView,
        filing: Filing,
        questions: Questions,
        notices: Notices,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self._filing = filing
        self._questions = questions
        self._notices = notices
        self._actions = actions
        self.files = MaskFiles(self)
        actions["clear_mask"].triggered.connect(self._on_clear)
        actions["invert_mask"].triggered.connect(document.invert_mask)
        actions["last_mask"].triggered.connect(self._on_last_mask)
        actions["import_mask"].triggered.connect(self._on_import)
        actions["export_mask"].triggered.connect(self._on_export)
        self.files.read.connect(self._on_read)
        self.files.written.connect(self._on_written)
        self.files.failed.connect(notices.error)

    def close(self) -> None:
        """Ends the thread; what is being written is finished."""
        self.files.close()

    def update_state(self) -> None:
        """Enables what can be done now."""
        is_open = self._document.is_open
        self._actions["import_mask"].setEnabled(is_open)
        self._actions["export_mask"].setEnabled(is_open and self._document.has_mask)

    def import_mask(self, path: Path) -> None:
        """Takes the mask, or the source area while that is painted, from a picture; one undo step."""
        self.files.open(path, self._document.size, self._document.generation)

    def export_mask(self, path: Path) -> None:
        """Writes the mask as a PNG file; another ending becomes that."""
        png = path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png")
        self.files.export(png, self._document.mask.copy())

    @Slot()
    def _on_clear(self) -> None:
        self._document.clear_mask()

    @Slot()
    def _on_last_mask(self) -> None:
        if not self._document.restore_last_mask():
            self._notices.info(self.tr("There is no earlier mask of this photo."))

    @Slot()
    def _on_import(self) -> None:
        chosen = self._questions.mask_to_import(self._filing.folder)
        if chosen is not None:
            self.import_mask(chosen)

    @Slot()
    def _on_export(self) -> None:
        stem = Path(self._document.name).stem or "photo"
        chosen = self._questions.mask_file(self._filing.folder / f"{stem}-mask.png")
        if chosen is not None:
            self.export_mask(chosen)

    @Slot(object, object, int)
    def _on_read(self, path: Path, mask: np.ndarray, generation: int) -> None:
        document = self._document
        if generation != document.generation:
            return
        coverage = mask.view(np.uint8) * np.uint8(255)
        is_changed = document.select(
            document.bounds, coverage, self._canvas.selection_mode, self.tr("Import mask")
        )
        if not is_changed:
            self._notices.info(self.tr("{name} changes nothing here.").format(name=path.name))

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._notices.success(self.tr("Wrote the mask to {name}.").format(name=path.name))
