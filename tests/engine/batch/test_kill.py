"""`lacuna batch` is killed again and again, and in the end every file was written exactly once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.batch.report import JSON_NAME
from engine.cli import main
from engine.photo.reading import read_photo
from tests.engine.batch.folders import make_folders

_PROGRAM = """
import sys
from engine import api
from engine.cli import main
from tests.engine.batch import folders
def load(device="auto", weights=None):
    return folders.open_patient()
api.load_engine = load
sys.exit(main(sys.argv[1:]))
"""


def _results(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.glob("*.png")}


def test_killed_and_resumed_until_done(tmp_path: Path) -> None:
    photos, masks, out = make_folders(tmp_path, 24)
    command = ["batch", str(photos), "--masks", str(masks), "-o", str(out), "--resume"]
    seen: dict[str, tuple[int, int]] = {}
    for lines in (1, 3, 6):
        child = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *command], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        for _ in range(lines):
            assert child.stdout.readline()
        child.kill()
        child.wait()
        child.stdout.close()
        now = _results(out)
        assert seen.items() <= now.items()  # what was there is as it was
        assert len(now) >= len(seen) + lines
        for name in now:
            read_photo(out / name)  # never a part of a file
        seen = now
    done = subprocess.run([sys.executable, "-c", _PROGRAM, *command, "--quiet"], check=False)
    assert done.returncode == 0
    last = _results(out)
    assert seen.items() <= last.items()
    assert sorted(last) == sorted(path.name for path in photos.iterdir())
    report = json.loads((out / JSON_NAME).read_text())
    assert report["done"] == 24
    assert {entry["photo"] for entry in report["results"]} == set(last)


def test_two_hundred_photos_of_which_ten_are_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from engine import api
    from tests.fakes import FakeEngine

    monkeypatch.setattr(api, "load_engine", lambda device="auto", weights=None: FakeEngine(rows=1))
    photos, masks, out = make_folders(tmp_path, 200)
    damaged = [f"{number:03d}.png" for number in range(7, 200, 20)]
    for name in damaged:
        data = (photos / name).read_bytes()
        (photos / name).write_bytes(data[: len(data) // 2])
    for number in range(12):
        (photos / f"old-{number:02d}.gif").write_bytes(b"GIF89a")
    arguments = ["batch", str(photos), "--masks", str(masks), "-o", str(out)]
    assert main(arguments) == 1
    captured = capsys.readouterr()
    assert "190 filled, 10 failed" in captured.out
    assert "12 files were left out, of no kind that can be read: old-00.gif, old-01.gif, " in captured.out
    assert "old-09.gif and 2 more." in captured.out
    assert sorted(line.split()[1].rstrip(":") for line in captured.err.splitlines()) == damaged
    report = json.loads((out / JSON_NAME).read_text())
    assert (report["done"], report["failed"], report["photos"]) == (190, 10, 200)
    assert len(_results(out)) == 190
    assert all(entry["proof"]["outside_changed"] == 0 for entry in report["results"] if entry["proof"])
