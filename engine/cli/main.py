"""Reads the command line and hands over to the command that it names."""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Callable, Sequence
from typing import NoReturn

from engine.cli.batch import batch_command
from engine.cli.completion import SHELLS, script
from engine.cli.facts import print_info
from engine.cli.fill import fill_command
from engine.cli.interruption import Interruption
from engine.cli.labels import labels_command
from engine.cli.options import (
    add_engine,
    add_label_options,
    add_options,
    add_writing,
    count,
    file_path,
    ring,
)
from engine.cli.output import OutputError, say, show, silence, take_any_text
from engine.cli.proof import verify_command
from engine.cli.sample import sample_command
from engine.cli.window import EPILOG, FORMATS, USAGE, add_window_options, check_window_options
from engine.protocol import CmykError, EngineError
from resources.release import release

EXIT_BAD_INPUT = 2
EXIT_INTERNAL = 1
EXIT_INTERRUPTED = 130


class UsageError(Exception):
    """The arguments make no sense; the text says why."""


class _Parser(argparse.ArgumentParser):
    """Raises instead of printing the whole usage: one sentence is enough."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        argv: Arguments without the program's name; None takes those of the process.

    Returns:
        The exit code: 0 well, 1 `verify` found changes outside the mask or something broke inside,
        2 bad input, 130 interrupted.
    """
    # Libraries warn through logging, which prints to stderr when nobody listens; the sentence is ours.
    logging.getLogger().addHandler(logging.NullHandler())
    take_any_text()
    try:
        arguments, rest = _parser().parse_known_args(argv)
        if rest:
            raise UsageError(
                f"unrecognized arguments: {' '.join(rest)} (see lacuna {arguments.command} --help)"
            )
        return _run(arguments)
    except UsageError as error:
        return _say(str(error), EXIT_BAD_INPUT)
    except EngineError as error:
        return _say(error.user_message, EXIT_BAD_INPUT)
    except Interruption as interruption:
        return _say(f"interrupted; {interruption}.", EXIT_INTERRUPTED)
    except KeyboardInterrupt:
        return _say("interrupted; nothing was written.", EXIT_INTERRUPTED)
    except BrokenPipeError:
        silence()
        return EXIT_INTERNAL
    except OutputError as error:
        return _say(f"the output could not be printed: {error}.", EXIT_INTERNAL)
    except Exception as error:
        if os.environ.get("LACUNA_DEBUG"):
            raise
        message = f"an internal error, {type(error).__name__}: {error} (LACUNA_DEBUG=1 shows where)."
        return _say(" ".join(message.split()), EXIT_INTERNAL)


def _run(arguments: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except CmykError as error:
        if "to_rgb" not in arguments:  # `verify` converts nothing
            raise
        return _say(f"{error.user_message.removesuffix('.')} (--to-rgb does so).", EXIT_BAD_INPUT)


def window_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """What the window is told: `photo`, `edit`, `output`, `format`, `new_window`.

    Raises:
        UsageError: The arguments make no sense.
    """
    parser = _Parser(prog="lacuna")
    parser.add_argument("photo", type=file_path, nargs="?", metavar="PHOTO")
    add_window_options(parser)
    try:
        arguments, rest = parser.parse_known_args(argv)
    except EngineError as error:
        raise UsageError(error.user_message) from error
    if rest and not rest[0].startswith("-"):
        raise UsageError("The editor opens one photo at a time: lacuna PHOTO")
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if complaint := check_window_options(arguments):
        raise UsageError(complaint)
    return arguments


def _say(message: str, code: int) -> int:
    say(message)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lacuna",
        usage=USAGE,
        description="Erases objects from photographs. Without a command it opens the editor.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"lacuna {release()}")
    add_window_options(parser.add_argument_group("the window"))
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        title="commands",
        metavar="COMMAND",
        prog="lacuna",
        parser_class=_Parser,
    )
    _add_fill(commands.add_parser("fill", help="fill the holes of a photo"))
    _add_labels(
        commands.add_parser("labels", help="say what belongs in the holes of a photo, and around them")
    )
    _add_batch(commands.add_parser("batch", help="fill a folder of photos; stopped, it goes on where it was"))
    _add_verify(commands.add_parser("verify", help="prove what a fill changed, and that it is only the mask"))
    info = commands.add_parser("info", help="version, weights, devices, backends")
    info.set_defaults(run=lambda arguments: print_info())
    _add_sample(commands.add_parser("sample", help="write a sample photo and a mask to try the program with"))
    _add_completion(
        commands.add_parser("completion", help="print what makes Tab complete in a shell"), parser
    )
    return parser


