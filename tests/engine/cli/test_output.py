"""A stdout that cannot show a text, or takes nothing at all, costs nothing that was done."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli.output import were_written
from tests.engine.batch.folders import make_folders
from tests.engine.cli.conftest import OneColorEngine, fill

_PROGRAM = """
import sys
from engine import api
from engine.cli import main
from tests.engine.cli.conftest import OneColorEngine
api.load_engine = lambda device="auto", weights=None: OneColorEngine()
sys.exit(main(sys.argv[1:]))
"""


def test_a_terminal_that_cannot_show_a_name_stops_nothing(
    engine: OneColorEngine, files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said, encoding="ascii", write_through=True))
    files["out"] = tmp_path / "café.png"
    assert fill(files) == 0
    assert b"caf\\xe9.png: inside the mask" in said.getvalue()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("fill", 0, "out.png was written; the summary could not be printed."),
        ("verify", 1, "the output could not be printed: No space left on device."),
        (
            "batch",
            0,
            "what becomes of the photos is not printed any more (No space left on device); "
            "the report says it.",
        ),
    ],
)
def test_a_full_disk_behind_stdout(
    files: dict[str, Path], tmp_path: Path, command: str, code: int, words: str, unbuffered: str
) -> None:
    photo, mask, out = files["photo"], files["mask"], files["out"]
    arguments: list[object] = [photo, "--mask", mask, "-o", out]
    if command == "verify":
        arguments = [photo, photo, "--mask", mask]
    elif command == "batch":
        photos, masks, out = make_folders(tmp_path, 3)
        arguments = [photos, "--masks", masks, "-o", out]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, command, *map(str, arguments)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            check=False,
        )
    assert (done.returncode, done.stderr) == (code, f"lacuna: {words}\n")
    assert out.exists() == (command != "verify")
    assert command != "batch" or len(list(out.glob("*.png"))) == 3


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["a.png"], "a.png was written"),
        (["a.png", "b.png"], "a.png and b.png were written"),
        (["a.png", "b.png", "c.png"], "a.png, b.png and c.png were written"),
    ],
)
def test_files_are_named_as_people_do(names: list[str], text: str) -> None:
    assert were_written([Path("folder") / name for name in names]) == text
