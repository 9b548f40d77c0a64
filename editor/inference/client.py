"""The engine as the window sees it: submit, cancel, close; everything it says arrives as signals.

Lives on the GUI's thread. The only other thread is the engine's (`editor.inference.thread`).
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QObject, Signal, Slot

from editor.inference.mailbox import Job, Mailbox
from editor.inference.shared import SharedEngine
from editor.inference.thread import EngineThread
from engine.api import Cancelled, EngineError, Failed, FillEngine, FillRequest, Finished

# What can be told to a person as it is: it has a `user_message`.
SaidError = EngineError


class EngineClient(QObject):
    """Owns the engine's thread and counts the requests that are under way.

    Signals:
        opened: The engine is ready.
        open_failed: The engine could not be opened: a sentence, and details for a report.
        said: One event of the engine, on this thread. Every accepted request ends in exactly one
            terminal event, displaced and cancelled ones too.
    """

    opened = Signal()
    open_failed = Signal(str, str)
    said = Signal(object)

    def __init__(self, load: Callable[[], FillEngine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox()
        self._thread = EngineThread(load, self._mailbox, self)
        self._thread.opened.connect(self._on_opened)
        self._thread.open_failed.connect(self._on_open_failed)
        self._thread.said.connect(self._on_said)
        self._ids = count(1)
        self._under_way: set[int] = set()
        self._is_open = False
        self._has_labels = False
        self._has_failed = False

    @property
    def is_open(self) -> bool:
        """Whether the engine is ready to fill."""
        return self._is_open

    @property
    def has_labels(self) -> bool:
        """Whether the engine knows labels; false until it is open."""
        return self._has_labels

    @property
    def has_failed(self) -> bool:
        """Whether the last attempt to open the engine failed; the next request tries again."""
        return self._has_failed

    @property
    def under_way(self) -> frozenset[int]:
        """Ids of the requests that have not ended yet."""
        return frozenset(self._under_way)

    def start(self) -> None:
        """Begins to open the engine; returns at once."""
        self._thread.start()

    def new_id(self) -> int:
        """An id for the next request: unlike those of all who ask this client."""
        return next(self._ids)

    def submit(
        self,
        request: FillRequest,
        hole: int,
        *,
        is_map: bool = False,
        settle: Callable[[], None] | None = None,
        prepare: Callable[[Finished], None] | None = None,
    ) -> None:
        """Sends a request; it waits behind those of other holes and displaces those of its own.

        Args:
            request: What is asked.
            hole: Which hole it is about.
            is_map: Only what belongs where is asked: label maps come, no fill.
            settle: Called on the engine's thread before the request is read.
            prepare: Called with the answer on the engine's thread, before it is said; the run fails with
                what it raises.
        """
        self._under_way.add(request.id)
        displaced = self._mailbox.put(Job(request, hole, is_map=is_map, settle=settle, prepare=prepare))
        if displaced is not None:
            self._on_said(Cancelled(displaced.request.id))

    def shared(self) -> SharedEngine:
        """The engine for another thread of the window's; its requests wait in the same queue."""
        return SharedEngine(self._mailbox, self._has_labels)

    def cancel(self, request_id: int) -> None:
        """Stops a request: a waiting one ends at once, a running one as soon as the engine looks."""
        waiting = self._mailbox.cancel(request_id)
        if waiting is not None:
            self._on_said(Cancelled(request_id))

    def close(self) -> None:
        """Cancels everything and waits until the engine's thread has ended."""
        for job in self._mailbox.close():
            (job.listen or self._on_said)(Cancelled(job.request.id))
        self._thread.wait()

    @Slot(bool)
    def _on_opened(self, has_labels: bool) -> None:
        self._is_open, self._has_failed, self._has_labels = True, False, has_labels
        self.opened.emit()

    @Slot(object)
    def _on_open_failed(self, error: EngineError) -> None:
        self._has_failed = True
        self.open_failed.emit(error.user_message, details_of(error))

    @Slot(object)
    def _on_said(self, said: object) -> None:
        if isinstance(said, (Finished, Cancelled, Failed)):
            self._under_way.discard(said.id)
        self.said.emit(said)


def details_of(error: BaseException) -> str:
    """The whole story of an error, causes included, for the details button and the log."""
    return "".join(traceback.format_exception(error)).strip()
