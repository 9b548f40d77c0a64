"""The one command: `lacuna [PHOTO]` opens the editor, `lacuna fill ...` and its kin work without a window.

`lacuna --edit PHOTO -o OUT` opens it for another program, which waits for the exit code.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Starts the editor or hands over to the command line; returns the exit code."""
    try:
        return _start(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        # While modules are still being imported; commands that are under way say more.
        return _INTERRUPTED


def _start(arguments: list[str]) -> int:
    # Light to import, and no Qt behind it: servers have none.
    import engine.cli as command_line
    from engine.memory import share_one_heap

    share_one_heap()
    if arguments and arguments[0] in command_line.COMMANDS:
        return command_line.main(arguments)
    try:
        wishes = command_line.window_arguments(arguments)
    except command_line.UsageError as error:
        return _refuse(str(error))
    if not _has_display():
        if wishes.photo is not None and not wishes.photo.exists():
            return _refuse(f"There is no file or command {wishes.photo} (see lacuna --help).")
        return _refuse(
            "There is no display for the editor; “lacuna fill --help” shows how to work without one."
        )
    if wishes.edit is not None:
        return _run_errand(wishes.edit, wishes.output, wishes.format or "")
    return _open_window(wishes.photo, wishes.new_window)


def _open_window(photo: Path | None, is_new: bool) -> int:
    instance = None
    if not is_new:
        # Asked before the window's own modules are imported: another window takes the photo at once.
        from editor.instance import Instance

        instance = Instance()
        if instance.hand_over(photo):
            return 0
    from editor.launch import run

    return run(photo, instance)


def _run_errand(photo: Path, output: Path | None, photo_format: str) -> int:
    from editor.launch import run_errand
    from editor.round_trip import Errand

    # A link stays a link: what it points to is replaced.
    errand = Errand(photo.absolute(), (output or photo).resolve(), photo_format)
    if refusal := errand.refusal():
        return _refuse(refusal)
    return run_errand(errand)


def _has_display() -> bool:
    """Qt itself would end the program with a crash report."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"lacuna: {sentence}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
