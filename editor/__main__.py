"""The one command: `lacuna [PHOTO]` opens the editor, `lacuna fill ...` and its kin work without a window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Starts the editor or hands over to the command line; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments:
        # Light to import, and no Qt behind it: servers have none.
        import engine.cli as command_line

        if arguments[0] in command_line.COMMANDS or arguments[0].startswith("-"):
            return command_line.main(arguments)
        if len(arguments) > 1:
            return _refuse("The editor opens one photo at a time: lacuna PHOTO")
    if not _has_display():
        return _refuse(
            "There is no display for the editor; “lacuna fill --help” shows how to work without one."
        )
    from editor.app import run

    return run(Path(arguments[0]) if arguments else None)


def _has_display() -> bool:
    """Qt itself would end the program with a crash report."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
