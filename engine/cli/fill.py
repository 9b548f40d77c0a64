"""`lacuna fill`: everything is checked before the engine is opened, and written only once all went well."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine import api
from engine.cli.facts import peak_rss_mb, version, weights_file
from engine.cli.progress import ProgressBar
from engine.photo.atomic import check_writable, replacing
from engine.photo.large import is_read_by_regions, open_large, write_large
from engine.photo.photo import Photo, WriteOptions, Written
from engine.photo.proof import Proof, compare
from engine.photo.reading import read_mask, read_photo
from engine.photo.writing import check_output, sha256_of, write_photo
from engine.protocol import CancelToken, Failed, FillRequest, Finished, InvalidRequestError


def fill_command(arguments: argparse.Namespace) -> int:
    """Fills a photo, writes it, proves what changed; returns the exit code.

    Raises:
        EngineError: Anything about the input, the weights, the device or the output; nothing was written.
    """
    began = time.monotonic()
    bar = ProgressBar(not arguments.quiet)
    options = WriteOptions(
        overwrite=arguments.overwrite,
        jpeg_quality=arguments.quality,
        keep_metadata=not arguments.no_metadata,
        mark_source=not arguments.no_source_type,
    )
    bar.say(f"reading {arguments.photo.name}")
    is_large = is_read_by_regions(arguments.photo, arguments.output)
    photo = open_large(arguments.photo) if is_large else read_photo(arguments.photo)
    mask = _hole(arguments.mask, photo)
    sources = _sources(arguments.sources, photo)
    _check_files(arguments, photo, options)
    hashes = {"photo": sha256_of(arguments.photo), "mask": sha256_of(arguments.mask)}
    read_s = time.monotonic() - began

    bar.say("opening the engine")
    engine = api.load_engine(arguments.device, arguments.weights)
    load_s = time.monotonic() - began - read_s
    request = FillRequest(
        id=0,
        photo=photo.pixels,
        mask=mask,
        seed=arguments.seed,
        profile=photo.profile,
        detail=arguments.detail,
        grain=arguments.grain,
        sources=sources,
        reach_px=0,  # nobody moves the edge of a written file
    )
    finished = _run(engine, request, bar)
    bar.say(f"writing {arguments.output.name}")
    write_began = time.monotonic()
    if is_large:
        written, proof = write_large(arguments.output, finished.fills, mask, photo, options)
    else:
        written = write_photo(arguments.output, api.composite(photo.pixels, finished.fills), photo, options)
        # Read back, so that the proof speaks of the file and not of what was meant to be in it.
        proof = compare(photo.pixels, read_photo(written.path).pixels, mask)
    write_s = time.monotonic() - write_began
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


def _run(engine: api.FillEngine, request: FillRequest, bar: ProgressBar) -> Finished:
    cancel = CancelToken()
    for event in engine.fill(request, cancel):
        bar.follow(event)
        if isinstance(event, Finished):
            return event
        if isinstance(event, Failed):
            bar.clear()
            raise event.error
    raise InvalidRequestError("The engine stopped without a result.")


def _hole(path: Path, photo: Photo) -> npt.NDArray[np.bool_]:
    mask = read_mask(path, photo.size)
    if not mask.any():
        raise InvalidRequestError(f"The mask {path} is empty: white marks what is to be filled.")
    if mask.all():
        raise InvalidRequestError(f"The mask {path} covers the whole photo: nothing is left to fill from.")
    return mask


def _sources(path: Path | None, photo: Photo) -> npt.NDArray[np.bool_] | None:
    if path is None:
        return None
    sources = read_mask(path, photo.size)
    if not sources.any():
        raise InvalidRequestError(
            f"The source mask {path} is empty: white marks where texture may come from."
        )
    return sources


def _check_files(arguments: argparse.Namespace, photo: Photo, options: WriteOptions) -> None:
    """Refuses outputs that would replace an input, or that cannot be written at all."""
    check_output(arguments.output, photo, options)
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
