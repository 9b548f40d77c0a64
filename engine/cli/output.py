"""What is said on stdout and stderr: that it cannot be shown or taken undoes nothing that was done."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path


class OutputError(Exception):
    """Stdout takes nothing; the text says why."""


def take_any_text() -> None:
    """Lets stdout and stderr say what their encoding does not know, names of files above all, as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def show(text: str) -> None:
    """Prints on stdout, at once.

    Raises:
        OutputError: The disk behind it is full, for instance.
        BrokenPipeError: Its reader has gone (`| head`).
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        silence()
        raise OutputError(error.strerror or str(error)) from error


def sum_up(lines: Sequence[str], written: Sequence[Path]) -> None:
    """Prints what there is to say of files that were written; not to be able to say it is no failure."""
    try:
        show("\n".join(lines))
    except (OutputError, BrokenPipeError):
        silence()
        say(f"{were_written(written)}; the summary could not be printed.")


def say(message: str) -> None:
    """Prints a sentence on stderr, as the program's."""
    print(f"lacuna: {message}", file=sys.stderr)


def were_written(paths: Sequence[Path]) -> str:
    """That files were written: "a.png was written", "a.png, b.png and c.png were written"."""
    *names, last = (path.name for path in paths)
    return f"{', '.join(names)} and {last} were written" if names else f"{last} was written"


def silence() -> None:
    """Sends what is still to be printed nowhere: Python would try it again on exit, and complain."""
    with contextlib.suppress(OSError, ValueError):  # a stream that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
