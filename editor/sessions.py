"""A folder per running window: for undo's files, for the autosave, for photos that came inside projects.

Who runs holds the folder's lock, which counts no more when its process is dead. A folder whose lock can be
taken therefore belongs to nobody: it is cleared away, or, if work lies in it, offered to the person.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile

from editor.project.members import MANIFEST

_log = logging.getLogger(__name__)
_WORK, _PHOTO, _LOCK, _ORIGIN = "work", "photo", "lock", "origin.json"


def sessions_folder() -> Path:
    """Where the folders of all windows are."""
    return Path(platformdirs.user_state_dir("lacuna", appauthor=False)) / "sessions"


@dataclass
class Leftover:
    """Work of a window that ended without being closed. Held until `discard` or the end of this process.

    Attributes:
        folder: All that the window has left.
        project: The project file that the work belongs to; None = none.
        saved_s: When the work was saved last, seconds since 1970.
    """

    folder: Path
    project: Path | None
    saved_s: float
    _lock: QLockFile

    @property
    def work(self) -> Path:
        """The autosave: the folder of a project."""
        return self.folder / _WORK

    @property
    def name(self) -> str:
        """What the window was about."""
        if self.project is not None:
            return self.project.name
        try:
            return str(json.loads((self.work / MANIFEST).read_bytes())["photo"]["name"])
        except (OSError, ValueError, KeyError, TypeError):
            return self.folder.name  # reading it will say what is wrong

    def discard(self) -> None:
        """The work is safe elsewhere, or not wanted."""
        _remove(self.folder, self._lock)

    def let_go(self) -> None:
        """Leaves the work for the next start."""
        self._lock.unlock()


class Session:
    """This process's folder.

    Attributes:
        folder: Is there as long as the process; what is in it is gone after `close`.
    """

    def __init__(self, root: Path) -> None:
        """Makes the folder; where `root` cannot be written, one in the system's temporary folder."""
        self._root = root
        try:
            self.folder = root / uuid.uuid4().hex
            self.folder.mkdir(parents=True)
        except OSError:
            _log.warning("No session folder in %s; work is not kept after a crash.", root, exc_info=True)
            self.folder = Path(tempfile.mkdtemp(prefix="lacuna-session-"))
        self._lock = _lock_of(self.folder)
        self._lock.tryLock(0)

    @property
    def work(self) -> Path:
        """Where the autosave goes."""
        return self.folder / _WORK

    @property
    def photos(self) -> Path:
        """Where photos that came inside projects are unpacked to."""
        return self.folder / _PHOTO

    def remember_project(self, path: Path | None) -> None:
        """Takes note of which project file the work belongs to."""
        with suppress(OSError):
            (self.folder / _ORIGIN).write_text(json.dumps(None if path is None else str(path)))

    def leftovers(self) -> list[Leftover]:
        """Work of dead processes, newest first; what they left besides is cleared away."""
        found = []
        for folder in self._root.iterdir() if self._root.is_dir() else ():
            if folder == self.folder or not folder.is_dir():
                continue
            lock = _lock_of(folder)
            if not lock.tryLock(0):
                continue  # somebody works there
            manifest = folder / _WORK / MANIFEST
            if manifest.is_file():
                found.append(Leftover(folder, _origin(folder), manifest.stat().st_mtime, lock))
            else:
                _remove(folder, lock)
        return sorted(found, key=lambda leftover: leftover.saved_s, reverse=True)

    def close(self) -> None:
        """Leaves nothing behind."""
        _remove(self.folder, self._lock)


def _lock_of(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)  # only a dead owner makes it stale, never an old one
    return lock


def _origin(folder: Path) -> Path | None:
    try:
        found = json.loads((folder / _ORIGIN).read_text())
    except (OSError, ValueError):
        return None
    return Path(found) if isinstance(found, str) else None


def _remove(folder: Path, lock: QLockFile) -> None:
    """The lock goes last: whoever sees the folder without it must find it empty."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name != _LOCK:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    lock.unlock()
    shutil.rmtree(folder, ignore_errors=True)
