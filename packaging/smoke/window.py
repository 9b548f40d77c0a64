"""The window of a built program, on a screen of its own: opened, asked from outside, closed by keys."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from smoke.stage import SmokeError, Stage

_PATIENCE_S = 60
_POLL_S = 0.1
_TRIES = 5


@contextmanager
def screen() -> Iterator[str]:
    """A virtual X screen; gives its name.

    Raises:
        SmokeError: No server comes up.
    """
    # Not the first free number: others take that one too, and two servers at once lose a socket.
    first = 100 + os.getpid() % 800
    for number in range(first, first + _TRIES):
        command = ["Xvfb", f":{number}", "-displayfd", "1", "-screen", "0", "1440x900x24", "-ac"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert server.stdout is not None
        try:
            if server.stdout.readline().strip():
                yield f":{number}"
                return
        finally:
            server.terminate()
            server.wait()
    raise SmokeError("Xvfb does not start.")


def check_window(stage: Stage) -> Iterator[str]:
    """Opens, hands over, edits for another program; says what was seen, sentence by sentence.

    Raises:
        SmokeError: Something is not as it should be.
    """
    photo = stage.folder / "sample/photo.png"
    with screen() as display:
        yield _check_editor(stage, photo, display)
        yield _check_errand(stage, photo, display)
    yield _times(stage)


def _check_editor(stage: Stage, photo: Path, display: str) -> str:
    running = stage.start(photo, DISPLAY=display)
    try:
        window = _find(running, display, "photo.png")
        stage.run(stage.folder / "out.jpg", DISPLAY=display)
        _find(running, display, "out.jpg")
        _wait(lambda: "engine ready" in _log(stage), "the engine to open", running)
        _press(display, window, "ctrl+q")
        _expect_end(running, 0)
    finally:
        running.kill()
    return "a window opens a photo, takes another one from a second start, and closes by Ctrl+Q"


def _check_errand(stage: Stage, photo: Path, display: str) -> str:
    output = stage.folder / "handed back.tif"
    for keys, code in (("ctrl+q", 1), ("ctrl+Return", 0)):
        running = stage.start("--edit", photo, "-o", output, DISPLAY=display)
        try:
            _press(display, _find(running, display, "photo.png"), keys)
            _expect_end(running, code)
        finally:
            running.kill()
        if output.exists() != (code == 0):
            raise SmokeError(f"--edit ended with {code}, and {output.name} is {'' if code else 'not '}there")
    return "lacuna --edit: Cancel leaves nothing, Done writes a TIFF"


def _find(running: subprocess.Popen[str], display: str, title: str) -> str:
    """The window of a title, once it is shown."""
    found: list[str] = []

    def is_there() -> bool:
        command = ["xdotool", "search", "--onlyvisible", "--name", re.escape(title)]
        done = subprocess.run(command, env={"DISPLAY": display}, capture_output=True, text=True, check=False)
        found[:] = done.stdout.split()
        return bool(found)

    _wait(is_there, f"a window “{title}”", running)
    return found[0]


def _press(display: str, window: str, keys: str) -> None:
    for command in (["windowfocus", "--sync", window], ["key", "--clearmodifiers", keys]):
        subprocess.run(["xdotool", *command], env={"DISPLAY": display}, capture_output=True, check=True)


def _wait(is_so: Callable[[], bool], what: str, running: subprocess.Popen[str]) -> None:
    end_s = time.monotonic() + _PATIENCE_S
    while not is_so():
        if running.poll() is not None:
            told = running.stdout.read() if running.stdout else ""
            raise SmokeError(f"waited for {what}, but the program ended with {running.returncode}:\n{told}")
        if time.monotonic() > end_s:
            raise SmokeError(f"waited {_PATIENCE_S} s in vain for {what}")
        time.sleep(_POLL_S)


def _expect_end(running: subprocess.Popen[str], code: int) -> None:
    told, _ = running.communicate(timeout=_PATIENCE_S)
    if running.returncode != code:
        raise SmokeError(f"the window ended with {running.returncode} instead of {code}:\n{told}")


def _log(stage: Stage) -> str:
    found = sorted(stage.home.rglob("lacuna.log"))
    return found[0].read_text(encoding="utf-8") if found else ""


def _times(stage: Stage) -> str:
    pattern = r"(window usable|engine ready) after ([\d.]+) s"
    return "; ".join(f"{what} after {seconds} s" for what, seconds in re.findall(pattern, _log(stage)))
