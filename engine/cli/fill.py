"""`lacuna fill`: everything is checked before the engine is opened, and written only once all went well."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from engine import api
from engine.cli.facts import weights_file
from engine.cli.fill_report import Result, write_report
from engine.cli.interruption import naming_the_finished
from engine.cli.output import sum_up
from engine.cli.progress import ProgressBar
from engine.files import FileJob, FillSettings, fill_opened, open_job, write_filled
from engine.photo.atomic import check_writable
from engine.photo.photo import WriteOptions
from engine.photo.writing import check_output, sha256_of
from engine.protocol import InvalidRequestError


def fill_command(arguments: argparse.Namespace) -> int:
    """Fills a photo, writes it, proves what changed; returns the exit code.

    Raises:
        EngineError: Anything about the input, the weights, the device or the output; nothing was written.
        Interruption: Something was.
    """
    outputs = numbered(arguments.output, arguments.variations)
    with naming_the_finished(outputs if arguments.report is None else [*outputs, arguments.report]):
        _fill(arguments, outputs)
    return 0


def _fill(arguments: argparse.Namespace, outputs: list[Path]) -> None:
    began = time.monotonic()
    bar = ProgressBar(not arguments.quiet)
    job = FileJob(
        photo=arguments.photo,
        mask=arguments.mask,
        output=outputs[0],
        settings=fill_settings(arguments),
        options=write_options(arguments),
        sources=arguments.sources,
        to_rgb=arguments.to_rgb,
        labels=arguments.labels,
        vocabulary=arguments.vocabulary,
    )
    bar.say(f"reading {job.photo.name}")
    opened = open_job(job)
    for output in outputs[1:]:
        check_output(output, opened.photo, job.options)
    _check_files(arguments, outputs)
    hashes = {"photo": sha256_of(job.photo), "mask": sha256_of(job.mask)}
    if job.labels is not None:
        hashes["labels"] = sha256_of(job.labels)
    read_s = time.monotonic() - began

    bar.say("opening the engine")
    engine = api.load_engine(arguments.device, arguments.weights)
    load_s = time.monotonic() - began - read_s
    try:
        # Whatever goes wrong in a fill, none has been written by then.
        finished = [
            fill_opened(engine, opened, listen=bar.follow, alternative=number)
            for number in range(len(outputs))
        ]
        write_began = time.monotonic()
        results = []
        for output, one in zip(outputs, finished, strict=True):
            bar.say(f"writing {output.name}")
            results.append(Result(one, *write_filled(opened, one.fills, output)))
        write_s = time.monotonic() - write_began
    finally:
        bar.clear()
    weights = weights_file(arguments.weights)
    hashes["weights"] = sha256_of(weights) if weights.is_file() else ""
    if arguments.report is not None:
        seconds = {
            "read_s": read_s,
            "load_s": load_s,
            "write_s": write_s,
            "total_s": time.monotonic() - began,
        }
        write_report(arguments.report, arguments, results, hashes, seconds)
    if not arguments.quiet:
        sum_up([line for result in results for line in _lines(result, arguments.variations)], outputs)


def _lines(result: Result, variations: int) -> list[str]:
    """What is said of a result: where it is, what changed, what could not be kept."""
    remark = f" ({result.title})" if variations > 1 else ""
    first = f"{result.written.path}{remark}: {result.proof.sentence()}"
    return [first, *(f"  {notice}" for notice in result.written.notices)]


def numbered(output: Path, variations: int) -> list[Path]:
    """Where variations go: OUT itself for one, else OUT-1, OUT-2 and so on, with OUT's suffix."""
    if variations == 1:
        return [output]
    if not output.name:
        raise InvalidRequestError(f"{output} is a folder; please name a file in it.")
    return [output.with_name(f"{output.stem}-{number}{output.suffix}") for number in range(1, variations + 1)]


def fill_settings(arguments: argparse.Namespace) -> FillSettings:
    """What the arguments say about the fill."""
    return FillSettings(arguments.seed, arguments.detail, arguments.grain, arguments.ring)


def write_options(arguments: argparse.Namespace) -> WriteOptions:
    """What the arguments say about the file to be written."""
    return WriteOptions(
        overwrite=arguments.overwrite,
        quality=arguments.quality,
        keep_metadata=not arguments.no_metadata,
        mark_source=not arguments.no_source_type,
    )


def _check_files(arguments: argparse.Namespace, outputs: list[Path]) -> None:
    """Refuses outputs that would replace an input, and a report that cannot be written."""
    inputs = [arguments.mask, arguments.sources, arguments.weights, arguments.labels]
    inputs = [path for path in inputs if path is not None]
    targets = [(output, inputs) for output in outputs]
    if arguments.report is not None:
        check_writable(arguments.report)
        if any(arguments.report.resolve() == output.resolve() for output in outputs):
            raise InvalidRequestError("The report and the photo cannot be the same file.")
        targets.append((arguments.report, [*inputs, arguments.photo]))
    for target, others in targets:
        for path in others:
            if target.exists() and path.exists() and target.samefile(path):
                raise InvalidRequestError(f"{target} is one of the inputs and is not overwritten.")
