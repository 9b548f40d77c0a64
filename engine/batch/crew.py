"""Several photos at once: processes of their own, each with an engine.

A process that dies, for want of memory or by a broken library, takes one photo with it and not the batch:
that photo is reported and another process takes its place.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from engine.api import CancelToken, EngineError, FillEngine
from engine.batch.outcome import Outcome
from engine.batch.work import Task, Workers, done, failed

_CANCEL_POLL_S = 0.2
_LOST = "The process that was at it ended unexpectedly; perhaps the memory was not enough."


def crew(load: Callable[[], FillEngine], jobs: int) -> Workers:
    """Works with `jobs` processes, which share the processor's cores.

    Args:
        load: Opens the engine in each process; must be importable there. Its errors end the batch.
        jobs: How many photos at once.
    """

    def work(tasks: Iterable[Task], cancel: CancelToken) -> Iterator[tuple[Task, Outcome]]:
        waiting = iter(tasks)
        threads = max(1, (os.cpu_count() or 1) // jobs)
        hands = [_Hand(load, threads) for _ in range(jobs)]
        try:
            busy = [hand for hand in hands if hand.take(next(waiting, None))]
            while busy and not cancel.is_cancelled:
                ready = multiprocessing.connection.wait([hand.link for hand in busy], _CANCEL_POLL_S)
                for hand in [hand for hand in busy if hand.link in ready]:
                    yield hand.answer()
                    if not hand.take(next(waiting, None)):
                        busy.remove(hand)
        finally:
            for hand in hands:
                hand.stop()

    return work


class _Hand:
    """One process of the crew, started when it gets its first task."""

    def __init__(self, load: Callable[[], FillEngine], threads: int) -> None:
        self._load = load
        self._threads = threads
        self._process: Any = None
        self._task: Task | None = None
        self.link: Connection

    def take(self, task: Task | None) -> bool:
        """Begins a task; False where there is none."""
        self._task = task
        if task is None:
            return False
        if self._process is None:
            self._start()
        with contextlib.suppress(OSError):  # it has died already, which `answer` will find
            self.link.send(task)
        return True

    def answer(self) -> tuple[Task, Outcome]:
        """The task and what became of it, once `link` is ready.

        Raises:
            EngineError: The engine could not be opened.
        """
        task = self._task
        assert task is not None, "an idle process has no answer"
        try:
            said: Outcome | EngineError = self.link.recv()
        except (EOFError, OSError):
            self.stop()
            return task, failed(task.item, _LOST)
        if isinstance(said, EngineError):
            raise said
        return task, said

    def stop(self) -> None:
        """Ends the process, whatever it is at; results are written aside, so nothing is left half done."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self.link.close()
            self._process = None

    def _start(self) -> None:
        # Never by forking: the parent may have threads, and torch does not survive it.
        context = multiprocessing.get_context("spawn")
        self.link, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._load, self._threads), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is seen as the end of the link


def _serve(link: Connection, load: Callable[[], FillEngine], threads: int) -> None:
    """What a process does: tasks in, outcomes out, until it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    for name in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS"):  # read when torch and numba are imported
        os.environ[name] = str(threads)
    engine: FillEngine | None = None
    while True:
        task: Task = link.recv()
        try:
            engine = engine or load()
        except EngineError as error:
            link.send(error)
            return
        link.send(done(task, engine, CancelToken()))


def _leave_with_parent() -> None:
    """Ends this process when the parent has been killed: nobody would take its result."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
