"""`lacuna labels`: what belongs in the holes of a photo, as a picture to look at and to paint in."""

from __future__ import annotations

import argparse

import numpy as np
import numpy.typing as npt

from engine import api
from engine.cli.interruption import naming_the_finished
from engine.cli.output import sum_up
from engine.cli.progress import ProgressBar
from engine.files import read_hole
from engine.labels.files import check_label_output, read_labels, write_labels
from engine.labels.vocabulary import UNKNOWN, label_of
from engine.photo.atomic import check_writable
from engine.photo.large import is_read_by_regions, open_large
from engine.photo.reading import read_photo
from engine.protocol import Event, InvalidRequestError, LabelsReady

_LEAST_SHARE = 0.005


def labels_command(arguments: argparse.Namespace) -> int:
    """Predicts a label map, writes it, says what the holes are made of; returns the exit code.

    Raises:
        EngineError: Anything about the input, the weights or the output; nothing was written.
        Interruption: The map was.
    """
    with naming_the_finished([arguments.output]):
        _label(arguments)
    return 0


def _label(arguments: argparse.Namespace) -> None:
    bar = ProgressBar(not arguments.quiet)
    bar.say(f"reading {arguments.photo.name}")
    check_label_output(arguments.output)
    is_large = is_read_by_regions(arguments.photo, arguments.photo)
    photo = open_large(arguments.photo) if is_large else read_photo(arguments.photo, arguments.to_rgb)
    mask = read_hole(arguments.mask, photo.size)
    known = None if arguments.labels is None else read_labels(arguments.labels, photo.size)
    _check_output(arguments)
    bar.say("opening the engine")
    engine = api.load_engine(arguments.device, arguments.weights)
    said: list[LabelsReady] = []

    def listen(event: Event) -> None:
        bar.follow(event)
        if isinstance(event, LabelsReady):
            said.append(event)

    try:
        codes = api.predict_labels(
            engine,
            photo.pixels,
            mask,
            labels=known,
            vocabulary=arguments.vocabulary,
            profile=photo.profile,
            listen=listen,
        )
        write_labels(arguments.output, codes)
    finally:
        bar.clear()
    if not arguments.quiet:
        lines = [f"{arguments.output}: {_shares(codes[mask])}"]
        for event in said:
            others = [label_of(code).name for code in event.labels.alternatives if code != UNKNOWN]
            if others:
                more = ", ".join(f"more {name}" for name in others)
                lines.append(f"  hole {event.hole + 1} may also have: {more}")
        sum_up(lines, [arguments.output])


def _check_output(arguments: argparse.Namespace) -> None:
    """Refuses to replace an input, except for the label map, which is what gets edited."""
    output = arguments.output
    check_writable(output)
    for path in (arguments.photo, arguments.mask, arguments.weights):
        if path is not None and path.exists() and output.exists() and output.samefile(path):
            raise InvalidRequestError(f"{output} is one of the inputs and is not overwritten.")


def _shares(codes: npt.NDArray[np.uint8]) -> str:
    """What a hole is made of: "sky 62 %, tree 38 %", the largest share first."""
    counts = np.bincount(codes, minlength=256) / codes.size
    order = sorted(np.flatnonzero(counts >= _LEAST_SHARE), key=lambda code: (-counts[code], code))
    names = {int(code): "unknown" if code == UNKNOWN else label_of(int(code)).name for code in order}
    return ", ".join(f"{name} {counts[code]:.0%}" for code, name in names.items())
