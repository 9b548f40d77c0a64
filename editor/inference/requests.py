"""What one asker has under way: requests go out, and only what is said of wanted ones comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal, Slot

from editor.document.document import Document
from editor.inference.client import EngineClient, details_of
from editor.inference.snapshot import Ask
from engine.api import Cancelled, Failed, Finished


class Requests(QObject):
    """The requests of one asker that have not ended, by their ids.

    An asker takes its request out with `finish` once it has its answer, and calls `settle` when it has asked
    for all that follows from it: between the two nobody hears of a pause.

    Signals:
        said: One event of a wanted request that has not failed: the request (`Ask`), the event.
        forgotten: A request (`Ask`) will have no answer: dropped, cancelled or failed.
        failed: A request failed: a sentence, and details for a report.
        busy_changed: Requests are under way, or no more (bool).
        settled: Something has ended, and all that follows from it has been asked for.
    """

    said = Signal(object, object)
    forgotten = Signal(object)
    failed = Signal(str, str)
    busy_changed = Signal(bool)
    settled = Signal()

    def __init__(self, client: EngineClient, document: Document, parent: QObject) -> None:
        """Args:
        client: The engine.
        document: Answers that were asked for under another photo are not wanted any more.
        parent: The owner.
        """
        super().__init__(parent)
        self._client = client
        self._document = document
        self._asks: dict[int, Ask] = {}
        self._was_busy = False
        client.said.connect(self._on_said)

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The requests under way, in the order in which they were asked for."""
        return tuple(self._asks.values())

    @property
    def ids(self) -> frozenset[int]:
        """Ids of the requests under way."""
        return frozenset(self._asks)

    @property
    def is_busy(self) -> bool:
        """Whether any request is under way."""
        return bool(self._asks)

    def submit(
        self,
        ask: Ask,
        *,
        is_map: bool = False,
        prepare: Callable[[Finished], None] | None = None,
        displaced: Iterable[int] = (),
    ) -> None:
        """Asks; further arguments as for `EngineClient.submit`.

        Args:
            ask: The request.
            is_map: Only what belongs where is asked.
            prepare: What the engine's thread does with the answer.
            displaced: Ids of those whose place it takes.
        """
        old = {run_id: self._asks[run_id].key for run_id in displaced}
        self._asks[ask.request.id] = ask
        for run_id in old:
            self._forget(run_id)
        self._client.submit(ask.request, ask.key, is_map=is_map, settle=ask.settle, prepare=prepare)
        for run_id, key in old.items():
            if key != ask.key:  # the mailbox stops the run of the same hole by itself
                self._client.cancel(run_id)
        self._tell()

    def finish(self, ask: Ask) -> None:
        """The answer is going to be used: the request is under way no more."""
        self._asks.pop(ask.request.id)

    def drop(self) -> None:
        """Forgets every request and asks the engine to stop them; their events are stale from now on."""
        dropped = self.ids
        for run_id in dropped:
            self._forget(run_id)
            self._client.cancel(run_id)
        if dropped:
            self.settle()

    def settle(self) -> None:
        """Says whether anything is left."""
        self._tell()
        self.settled.emit()

    def _forget(self, run_id: int) -> None:
        ask = self._asks.pop(run_id, None)
        if ask is not None:
            self.forgotten.emit(ask)

    def _tell(self) -> None:
        if self._was_busy != self.is_busy:
            self._was_busy = self.is_busy
            self.busy_changed.emit(self._was_busy)

    @Slot(object)
    def _on_said(self, said: object) -> None:
        ask = self._asks.get(getattr(said, "id", -1))
        if ask is None or ask.generation != self._document.generation:
            return
        if not isinstance(said, Cancelled | Failed):
            self.said.emit(ask, said)
            return
        self._forget(said.id)
        if isinstance(said, Failed):
            self.failed.emit(said.error.user_message, details_of(said.error))
        self.settle()
