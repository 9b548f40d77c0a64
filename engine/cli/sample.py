"""`lacuna sample`: a photo and a mask to try the program with, and what it makes of them."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from engine.cli.fill import fill_command
from engine.cli.interruption import naming_the_finished
from engine.cli.output import sum_up
from engine.photo.reading import read_photo
from engine.photo.writing import write_photo
from engine.samples import write_sample

_GAP_PX = 8


def sample_command(arguments: argparse.Namespace) -> int:
    """Writes the sample; with `--fill` also the filled photo and a before/after picture.

    Raises:
        EngineError: The folder cannot be written, or there are no weights.
        Interruption: Some of it was written.
    """
    folder: Path = arguments.output
    names = ("photo.png", "mask.png", "filled.png", "before-after.png")
    paths = [folder / name for name in (names if arguments.fill else names[:2])]
    with naming_the_finished(paths):
        photo, mask = write_sample(folder)
        if arguments.fill:
            _fill_sample(arguments, photo, mask, *paths[2:])
        else:
            sum_up([str(photo), str(mask)], [photo, mask])
    return 0


def _fill_sample(arguments: argparse.Namespace, photo: Path, mask: Path, result: Path, pair: Path) -> None:
    arguments.photo, arguments.mask, arguments.output = photo, mask, result
    fill_command(arguments)
    before = read_photo(photo)
    pixels = np.full((before.size[0], 2 * before.size[1] + _GAP_PX, 3), 255, np.uint8)
    pixels[:, : before.size[1]] = before.pixels
    pixels[:, before.size[1] + _GAP_PX :] = read_photo(result).pixels
    write_photo(pair, pixels, before)
    sum_up([f"Before and after: {pair.resolve()}"], [pair])
