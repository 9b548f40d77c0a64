"""One window per person and screen: a second `lacuna PHOTO` opens the photo in the window that is there.

Who holds the lock file listens, on a socket in the runtime folder (a named pipe on Windows). The system lets
go of the lock when its owner dies, so a crash leaves nothing behind that could keep the next start from
work; a socket file without an owner is replaced. Whoever gets no answer opens a window of its own.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import threading
import warnings
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QLockFile, QObject, Signal

_log = logging.getLogger(__name__)

# Longer than a window takes to come up on a busy machine: two photos opened at once start two processes.
_PATIENCE_S = 15.0
_LONGEST_BYTES = 65536
_HEARD = b"heard"
_CLOSE = b""


def _runtime_folder() -> Path:
    with warnings.catch_warnings():
        # Whoever has no XDG_RUNTIME_DIR knows it; the folder in /tmp is checked for its owner.
        warnings.simplefilter("ignore")
        return Path(platformdirs.user_runtime_dir("lacuna", appauthor=False))


class Instance(QObject):
    """This process's place among the person's windows.

    Signals:
        asked: Another start handed over its photo ("" = none, it only wants the window) and a token with
            which Wayland lets a window come to the front.
    """

    asked = Signal(str, str)

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Args:
        folder: Where lock and socket are; None = the person's runtime folder. Others must not write there.
        parent: The owner.
        """
        super().__init__(parent)
        self._folder = folder or _runtime_folder()
        self._lock: QLockFile | None = None
        self._listener: Listener | None = None
        self._thread: threading.Thread | None = None

    @property
    def _address(self) -> str:
        # One window per screen: a photo must not open where its person cannot see it.
        screen = ":".join(os.environ.get(name, "") for name in ("WAYLAND_DISPLAY", "DISPLAY"))
        name = f"window-{hashlib.sha256(screen.encode()).hexdigest()[:8]}"
        if sys.platform == "win32":
            return rf"\\.\pipe\lacuna-{hashlib.sha256(str(self._folder).encode()).hexdigest()[:16]}"
        return str(self._folder / name)

    def hand_over(self, photo: Path | None) -> bool:
        """Becomes the one that others ask, or hands the photo to the one there is.

        Who became it answers from `serve` on; until then others wait.

        Returns:
            Whether another window has taken over; false = this process goes on and opens its own.
        """
        if not self._is_ours():
            return False
        lock = QLockFile(str(self._folder / f"{Path(self._address).name}.lock"))
        lock.setStaleLockTime(0)  # a lock ends with its owner, never by age
        if lock.tryLock(0):
            self._lock = lock
            self._listen()
            return False
        return self._ask(photo)

    def serve(self) -> None:
        """Begins to answer others, once `asked` is connected: nothing that they hand over gets lost."""
        if self._listener is not None:
            self._thread = threading.Thread(target=self._answer, name="lacuna-instance", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stops listening and lets the next start be the one that others ask."""
        if self._thread is not None:
            with suppress(OSError, EOFError), self._connect() as connection:
                connection.send_bytes(_CLOSE)
            self._thread.join(_PATIENCE_S)
            self._thread = None
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _is_ours(self) -> bool:
        """Makes the folder; whether nobody else can put a socket of theirs there."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if sys.platform == "win32":
                return True
            facts = self._folder.stat()
            return facts.st_uid == os.getuid() and not facts.st_mode & 0o022
        except OSError:
            return False

    def _listen(self) -> None:
        if sys.platform != "win32":
            Path(self._address).unlink(missing_ok=True)  # of an owner that died
        try:
            self._listener = Listener(self._address)
        except OSError as error:
            _log.warning("Other starts cannot reach this window: %s", error)

    def _answer(self) -> None:
        """On a thread of its own: answers at once, however busy the window is."""
        listener = self._listener
        assert listener is not None
        while True:
            try:
                with listener.accept() as connection:
                    if not connection.poll(_PATIENCE_S):
                        continue
                    message = connection.recv_bytes(_LONGEST_BYTES)
                    if message == _CLOSE:
                        return
                    wish = json.loads(message)
                    self.asked.emit(str(wish["photo"]), str(wish["activation"]))
                    connection.send_bytes(_HEARD)
            except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
                _log.warning("Another start could not be understood: %s", error)

    def _ask(self, photo: Path | None) -> bool:
        wish = {
            "photo": str(photo.expanduser().absolute()) if photo else "",
            "activation": os.environ.get("XDG_ACTIVATION_TOKEN", ""),
        }
        try:
            with self._connect() as connection:
                connection.send_bytes(json.dumps(wish).encode())
                return connection.poll(_PATIENCE_S) and connection.recv_bytes(_LONGEST_BYTES) == _HEARD
        except (OSError, EOFError) as error:
            _log.warning("The window that holds the lock does not answer: %s", error)
            return False

    def _connect(self) -> Connection[Any, Any]:
        return Client(self._address)
