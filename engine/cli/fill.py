"""`lacuna fill`: everything is checked before the engine is opened, and written only once all went well."""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

from engine import api
from engine.cli.facts import peak_rss_mb, version, weights_file
from engine.cli.progress import ProgressBar
from engine.files import FileJob, FillSettings, fill_opened, open_job, write_filled
from engine.photo.atomic import check_writable, replacing
from engine.photo.photo import WriteOptions, Written
from engine.photo.proof import Proof
from engine.photo.writing import sha256_of
from engine.protocol import Finished, InvalidRequestError


def fill_command(arguments: argparse.Namespace) -> int:
    """Fills a photo, writes it, proves what changed; returns the exit code.

    Raises:
        EngineError: Anything about the input, the weights, the device or the output; nothing was written.
    """
    began = time.monotonic()
    bar = ProgressBar(not arguments.quiet)
    job = FileJob(
        photo=arguments.photo,
        mask=arguments.mask,
        output=arguments.output,
        settings=fill_settings(arguments),
        options=write_options(arguments),
        sources=arguments.sources,
        to_rgb=arguments.to_rgb,
    )
    bar.say(f"reading {job.photo.name}")
    opened = open_job(job)
    _check_files(arguments)
    hashes = {"photo": sha256_of(job.photo), "mask": sha256_of(job.mask)}
    read_s = time.monotonic() - began

    bar.say("opening the engine")
    engine = api.load_engine(arguments.device, arguments.weights)
    load_s = time.monotonic() - began - read_s
    try:
        finished = fill_opened(engine, opened, listen=bar.follow)
        bar.say(f"writing {job.output.name}")
        write_began = time.monotonic()
        written, proof = write_filled(opened, finished.fills)
        write_s = time.monotonic() - write_began
    finally:
        bar.clear()
    weights = weights_file(arguments.weights)
    hashes["weights"] = sha256_of(weights) if weights.is_file() else ""
    hashes["result"] = written.sha256
    report = _report(arguments, finished, proof, written, hashes)
    report |= {"read_s": read_s, "load_s": load_s, "write_s": write_s, "total_s": time.monotonic() - began}
    if arguments.report is not None:
        with replacing(arguments.report) as part:
            part.write_text(json.dumps(_rounded(report), indent=2) + "\n", encoding="utf-8")
    if not arguments.quiet:
        print(f"{written.path}: {proof.sentence()}")
        for notice in written.notices:
            print(f"  {notice}")
    return 0


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


def _check_files(arguments: argparse.Namespace) -> None:
    """Refuses outputs that would replace an input, and a report that cannot be written."""
    inputs = [path for path in (arguments.mask, arguments.sources, arguments.weights) if path is not None]
    outputs = [arguments.output]
    if arguments.report is not None:
        check_writable(arguments.report)
        if arguments.report.resolve() == arguments.output.resolve():
            raise InvalidRequestError("The report and the photo cannot be the same file.")
        inputs.append(arguments.photo)
        outputs.append(arguments.report)
    for output in outputs:
        for path in inputs:
            is_photo_to_output = path is arguments.photo and output is arguments.output
            if not is_photo_to_output and output.exists() and path.exists() and output.samefile(path):
                raise InvalidRequestError(f"{output} is one of the inputs and is not overwritten.")


def _report(
    arguments: argparse.Namespace, finished: Finished, proof: Proof, written: Written, hashes: dict[str, str]
) -> dict[str, Any]:
    timings = dict(finished.timings)
    return {
        "lacuna": version(),
        "photo": str(arguments.photo),
        "result": str(written.path),
        "seed": arguments.seed,
        "detail": arguments.detail,
        "grain": arguments.grain,
        "ring_px": arguments.ring,
        "device": arguments.device,
        "boxes": [[fill.box.x0, fill.box.y0, fill.box.x1, fill.box.y1] for fill in finished.fills],
        "engine_s": timings.pop("engine_s", None),
        "first_rows_s": timings.pop("first_rows_s", None),
        "stages": timings,
        "peak_rss_mb": peak_rss_mb(),
        "sha256": hashes,
        "proof": proof.to_json(),
        "notices": list(written.notices),
    }


def _rounded(value: Any) -> Any:
    """Seconds and megabytes to a tenth of a thousandth: more digits only hide the figures."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value
