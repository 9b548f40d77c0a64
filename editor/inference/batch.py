"""Folders of photos, filled in the background by the same engine as the photo in the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from editor.inference.client import details_of
from editor.inference.shared import SharedEngine
from editor.inference.thread import attempt
from engine.api import CancelToken
from engine.batch.outcome import Outcome, Status
from engine.batch.plan import BatchSettings, make_plan
from engine.batch.report import CSV_NAME
from engine.batch.run import Progress, run_batch
from engine.batch.work import alone
from engine.files import FillSettings

__all__ = ["CSV_NAME", "BatchRunner", "BatchWishes", "Outcome", "Progress", "Status"]


@dataclass(frozen=True)
class BatchWishes:
    """What the person wants done.

    Attributes:
        photos: The folder of photos.
        masks: The folder of masks, or one mask for all photos.
        results: The folder for the results; a batch that was begun there goes on.
        is_recursive: Go through subfolders too.
        detail, grain, ring_px: As for a single fill.
    """

    photos: Path
    masks: Path
    results: Path
    is_recursive: bool = False
    detail: float = 1.0
    grain: float = 1.0
    ring_px: int = 0


class _BatchThread(QThread):
    """Runs one batch from its plan to its report.

    Signals (emitted on this thread):
        progressed: `Progress`, after every photo.
        failed: Nothing could be done, or no more: a sentence and details.
    """

    progressed = Signal(object)
    failed = Signal(str, str)

    def __init__(self, wishes: BatchWishes, engine: SharedEngine, cancel: CancelToken) -> None:
        super().__init__()
        self._wishes = wishes
        self._engine = engine
        self._cancel = cancel

    def stop(self) -> None:
        """Stops what runs, and takes back what waits for the engine. Called on the GUI's thread."""
        self._cancel.cancel()
        self._engine.withdraw()

    def run(self) -> None:
        error = attempt(self._run, self.tr("The batch stopped because of an error."))
        if error is not None:
            self.failed.emit(error.user_message, details_of(error))

    def _run(self) -> None:
        wishes = self._wishes
        fill = FillSettings(0, wishes.detail, wishes.grain, wishes.ring_px)
        # Nobody is there to be asked: CMYK photos are converted, and the report says so.
        settings = BatchSettings(fill, to_rgb=True)
        plan = make_plan(wishes.photos, wishes.masks, wishes.results, settings, wishes.is_recursive)
        for progress in run_batch(plan, alone(lambda: self._engine), self._cancel, is_resumed=True):
            self.progressed.emit(progress)


class BatchRunner(QObject):
    """Starts and stops batches, one at a time. Lives on the GUI's thread.

    Signals:
        progressed: How far it is (`Progress`).
        failed: It could not be begun, or not go on: a sentence and details.
        ended: It is over, one way or another; whether it was stopped (bool).
    """

    progressed = Signal(object)
    failed = Signal(str, str)
    ended = Signal(bool)

    def __init__(self, engine: Callable[[], SharedEngine], parent: QObject | None = None) -> None:
        """Args:
        engine: Gives the engine to fill with.
        parent: The owner.
        """
        super().__init__(parent)
        self._engine = engine
        self._thread: _BatchThread | None = None
        self._cancel = CancelToken()

    @property
    def is_running(self) -> bool:
        return self._thread is not None

    def start(self, wishes: BatchWishes) -> None:
        """Begins a batch, or goes on with the one that the results' folder holds."""
        if self._thread is not None:
            return
        self._cancel = CancelToken()
        self._thread = _BatchThread(wishes, self._engine(), self._cancel)
        self._thread.progressed.connect(self.progressed)
        self._thread.failed.connect(self.failed)
        self._thread.finished.connect(self._on_finished)
        self._thread.start()

    @Slot()
    def stop(self) -> None:
        """Stops after as little as possible; what is done stays done, and the rest can be done later."""
        if self._thread is not None:
            self._thread.stop()

    def close(self) -> None:
        """Stops and waits until the thread has ended."""
        self.stop()
        if self._thread is not None:
            self._thread.wait()

    @Slot()
    def _on_finished(self) -> None:
        if self._thread is not None:
            self._thread.wait()
            self._thread.deleteLater()
            self._thread = None
        self.ended.emit(self._cancel.is_cancelled)