def _add_fill(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Fills the holes of a photo. Pixels outside the mask stay as they are, depth, color profile and "
        "metadata too. The mask is an image of the photo's size: white (above 127) or transparent is hole."
    )
    parser.add_argument("photo", type=file_path, metavar="PHOTO", help="JPEG, PNG, TIFF, WebP; RAW, HEIC")
    parser.add_argument("--mask", type=file_path, required=True, help="white or transparent = hole")
    parser.add_argument(
        "-o",
        "--output",
        type=file_path,
        required=True,
        metavar="OUT",
        help="format by its suffix; an existing file is replaced",
    )
    add_options(parser)
    add_label_options(parser)
    parser.add_argument(
        "--variations",
        type=count,
        default=1,
        metavar="N",
        help="so many different fills, written to OUT-1 .. OUT-N; each says what sets it apart (default 1)",
    )
    parser.add_argument(
        "--report", type=file_path, metavar="FILE.json", help="write times, hashes and the proof"
    )
    parser.add_argument("--overwrite", action="store_true", help="OUT may be PHOTO itself")
    add_writing(parser)
    parser.set_defaults(run=fill_command)


def _add_labels(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Says what belongs where, in the holes of a photo and around them, and writes it as an indexed PNG "
        "in the labels' colors. Painted over in any program that keeps colors exactly, it goes back into "
        "`lacuna fill --labels`. Black is unknown: what you have no opinion on should be black, since every "
        "color left in the hole binds the fill, the guesses written here too."
    )
    parser.add_argument("photo", type=file_path, metavar="PHOTO", help="JPEG, PNG, TIFF, WebP; RAW, HEIC")
    parser.add_argument("--mask", type=file_path, required=True, help="white or transparent = hole")
    parser.add_argument("-o", "--output", type=file_path, required=True, metavar="LABELS.png")
    add_label_options(parser)
    parser.add_argument("--to-rgb", action="store_true", help="convert CMYK photos to sRGB, not refuse them")
    add_engine(parser)
    parser.set_defaults(run=labels_command)


def _add_batch(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Fills a folder of photos. A photo's mask has the photo's name, but for the suffix. One bad file "
        "never stops the rest: lacuna-report.csv and .json in OUT_DIR say what became of each, with the "
        "pixels that changed and a risk, 0 to 1: how much fills with different seeds disagree inside the "
        "hole. The exit code is 1 where some photo could not be filled."
    )
    parser.add_argument("photos", type=file_path, metavar="IN_DIR", help="JPEG, PNG, TIFF, WebP; RAW, HEIC")
    parser.add_argument(
        "--masks", type=file_path, required=True, metavar="DIR|FILE", help="a mask per photo, or one for all"
    )
    parser.add_argument(
        "-o", "--output", type=file_path, required=True, metavar="OUT_DIR", help="made if it is missing"
    )
    parser.add_argument("--recursive", action="store_true", help="go through subfolders and make the same")
    parser.add_argument(
        "--jobs", type=count, default=1, metavar="N", help="photos at once, each with an engine (default 1)"
    )
    parser.add_argument("--resume", action="store_true", help="go on with the batch in OUT_DIR")
    parser.add_argument("--overwrite", action="store_true", help="results may replace files in OUT_DIR")
    parser.add_argument(
        "--variations",
        type=count,
        default=2,
        metavar="N",
        help="fills per photo whose disagreement is the risk; 1 is fastest and gives none (default 2)",
    )
    parser.add_argument("--format", choices=FORMATS, help="of the results; default: as the photo")
    add_options(parser, has_sources=False)
    add_writing(parser)
    parser.set_defaults(run=batch_command)


def _add_sample(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Writes photo.png and mask.png, and with --fill also filled.png and before-after.png."
    )
    parser.add_argument("-o", "--output", type=file_path, required=True, metavar="FOLDER")
    parser.add_argument("--fill", action="store_true", help="fill it and show before and after")
    add_options(parser)
    parser.set_defaults(
        run=sample_command,
        overwrite=False,
        quality=None,
        no_metadata=False,
        no_source_type=False,
        to_rgb=False,
        report=None,
        labels=None,
        vocabulary="auto",
        variations=1,
    )


def _add_verify(parser: argparse.ArgumentParser) -> None:
    parser.description = "Compares two photos pixel by pixel, inside and outside a mask."
    parser.add_argument("before", type=file_path, metavar="BEFORE")
    parser.add_argument("after", type=file_path, metavar="AFTER")
    parser.add_argument("--mask", type=file_path, required=True)
    parser.add_argument("--ring", type=ring, default=0, metavar="PX", help="the faded edge around the mask")
    parser.set_defaults(run=verify_command)


def _add_completion(parser: argparse.ArgumentParser, whole: argparse.ArgumentParser) -> None:
    parser.description = (
        'Prints a completion script: eval "$(lacuna completion bash)" in ~/.bashrc, the same with zsh in '
        "~/.zshrc, lacuna completion fish | source in fish."
    )
    parser.add_argument("shell", choices=SHELLS)

    def run(arguments: argparse.Namespace) -> int:
        show(script(arguments.shell, whole).rstrip("\n"))
        return 0

    parser.set_defaults(run=run)


COMMANDS = frozenset(
    {"fill", "labels", "batch", "verify", "info", "sample", "completion", "--version", "--help", "-h"}
)
"""First arguments that are meant for this module and not for the editor."""
