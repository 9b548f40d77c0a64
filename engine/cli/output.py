"""What is said on stdout and stderr: whatever a terminal cannot show never undoes what was done."""

from __future__ import annotations

import io
import sys


def take_any_text() -> None:
    """Lets stdout and stderr say what their encoding does not know, names of files above all, as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
