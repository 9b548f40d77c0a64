"""Ctrl-C in a command that writes: what it says names the files that were finished by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.cli.output import were_written


class Interruption(KeyboardInterrupt):
    """An interruption after which some files are there; the text says which."""


@contextmanager
def naming_the_finished(paths: Sequence[Path]) -> Iterator[None]:
    """Tells an interruption what was written before it.

    Args:
        paths: All that the block is going to write, in this order; each is written in one step.

    Raises:
        Interruption: The block was interrupted, and some of them were written.
    """
    before = [_identity(path) for path in paths]
    try:
        yield
    except KeyboardInterrupt as error:
        # Asked of the files: an interruption may come between a file's last step and the next line here.
        finished = [path for path, found in zip(paths, before, strict=True) if _identity(path) != found]
        if not finished:
            raise
        rest = "" if len(finished) == len(paths) else ", the rest was not"
        raise Interruption(were_written(finished) + rest) from error


def _identity(path: Path) -> tuple[int, int, int]:
    """What changes when a file is replaced, even by the same bytes; zeros where there is none."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0
    return status.st_ino, status.st_mtime_ns, status.st_size
