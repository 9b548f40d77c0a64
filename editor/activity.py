"""The status line: what is being computed, else what is read or written, else whether the engine is ready."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from editor.inference.client import EngineClient
from editor.inference.controller import FillController
from editor.inference.files import PhotoFiles
from editor.inference.labels import LabelController
from editor.inference.progress import FillProgress, eta_text
from editor.inference.variations import VariationController
from editor.panels.status_strip import StatusStrip
from editor.projects import Projects


class Activity(QObject):
    """Listens to everything that takes time. Fills come first: they are what a person waits for."""

    def __init__(
        self,
        status: StatusStrip,
        client: EngineClient,
        fills: Sequence[FillController | VariationController | LabelController],
        writers: Sequence[PhotoFiles | Projects],
        parent: QObject,
    ) -> None:
        """Args:
        status: Where it is shown.
        client: The engine, which takes a while to open.
        fills: What asks the engine.
        writers: What reads and writes files.
        parent: The owner.
        """
        super().__init__(parent)
        self._status = status
        self._client = client
        self._fills = fills
        self._file_work = ""
        for fill in fills:
            fill.progress_changed.connect(self._on_progress)
        for writer in writers:
            writer.busy_changed.connect(self._on_file_work)
        client.opened.connect(self.show_idle)
        client.open_failed.connect(self.show_idle)
        self.show_idle()

    @property
    def is_filling(self) -> bool:
        """Whether the engine is asked for anything."""
        return any(fill.is_busy for fill in self._fills)

    @Slot()
    def show_idle(self) -> None:
        """Says what is going on beside fills, unless one is running."""
        if self.is_filling:
            return
        if self._file_work:
            self._status.show_work(f"{self._file_work}…", 0, 0, 0.0, [])
        else:
            waiting = (
                self.tr("No fill engine") if self._client.has_failed else self.tr("Opening the fill engine…")
            )
            self._status.show_idle(self.tr("Ready") if self._client.is_open else waiting)

    @Slot(object)
    def _on_progress(self, progress: FillProgress | None) -> None:
        if progress is None:
            self.show_idle()
            return
        remarks = [eta_text(progress.eta_s)]
        if progress.waiting:
            remarks.append(self.tr("%n more waiting", "", progress.waiting))
        shown = [remark for remark in remarks if remark]
        self._status.show_work(f"{progress.sentence}…", progress.done, progress.total, progress.share, shown)

    @Slot(str)
    def _on_file_work(self, sentence: str) -> None:
        self._file_work = sentence
        self.show_idle()
