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
    """

    # Far from the ids and holes that the window gives.
    _numbers = count(1 << 40)

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def fill(self, request: FillRequest, cancel: CancelToken) -> Iterator[Event]:
        """As the engine's; blocks the calling thread between events."""
        number = next(self._numbers)
        said: SimpleQueue[Event] = SimpleQueue()
        renamed = replace(request, id=number)
        try:
            self._mailbox.put(Job(renamed, number, cancel, said.put))
        except RuntimeError:  # the window has been closed
            yield Cancelled(request.id)
            return
        while True:
            event = said.get()
            yield event
            if isinstance(event, (Finished, Cancelled, Failed)):
                return
