"""The window's engine for other threads: one engine, one queue, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from queue import SimpleQueue

from editor.inference.mailbox import Job, Mailbox
from engine.api import Cancelled, CancelToken, Event, Failed, FillRequest, Finished


class SharedEngine:
    """The window's engine for another thread: requests queue with those of the window.

    Args:
        mailbox: The engine thread's.
        has_labels: Whether the engine knows labels.
    """

    # Far from the ids and holes that the window gives.
    _numbers = count(1 << 40)

    def __init__(self, mailbox: Mailbox, has_labels: bool) -> None:
        self._mailbox = mailbox
        self._has_labels = has_labels
        self._asked = 0  # the number of the last request; 0 is nobody's

    @property
    def has_labels(self) -> bool:
        """As the engine's."""
        return self._has_labels

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """As the engine's; blocks the calling thread between events."""
        return self._ask(request, cancel, is_map=False)

    def label_maps(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """As the engine's; blocks the calling thread between events."""
        return self._ask(request, cancel, is_map=True)

    def withdraw(self) -> None:
        """Stops what is asked: what still waits ends at once, without its turn. For any thread, once the
        request's token is cancelled."""
        waiting = self._mailbox.cancel(self._asked)
        if waiting is not None and waiting.listen is not None:
            waiting.listen(Cancelled(waiting.request.id))

    def _ask(self, request: FillRequest, cancel: CancelToken, is_map: bool) -> Iterator[Event]:
        number = self._asked = next(self._numbers)
        said: SimpleQueue[Event] = SimpleQueue()
        renamed = replace(request, id=number)
        try:
            self._mailbox.put(Job(renamed, number, cancel, said.put, is_map))
        except RuntimeError:  # the window has been closed
            yield Cancelled(request.id)
            return
        if cancel.is_cancelled:  # perhaps before there was anything to withdraw
            self.withdraw()
        while True:
            event = said.get()
            yield event
            if isinstance(event, (Finished, Cancelled, Failed)):
                return
