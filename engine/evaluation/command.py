"""How the programs of this room end: with 0, or with 2 and one sentence on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from engine.protocol import EngineError


def ended(name: str, output: Path, work: Callable[[], str]) -> int:
    """Does the work of a program and returns its exit code.

    Args:
        name: Of the program, said before what went wrong.
        output: Folder that it writes into.
        work: Returns what is said when all went well.
    """
    try:
        said = work()
    except EngineError as error:
        return _refused(name, error.user_message)
    except OSError as error:
        return _refused(name, f"{output} cannot be written: {error.strerror}.")
    print(said)
    return 0


def _refused(name: str, sentence: str) -> int:
    print(f"lacuna {name}: {sentence}", file=sys.stderr)
    return 2
