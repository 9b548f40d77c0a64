"""The progress bar: one line on a terminal, nothing anywhere else."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from engine.protocol import Event, Progressed, StageChanged

_BAR_COLUMNS = 30


class ProgressBar:
    """Draws on stderr, so that results on stdout can be piped.

    Args:
        is_wanted: False draws nothing, as does a stream that is no terminal.
        stream: Where to draw.
    """

    def __init__(self, is_wanted: bool, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._is_on = is_wanted and self._stream.isatty()
        self._stage = ""

    def say(self, text: str) -> None:
        """Shows a line that the next one replaces."""
        if self._is_on:
            columns = shutil.get_terminal_size().columns - 1
            self._stream.write("\r" + text[:columns].ljust(columns))
            self._stream.flush()

    def follow(self, event: Event) -> None:
        """Shows how far a run has come."""
        if isinstance(event, StageChanged):
            self._stage = f"{event.stage} of hole {event.hole + 1}"
            self.say(f"{'':{_BAR_COLUMNS + 7}} {self._stage}")
        elif isinstance(event, Progressed):
            self.share(event.done, event.total, self._stage)

    def share(self, done: float, total: float, remark: str) -> None:
        """Shows `done` of `total` parts as a bar, and a remark behind it."""
        share = done / total if total > 0 else 0.0
        filled = round(share * _BAR_COLUMNS)
        bar = "#" * filled + "-" * (_BAR_COLUMNS - filled)
        self.say(f"[{bar}] {share:4.0%} {remark}")

    def clear(self) -> None:
        self.say("")
        if self._is_on:
            self._stream.write("\r")
            self._stream.flush()
