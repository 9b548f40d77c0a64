"""Files for what does not fit into memory: many pieces to a file, so that thousands of them cost little."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

# A file for each piece takes 0.1 ms to make and as much to remove: seconds for the undo of a long session,
# on the window's thread, when another photo is opened.
_FILE_BYTES = 16 * 2**20


class Piece(NamedTuple):
    """Where bytes lie: number of the file, first byte, how many."""

    file: int
    start: int
    length: int


class SpillFolder:
    """Pieces in files of a temporary folder; a file goes with its last piece, the folder with this object.

    Pieces may be read on any thread; `write` and `drop` are for one at a time.
    """

    def __init__(self, parent: Path | None = None) -> None:
        """Args:
        parent: Where the folder is made once it is needed; None = the system's place.
        """
        self._parent = parent
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._file = 0
        self._end = 0
        self._pieces: dict[int, int] = {}

    def write(self, data: bytes) -> Piece:
        """Appends a piece.

        Raises:
            OSError: It cannot be written; what was written before can still be read.
        """
        if self._end >= _FILE_BYTES:
            self._file, self._end = self._file + 1, 0
        path = self._path(self._file)
        with path.open("r+b" if self._end else "wb") as file:
            file.seek(self._end)  # over what an attempt that failed may have left
            file.write(data)
        piece = Piece(self._file, self._end, len(data))
        self._end += len(data)
        self._pieces[self._file] = self._pieces.get(self._file, 0) + 1
        return piece

    def read(self, piece: Piece) -> bytes:
        """The bytes of a piece.

        Raises:
            OSError: The file cannot be read.
        """
        with self._path(piece.file).open("rb") as file:
            file.seek(piece.start)
            return file.read(piece.length)

    def drop(self, piece: Piece) -> None:
        """Gives a piece up."""
        self._pieces[piece.file] -= 1
        if self._pieces[piece.file] == 0:
            del self._pieces[piece.file]
            self._path(piece.file).unlink(missing_ok=True)
            if piece.file == self._file:
                self._file, self._end = self._file + 1, 0

    def _path(self, number: int) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="lacuna-undo-", dir=self._parent, ignore_cleanup_errors=True
            )
        return Path(self._folder.name) / f"{number:06d}.bin"
