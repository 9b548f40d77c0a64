"""How long the window and the engine take from the start of the process, by the program's own log.

    python -m benchmarks.startup                                   # this checkout
    python -m benchmarks.startup --program dist/lacuna-cpu/lacuna  # a built program

The first start has an empty home: the detail stage is compiled. The later ones are what people wait for every
day. Without a display it needs Xvfb.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

_PATIENCE_S = 240
_PATTERN = re.compile(r"(window usable|engine ready) after ([\d.]+) s \(([\d.]+) s of processor\)")

Times = tuple[float, float, float, float]
"""Window by the clock and by the processor, engine by the clock and by the processor; seconds."""


@contextmanager
def display() -> Iterator[str]:
    """The screen there is, or one of its own."""
    if name := os.environ.get("DISPLAY"):
        yield name
        return
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    try:
        yield f":{server.stdout.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def start_once(command: list[str], home: Path, screen: str) -> Times:
    """One start."""
    log = home / "log"
    environment = {**os.environ, "HOME": str(home), "DISPLAY": screen, "XDG_STATE_HOME": str(log)}
    environment.pop("QT_QPA_PLATFORM", None)
    before = len(_found(log))
    process = subprocess.Popen([*command, "--new-window"], env=environment)
    try:
        end_s = time.monotonic() + _PATIENCE_S
        while len(_found(log)) < before + 2:
            time.sleep(0.05)
            if process.poll() is not None or time.monotonic() > end_s:
                raise SystemExit(f"{command[0]} did not come up")
    finally:
        process.terminate()
        process.wait()
    (_, *window), (_, *engine) = _found(log)[-2:]
    return float(window[0]), float(window[1]), float(engine[0]), float(engine[1])


def _found(folder: Path) -> list[tuple[str, str, str]]:
    return [
        found
        for path in folder.rglob("lacuna.log")
        for found in _PATTERN.findall(path.read_text(encoding="utf-8"))
    ]


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(";", 1)[0])
    parser.add_argument("--program", help="a built program; default: this checkout")
    parser.add_argument("--starts", type=int, default=5, help="after the first one")
    arguments = parser.parse_args()
    program = [str(Path(arguments.program).absolute())] if arguments.program else []
    command = program or [sys.executable, "-m", "editor"]
    print(f"{'':14}{'window s':>16}{'engine s':>16}{'behind the window s':>22}")
    with tempfile.TemporaryDirectory() as folder, display() as screen:
        times = [start_once(command, Path(folder), screen) for _ in range(arguments.starts + 1)]
    _print_row("first start", times[0])
    for number, one in enumerate(times[1:], 2):
        _print_row(f"start {number}", one)
    later = zip(*times[1:], strict=True)
    window_s, window_cpu_s, engine_s, engine_cpu_s = (median(column) for column in later)
    _print_row("median, later", (window_s, window_cpu_s, engine_s, engine_cpu_s))


def _print_row(name: str, times: Times) -> None:
    window_s, window_cpu_s, engine_s, engine_cpu_s = times
    cells = f"{window_s:8.2f} ({window_cpu_s:5.2f}){engine_s:8.2f} ({engine_cpu_s:5.2f})"
    print(f"{name:14}{cells}{engine_s - window_s:14.2f} ({engine_cpu_s - window_cpu_s:5.2f})")


if __name__ == "__main__":
    main()
