"""Order, displacement and ending of jobs, without any thread but where waiting is the point."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from editor.inference.mailbox import Job, Mailbox
from engine.api import FillRequest

_PHOTO = np.zeros((4, 4, 3), np.uint8)
_MASK = np.ones((4, 4), np.bool_)


def job(request_id: int, hole: int) -> Job:
    return Job(FillRequest(request_id, _PHOTO, _MASK), hole)


def taken(box: Mailbox) -> int:
    got = box.take()
    assert got is not None
    return got.request.id


def test_jobs_of_different_holes_keep_their_order() -> None:
    box = Mailbox()
    for number in (1, 2, 3):
        assert box.put(job(number, hole=number)) is None
    assert [taken(box) for _ in range(3)] == [1, 2, 3]


def test_a_newer_job_takes_the_place_of_the_waiting_one_of_its_hole() -> None:
    box = Mailbox()
    first = job(1, hole=7)
    box.put(first)
    box.put(job(2, hole=8))
    assert box.put(job(3, hole=7)) is first
    assert [taken(box), taken(box)] == [3, 2]


def test_a_newer_job_stops_the_running_one_and_keeps_its_turn() -> None:
    box = Mailbox()
    running, other = job(1, hole=7), job(2, hole=8)
    box.put(running)
    box.put(other)
    assert taken(box) == 1
    assert box.put(job(3, hole=7)) is None
    assert running.token.is_cancelled
    assert not other.token.is_cancelled
    assert [taken(box), taken(box)] == [3, 2]


def test_while_a_hole_runs_only_the_newest_job_of_it_waits() -> None:
    box = Mailbox()
    running, second, third = job(1, hole=7), job(3, hole=7), job(4, hole=7)
    box.put(running)
    box.put(job(2, hole=8))
    assert taken(box) == 1
    assert box.put(second) is None
    assert box.put(third) is second
    assert box.put(job(5, hole=7)) is third
    assert running.token.is_cancelled
    assert [taken(box), taken(box)] == [5, 2]
    assert box.close() == []


def test_cancel_gives_a_waiting_job_back_and_only_asks_a_running_one() -> None:
    box = Mailbox()
    running, waiting = job(1, hole=1), job(2, hole=2)
    box.put(running)
    box.put(waiting)
    assert taken(box) == 1
    assert box.cancel(1) is None
    assert running.token.is_cancelled
    assert box.cancel(2) is waiting
    assert box.cancel(2) is None
    assert box.cancel(99) is None


def test_closing_wakes_the_taker_and_gives_the_rest_back() -> None:
    box = Mailbox()
    got: list[Job | None] = []
    taker = threading.Thread(target=lambda: got.append(box.take()))
    taker.start()
    assert box.close() == []
    taker.join(10)
    assert got == [None]
    with pytest.raises(RuntimeError):
        box.put(job(1, hole=1))


def test_closing_stops_the_running_job_and_returns_the_waiting_ones() -> None:
    box = Mailbox()
    running, waiting = job(1, hole=1), job(2, hole=2)
    box.put(running)
    box.put(waiting)
    box.take()
    assert box.close() == [waiting]
    assert running.token.is_cancelled
    assert box.take() is None
