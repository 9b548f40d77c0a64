"""The thread that owns the engine: it opens it, then answers one job after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal

from editor.inference.mailbox import Job, Mailbox
from engine.api import (
    Cancelled,
    EngineError,
    EngineMemoryError,
    Event,
    Failed,
    FillEngine,
    Finished,
)

_log = logging.getLogger(__name__)
_TERMINAL = (Finished, Cancelled, Failed)


class EngineThread(QThread):
    """Runs `load` once, then each job of the mailbox, until the mailbox is closed.

    An engine that cannot be opened is tried again with the next job: memory may have been freed, or
    the weights put in place, and the asker hears the reason each time.

    Signals (emitted on this thread; receivers are slots of objects that live elsewhere):
        opened: The engine is ready; whether it knows labels (bool).
        open_failed: It could not be opened (an `EngineError`).
        said: One event of the engine, of jobs without a listener of their own. Every job taken ends in
            exactly one terminal event.
    """

    opened = Signal(bool)
    open_failed = Signal(object)
    said = Signal(object)

    def __init__(
        self, load: Callable[[], FillEngine], mailbox: Mailbox, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._mailbox = mailbox
        self._engine: FillEngine | None = None

    def run(self) -> None:
        self._open()
        while (job := self._mailbox.take()) is not None:
            (job.listen or self.said.emit)(self._answer(job))
            del job  # the next one may be an hour away, and this one holds a copy of the photo
        # Weights are freed on the thread that made them.
        self._engine = None

    def _open(self) -> EngineError | None:
        error = attempt(self._load_engine, self.tr("The fill engine could not be started."))
        if error is None and self._engine is not None:
            self.opened.emit(self._engine.has_labels)
        else:
            self.open_failed.emit(error)
        return error

    def _load_engine(self) -> None:
        self._engine = self._load()

    def _answer(self, job: Job) -> Event:
        """Runs a job, emits what happens, and returns how it ended."""
        request_id = job.request.id
        if self._engine is None and (error := self._open()) is not None:
            return Failed(request_id, error)
        ending: list[Event] = []
        error = attempt(
            lambda: ending.append(self._run(job)), self.tr("The fill stopped because of an error.")
        )
        return ending[0] if error is None else Failed(request_id, error)

    def _run(self, job: Job) -> Event:
        if job.token.is_cancelled:
            return Cancelled(job.request.id)
        if job.settle is not None:
            job.settle()
        engine = self._engine
        assert engine is not None
        # A project may bring labels along that were painted with other weights.
        request = job.request if engine.has_labels else replace(job.request, labels=None)
        for said in (engine.label_maps if job.is_map else engine.fill)(request, job.token):
            if isinstance(said, Finished) and job.prepare is not None:
                job.prepare(said)
            if isinstance(said, _TERMINAL):
                return said
            (job.listen or self.said.emit)(said)
        return Failed(job.request.id, EngineError(self.tr("The fill engine stopped without a result.")))


def attempt(action: Callable[[], None], sentence: str) -> EngineError | None:
    """Does something on a worker; whatever it raises comes back as an error with a sentence.

    Args:
        action: What to do.
        sentence: What the person is told if the error has no sentence of its own.
    """
    try:
        action()
    except Exception as error:
        return as_engine_error(error, sentence)
    return None


def as_engine_error(error: Exception, sentence: str) -> EngineError:
    """Any exception as one with a sentence; the original stays reachable as its cause."""
    if isinstance(error, EngineError):
        return error
    _log.error("Unexpected error on a worker", exc_info=error)
    if isinstance(error, MemoryError):
        wrapped: EngineError = EngineMemoryError(
            QCoreApplication.translate(
                "EngineThread",
                "There is not enough memory for this; close other programs, or mark a smaller area.",
            )
        )
    else:
        wrapped = EngineError(sentence)
    wrapped.__cause__ = error
    return wrapped
