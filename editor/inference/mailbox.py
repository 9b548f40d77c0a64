"""Where requests wait for the engine: a queue of jobs that two threads may use. No Qt.

The asker puts, the engine's thread takes. Jobs of different holes keep their order; a new job of a
hole takes the place of the waiting one and cancels the running one.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.api import CancelToken, Event, FillRequest, Finished


@dataclass(frozen=True)
class Job:
    """A request on its way to the engine.

    Attributes:
        request: What is asked.
        hole: Which hole it is about; a newer job of the same hole displaces this one.
        token: Set to make the run stop.
        listen: Hears the run's events, on the engine's thread, instead of the window.
        is_map: Only what belongs where is asked, no fill.
        settle: Makes the request complete, on the engine's thread, before it is read.
        prepare: What is done with the answer on the engine's thread, before anybody hears of it.
    """

    request: FillRequest
    hole: int
    token: CancelToken = field(default_factory=CancelToken)
    listen: Callable[[Event], None] | None = None
    is_map: bool = False
    settle: Callable[[], None] | None = None
    prepare: Callable[[Finished], None] | None = None


class Mailbox:
    """Jobs in order, and the one that runs."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._is_closed = False

    def put(self, job: Job) -> Job | None:
        """Accepts a job; it keeps the place in the queue of the one that it displaces.

        Returns:
            The waiting job of the same hole that it displaced: it will never run, and whoever put it
            must be told. A running job of the same hole is cancelled and ends by itself.

        Raises:
            RuntimeError: The mailbox is closed.
        """
        with self._changed:
            if self._is_closed:
                raise RuntimeError("the mailbox is closed")
            displaced = next((other for other in self._waiting if other.hole == job.hole), None)
            if self._running is not None and self._running.hole == job.hole:
                self._running.token.cancel()
                if displaced is not None:
                    self._waiting.remove(displaced)
                self._waiting.appendleft(job)  # it keeps the turn of the one it stops
            elif displaced is not None:
                self._waiting[self._waiting.index(displaced)] = job
            else:
                self._waiting.append(job)
            self._changed.notify()
            return displaced

    def take(self) -> Job | None:
        """Waits for the next job and makes it the running one; None once the mailbox is closed."""
        with self._changed:
            self._running = None
            self._changed.wait_for(lambda: self._waiting or self._is_closed)
            if self._is_closed:
                return None
            self._running = self._waiting.popleft()
            return self._running

    def cancel(self, request_id: int) -> Job | None:
        """Stops one job.

        Returns:
            The job if it was still waiting: it will never run. A running one is only asked to stop, and
            an unknown one is left alone; both return None.
        """
        with self._changed:
            if self._running is not None and self._running.request.id == request_id:
                self._running.token.cancel()
                return None
            for job in self._waiting:
                if job.request.id == request_id:
                    self._waiting.remove(job)
                    return job
            return None

    def close(self) -> list[Job]:
        """Ends the mailbox: the running job is cancelled, the taker gets None.

        Returns:
            The jobs that were still waiting; they will never run.
        """
        with self._changed:
            self._is_closed = True
            left, self._waiting = list(self._waiting), deque()
            if self._running is not None:
                self._running.token.cancel()
            self._changed.notify_all()
            return left
