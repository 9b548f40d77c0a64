"""What another thread asks of the window's engine, taken back early, while it waits and while it runs."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from editor.inference.mailbox import Job, Mailbox
from editor.inference.shared import SharedEngine
from engine.api import Cancelled, CancelToken, Event, FillRequest

_REQUEST = FillRequest(1, np.zeros((4, 4, 3), np.uint8), np.ones((4, 4), np.bool_))
_PATIENCE_S = 10


class _WatchedMailbox(Mailbox):
    """Says when a job has come."""

    def __init__(self) -> None:
        super().__init__()
        self.came = threading.Event()

    def put(self, job: Job) -> Job | None:
        displaced = super().put(job)
        self.came.set()
        return displaced


class _Asker:
    """Asks on a thread of its own."""

    def __init__(self, engine: SharedEngine) -> None:
        self.token = CancelToken()
        self.said: list[Event] = []
        self._engine = engine
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def has_ended(self) -> bool:
        self._thread.join(_PATIENCE_S)
        return not self._thread.is_alive()

    def _ask(self) -> None:
        self.said.extend(self._engine.fill(_REQUEST, self.token))


@pytest.fixture
def box() -> _WatchedMailbox:
    return _WatchedMailbox()


def test_what_waits_behind_the_window_is_taken_back(box: _WatchedMailbox) -> None:
    engine = SharedEngine(box, has_labels=False)
    asker = _Asker(engine)
    windows = Job(_REQUEST, hole=1)
    box.put(windows)
    assert box.take() is windows
    box.came.clear()
    asker.start()
    assert box.came.wait(_PATIENCE_S)
    asker.token.cancel()
    engine.withdraw()
    assert asker.has_ended()
    assert [type(event) for event in asker.said] == [Cancelled]
    assert not windows.token.is_cancelled
    assert box.close() == []


def test_what_is_cancelled_before_it_is_asked_does_not_wait_either(box: _WatchedMailbox) -> None:
    engine = SharedEngine(box, has_labels=False)
    asker = _Asker(engine)
    asker.token.cancel()
    engine.withdraw()
    asker.start()
    assert asker.has_ended()
    assert [type(event) for event in asker.said] == [Cancelled]
    assert box.close() == []


def test_what_runs_says_itself_that_it_has_stopped(box: _WatchedMailbox) -> None:
    engine = SharedEngine(box, has_labels=False)
    asker = _Asker(engine)
    asker.start()
    running = box.take()
    assert running is not None
    assert running.listen is not None
    asker.token.cancel()
    engine.withdraw()
    assert running.token.is_cancelled
    running.listen(Cancelled(running.request.id))
    assert asker.has_ended()
    assert [type(event) for event in asker.said] == [Cancelled]
