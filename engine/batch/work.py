"""One photo of a batch, from its file to its result; whatever goes wrong becomes its outcome."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.api import CancelToken, EngineError, FillEngine
from engine.batch.outcome import Outcome, Status
from engine.batch.plan import BatchSettings, Item
from engine.batch.risk import risk_of
from engine.files import FileJob, fill_opened, open_job, write_filled
from engine.protocol import CmykError, FillCancelledError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """An item to be done, and where its result is written before it is moved to its place."""

    item: Item
    settings: BatchSettings
    staged: Path


Workers = Callable[[Iterable[Task], CancelToken], Iterator[tuple[Task, Outcome]]]
"""Does tasks, in any order, and gives each with its outcome; stops early once the token is cancelled."""


def alone(load: Callable[[], FillEngine]) -> Workers:
    """Works in this very process, one photo after the other.

    Args:
        load: Opens the engine, before the first photo; its errors end the batch.
    """

    def work(tasks: Iterable[Task], cancel: CancelToken) -> Iterator[tuple[Task, Outcome]]:
        engine: FillEngine | None = None
        for task in tasks:
            if cancel.is_cancelled:
                return
            engine = engine or load()
            try:
                yield task, done(task, engine, cancel)
            except FillCancelledError:
                return

    return work


def done(task: Task, engine: FillEngine, cancel: CancelToken) -> Outcome:
    """Does a task.

    Raises:
        FillCancelledError: The token was cancelled.
    """
    began = time.monotonic()
    try:
        return _filled(task, engine, cancel, began)
    except FillCancelledError:
        raise
    except CmykError:
        reason = f"{task.item.name} is a CMYK file; it has to be converted to RGB first (--to-rgb does so)."
        return failed(task.item, reason, time.monotonic() - began)
    except EngineError as error:
        return failed(task.item, error.user_message, time.monotonic() - began)
    except MemoryError:
        return failed(task.item, "There is not enough memory for it.", time.monotonic() - began)
    except Exception as error:
        log.exception("%s could not be filled", task.item.name)
        reason = " ".join(f"An internal error, {type(error).__name__}: {error}.".split())
        return failed(task.item, reason, time.monotonic() - began)


def failed(item: Item, reason: str, seconds: float = 0.0) -> Outcome:
    """The outcome of an item without a result; the reason names the photo as the report does."""
    reason = reason.replace(str(item.photo), item.name)
    mask = "" if item.mask is None else str(item.mask)
    return Outcome(item.name, Status.FAILED, mask=mask, seconds=seconds, error=reason)


def _filled(task: Task, engine: FillEngine, cancel: CancelToken, began: float) -> Outcome:
    item, settings = task.item, task.settings
    assert item.mask is not None, "items without a mask are no tasks"
    job = FileJob(
        photo=item.photo,
        mask=item.mask,
        output=task.staged,
        settings=settings.fill,
        options=settings.options,
        to_rgb=settings.to_rgb,
    )
    task.staged.parent.mkdir(parents=True, exist_ok=True)
    opened = open_job(job)
    seeds = range(settings.fill.seed, settings.fill.seed + settings.variations)
    variations = [fill_opened(engine, opened, seed, cancel).fills for seed in seeds]
    written, proof = write_filled(opened, variations[0])
    return Outcome(
        name=item.name,
        status=Status.DONE,
        output=item.result,
        mask=str(item.mask),
        seconds=time.monotonic() - began,
        risk=risk_of(variations, opened.photo.profile),
        proof=proof,
        sha256=written.sha256,
        notices=written.notices,
    )
