"""Runs a batch: journal, workers, progress, report."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.api import CancelToken, EngineError
from engine.batch.journal import Journal
from engine.batch.outcome import Outcome, Status
from engine.batch.plan import Item, Plan
from engine.batch.report import write_report
from engine.batch.work import Task, Workers, failed
from engine.photo.names import check_name
from engine.protocol import PhotoError


@dataclass(frozen=True)
class Progress:
    """Said once at the beginning and after every photo.

    Attributes:
        outcome: What has just ended; None at the beginning.
        outcomes: Everything that has ended, by the order of the plan; earlier runs' results too.
        total: Photos of the batch.
        eta_s: Seconds that the rest may take; None before the first photo of this run.
    """

    outcome: Outcome | None
    outcomes: tuple[Outcome, ...]
    total: int
    eta_s: float | None

    @property
    def done(self) -> int:
        """How many photos have ended, well or not."""
        return len(self.outcomes)

    def count(self, status: Status) -> int:
        return sum(outcome.status is status for outcome in self.outcomes)


def run_batch(
    plan: Plan,
    workers: Workers,
    cancel: CancelToken,
    is_resumed: bool = False,
    clock_s: Callable[[], float] = time.monotonic,
) -> Iterator[Progress]:
    """Does what is left to do of a batch. However it ends, the report says how far it came.

    Args:
        plan: From `make_plan`.
        workers: Who fills: `engine.batch.work.alone` or `engine.batch.crew.crew`.
        cancel: Stops the batch; what is half done is left out and can be resumed.
        is_resumed: Leave alone what an earlier run has done.
        clock_s: A clock that only goes forward.

    Raises:
        EngineError: The output folder cannot be used, or the engine not be opened. What is wrong with a
            single photo is its outcome instead.
    """
    journal = Journal(plan, is_resumed)
    ended = {item.name: journal.done[item.name] for item in plan.items if item.name in journal.done}

    def progress(outcome: Outcome | None, eta_s: float | None) -> Progress:
        outcomes = tuple(ended[item.name] for item in plan.items if item.name in ended)
        return Progress(outcome, outcomes, len(plan.items), eta_s)

    try:
        tasks: list[Task] = []
        for number, item in enumerate(plan.items):
            if item.name in ended:
                continue
            trouble = _trouble(item, plan)
            if trouble is None:
                tasks.append(Task(item, plan.settings, journal.staged(number, item.output)))
            else:
                ended[item.name] = trouble
        yield progress(None, None)
        began = clock_s()
        for count, (task, outcome) in enumerate(workers(tasks, cancel), 1):
            outcome = _kept(journal, task, outcome)
            ended[task.item.name] = outcome
            yield progress(outcome, (clock_s() - began) / count * (len(tasks) - count))
    finally:
        try:
            write_report(plan.folder, progress(None, None).outcomes, len(plan.items))
        finally:
            journal.close()


def _kept(journal: Journal, task: Task, outcome: Outcome) -> Outcome:
    """Puts a result in its place."""
    if outcome.status is Status.DONE:
        try:
            journal.publish(outcome, task.staged)
        except EngineError as error:
            return failed(task.item, error.user_message, outcome.seconds)
        return outcome
    journal.failed(outcome)
    return outcome


def _trouble(item: Item, plan: Plan) -> Outcome | None:
    """Why an item is not even tried."""
    if item.trouble:
        return failed(item, item.trouble)
    if item.mask is None:
        return Outcome(item.name, Status.SKIPPED, error="It has no mask.")
    try:
        for path in (item.photo, item.mask, item.output):
            check_name(path)
    except PhotoError as error:
        return failed(item, error.user_message)
    if item.output.exists() and item.output.samefile(item.mask):
        return failed(item, "Its result would replace its mask.")
    if item.output.exists() and not plan.settings.overwrite:
        return failed(item, f"{item.output} is there already and is not overwritten.")
    return None
