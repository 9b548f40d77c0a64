"""The way of a batch through its dialog: choose folders, follow it, look at the results."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from editor.engine_sentences import spoken
from editor.filing import Filing
from editor.inference.batch import CSV_NAME, BatchRunner, BatchWishes, Outcome, Progress, Status
from editor.inference.client import EngineClient
from editor.inference.progress import eta_text
from editor.panels.batch_dialog import BatchDialog, BatchFolders, BatchLine
from editor.panels.export_names import JPEG, format_of
from editor.settings import FILL_DETAIL, FILL_GRAIN, FILL_RING, Settings


class BatchDesk(QObject):
    """Shows the batch dialog and runs what is chosen there, with the window's engine.

    Signals:
        photo_chosen: A result is to be opened (its path as text).
    """

    photo_chosen = Signal(str)

    def __init__(self, client: EngineClient, filing: Filing, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._filing = filing
        self._settings = settings
        self._window = window
        self._dialog: BatchDialog | None = None
        self._results = Path()
        self._last: Progress | None = None
        self._complaint = ""
        self.runner = BatchRunner(client.shared, self)
        self.runner.progressed.connect(self._on_progressed)
        self.runner.failed.connect(self._on_failed)
        self.runner.ended.connect(self._on_ended)

    @property
    def dialog(self) -> BatchDialog | None:
        """The dialog once it has been shown; it stays as it was left."""
        return self._dialog

    @Slot()
    def show(self) -> None:
        """Shows the dialog."""
        if self._dialog is None:
            self._dialog = BatchDialog(self._filing.folder, self._window)
            self._dialog.wished.connect(self._on_wished)
            self._dialog.stop_wished.connect(self.runner.stop)
            self._dialog.photo_chosen.connect(self.photo_chosen)
        self._dialog.show()
        self._dialog.raise_()

    def close(self) -> None:
        """Stops the batch; it can be gone on with later."""
        self.runner.close()

    @Slot(object)
    def _on_wished(self, folders: BatchFolders) -> None:
        if self._dialog is None or self.runner.is_running:
            return
        self._last, self._complaint = None, ""
        self._results = folders.results
        self._dialog.begin()
        stored = self._settings.get
        self.runner.start(
            BatchWishes(
                folders.photos,
                folders.masks,
                folders.results,
                folders.is_recursive,
                stored(FILL_DETAIL),
                stored(FILL_GRAIN),
                stored(FILL_RING),
            )
        )

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._dialog is None:
            return
        fresh = progress.outcomes if progress.outcome is None else (progress.outcome,)
        for outcome in fresh:
            self._dialog.add_line(self._line(outcome))
        self._last = progress
        sentence = self.tr("{done} of {total} photos").format(done=progress.done, total=progress.total)
        remark = eta_text(progress.eta_s)
        self._dialog.show_progress(
            progress.done, progress.total, f"{sentence} · {remark}" if remark else sentence
        )

    @Slot(str, str)
    def _on_failed(self, sentence: str, _details: str) -> None:
        self._complaint = spoken(sentence)

    @Slot(bool)
    def _on_ended(self, is_stopped: bool) -> None:
        if self._dialog is None:
            return
        if self._complaint:
            self._dialog.end(self._complaint)
        elif self._last is not None:
            self._dialog.end(self._summary(self._last, is_stopped and self._last.done < self._last.total))

    def _summary(self, last: Progress, is_stopped: bool) -> str:
        counts = [self.tr("%n filled", "", last.count(Status.DONE))]
        if failed := last.count(Status.FAILED):
            counts.append(self.tr("%n failed", "", failed))
        if skipped := last.count(Status.SKIPPED):
            counts.append(self.tr("%n without a mask", "", skipped))
        beginning = self.tr("Stopped") if is_stopped else self.tr("Done")
        return self.tr("{beginning}: {counts}. The report is {file}.").format(
            beginning=beginning, counts=", ".join(counts), file=CSV_NAME
        )

    def _line(self, outcome: Outcome) -> BatchLine:
        if outcome.status is not Status.DONE or outcome.proof is None:
            return BatchLine(outcome.name, spoken(outcome.error), None, None)
        proof = outcome.proof
        if proof.outside_changed and format_of(Path(outcome.output)) == JPEG:
            # Blocks that hold a part of the hole are compressed anew: nothing went wrong.
            ending = self.tr(
                "filled; JPEG compression changed {count} px around it, by {levels} levels at most"
            ).format(count=f"{proof.outside_changed:,}", levels=proof.outside_largest)
        elif proof.outside_changed:
            ending = self.tr("filled, {count} px outside changed").format(count=f"{proof.outside_changed:,}")
        else:
            ending = self.tr("filled, nothing outside changed")
        remarks = " · ".join([ending, *(spoken(notice) for notice in outcome.notices)])
        return BatchLine(outcome.name, remarks, outcome.risk, self._results / outcome.output)
