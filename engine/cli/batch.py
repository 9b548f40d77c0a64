"""`lacuna batch`: a folder of photos, one after the other or several at once."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from engine import api
from engine.batch.crew import crew
from engine.batch.outcome import Outcome, Status
from engine.batch.plan import BatchSettings, make_plan
from engine.batch.report import CSV_NAME, JSON_NAME, riskiest
from engine.batch.run import Progress, run_batch
from engine.batch.work import alone
from engine.cli.fill import fill_settings, write_options
from engine.cli.output import OutputError, say, show
from engine.cli.progress import ProgressBar
from engine.protocol import CancelToken

_WORTH_A_LOOK = 0.25
"""Risk from which on a result is named at the end: a quarter of "another thing altogether"."""
_MOST_NAMED = 10
_EXIT_INTERRUPTED = 130
_SUFFIXES = {"jpeg": ".jpg", "png": ".png", "tiff": ".tif", "webp": ".webp"}


def batch_command(arguments: argparse.Namespace) -> int:
    """Fills a folder; returns 0, or 1 where some photo could not be filled.

    Raises:
        EngineError: Nothing could be done at all: folders, settings, weights, device.
    """
    settings = BatchSettings(
        fill=fill_settings(arguments),
        options=write_options(arguments),
        variations=arguments.variations,
        to_rgb=arguments.to_rgb,
        suffix=_SUFFIXES.get(arguments.format, ""),
        overwrite=arguments.overwrite,
    )
    output: Path = arguments.output
    plan = make_plan(arguments.photos, arguments.masks, output, settings, arguments.recursive)
    load = partial(api.load_engine, arguments.device, arguments.weights)
    workers = alone(load) if arguments.jobs == 1 else crew(load, arguments.jobs)
    bar = ProgressBar(not arguments.quiet)
    progress: Progress | None = None
    try:
        for progress in run_batch(plan, workers, CancelToken(), arguments.resume):
            _show(progress, bar, arguments.quiet)
        bar.clear()
        assert progress is not None, "a batch says at least how it begins"
        if not arguments.quiet:
            _sum_up(progress, output, plan.left_out)
    except KeyboardInterrupt:
        bar.clear()
        done = progress.done if progress else 0
        print(
            f"Stopped after {done} of {len(plan.items)} photos; --resume goes on from here.", file=sys.stderr
        )
        return _EXIT_INTERRUPTED
    return 1 if progress.count(Status.FAILED) else 0


def _show(progress: Progress, bar: ProgressBar, is_quiet: bool) -> None:
    outcome = progress.outcome
    if outcome is not None:
        bar.clear()
        line = f"{progress.done}/{progress.total}  {outcome.name}: {_ending(outcome)}"
        if outcome.status is Status.FAILED:
            print(line, file=sys.stderr)
        elif not is_quiet:
            _print(line)
    left = "" if progress.eta_s is None else f"{_duration(progress.eta_s)} left"
    bar.share(progress.done, progress.total, left)


def _ending(outcome: Outcome) -> str:
    if outcome.status is not Status.DONE:
        return outcome.error
    parts = [f"{outcome.seconds:.1f} s"]
    if outcome.risk is not None:
        parts.append(f"risk {outcome.risk:.2f}")
    if outcome.proof is not None:
        parts.append(f"{outcome.proof.outside_changed:,} of {outcome.proof.outside:,} pixels outside changed")
    return ", ".join([*parts, *outcome.notices])


def _sum_up(progress: Progress, output: Path, left_out: tuple[str, ...]) -> None:
    counts = [f"{progress.count(Status.DONE)} filled"]
    for status, words in ((Status.SKIPPED, "without a mask"), (Status.FAILED, "failed")):
        if number := progress.count(status):
            counts.append(f"{number} {words}")
    lines = [f"{', '.join(counts)}. Report: {output / CSV_NAME} and {JSON_NAME}"]
    if left_out:
        names, more = ", ".join(left_out[:_MOST_NAMED]), len(left_out) - _MOST_NAMED
        lines.append(
            f"{len(left_out)} {'file was' if len(left_out) == 1 else 'files were'} left out, of no kind that "
            f"can be read: {names}{f' and {more} more' if more > 0 else ''}."
        )
    first = [one for one in riskiest(progress.outcomes, _MOST_NAMED) if (one.risk or 0) >= _WORTH_A_LOOK]
    if first:
        lines.append("Look at these first; their variations disagree:")
    lines += [f"  {outcome.risk:.2f}  {outcome.output}" for outcome in first]
    _print("\n".join(lines))


def _print(text: str) -> None:
    """Prints on stdout; where that takes nothing any more, the batch goes on without it."""
    try:
        show(text)
    except OutputError as error:
        say(f"what becomes of the photos is not printed any more ({error}); the report says it.")


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min"
    return f"about {seconds / 3600:.1f} h"
