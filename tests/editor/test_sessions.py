"""Folders of windows: nobody's are cleared away, a living window's never, work is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from editor.sessions import Session

_OTHER = """
import sys, time
from pathlib import Path
from editor.sessions import Session
session = Session(Path(sys.argv[1]))
(session.folder / "lacuna-undo-x").mkdir()
(session.folder / "lacuna-undo-x" / "1.bin").write_bytes(b"undo")
if sys.argv[2] == "work":
    session.work.mkdir()
    (session.work / "manifest.json").write_text('{"photo": {"name": "boat.jpg"}}')
    session.remember_project(Path("/projects/boat.lacuna"))
print(session.folder, flush=True)
time.sleep(600)
"""


class Other:
    """Another process with a session."""

    def __init__(self, root: Path, kind: str = "work") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _OTHER, str(root), kind], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.folder = Path(self._process.stdout.readline().strip())

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def test_a_closed_session_leaves_nothing(tmp_path: Path) -> None:
    session = Session(tmp_path)
    (session.folder / "anything").write_text("x")
    session.close()
    assert list(tmp_path.iterdir()) == []


def test_a_living_session_is_left_alone(tmp_path: Path) -> None:
    other = Other(tmp_path)
    session = Session(tmp_path)
    assert session.leftovers() == []
    assert (other.folder / "lacuna-undo-x" / "1.bin").is_file()
    other.kill()


def test_what_undo_left_is_cleared_away(tmp_path: Path) -> None:
    other = Other(tmp_path, "nothing")
    other.kill()
    session = Session(tmp_path)
    assert session.leftovers() == []
    assert not other.folder.exists()
    assert session.folder.is_dir()


def test_work_of_a_dead_process_is_found_until_it_is_discarded(tmp_path: Path) -> None:
    other = Other(tmp_path)
    other.kill()
    session = Session(tmp_path)
    [leftover] = session.leftovers()
    assert leftover.project == Path("/projects/boat.lacuna")
    assert leftover.name == "boat.lacuna"
    # Another window that starts meanwhile does not offer it as well.
    assert Session(tmp_path).leftovers() == []
    leftover.let_go()
    [leftover] = session.leftovers()
    leftover.discard()
    assert not other.folder.exists()
    assert session.leftovers() == []


def test_a_folder_that_cannot_be_made_is_no_reason_not_to_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    session = Session(tmp_path / "file")
    assert session.folder.is_dir()
    assert "not kept after a crash" in caplog.text
    session.close()
    assert not session.folder.exists()
