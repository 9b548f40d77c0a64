"""Where undo keeps its arrays: in memory up to a budget, the oldest beyond it in files of a temporary folder.

A 108-megapixel photo leaves no room for copies of itself, so undo holds only what an edit touched, and this
store sees to it that even a long session's edits stay within a fixed amount of memory.
"""

from __future__ import annotations

import itertools
import math
import sys
import threading
import zlib
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from editor.document.spill import Piece, SpillFolder

DEFAULT_BUDGET_BYTES = 256 * 2**20
# zlib's fastest level: masks shrink a hundredfold at 200 MB/s, stronger levels gain nothing on flat areas.
_ZLIB_LEVEL = 1

Array = npt.NDArray[Any]


class Blob:
    """One array kept by a `BlobStore`; it is given up with the last reference to this object.

    There are twenty for each step of a long session: no dictionary, no finalizer beside it.
    """

    __slots__ = ("_dtype", "_is_packed", "_key", "_shape", "_store")

    def __init__(self, store: BlobStore, key: int, array: Array, is_packed: bool) -> None:
        self._store = store
        self._key = key
        self._shape = array.shape
        self._dtype = array.dtype
        self._is_packed = is_packed

    def __del__(self) -> None:
        # At the very end nobody needs the memory, and what giving it up needs may be gone.
        if not sys.is_finalizing():
            self._store._drop(self._key)

    @property
    def channels(self) -> int:
        """Length of the array's last axis."""
        return self._shape[-1]

    @property
    def dtype(self) -> np.dtype[Any]:
        """The array's."""
        return self._dtype

    def read(self) -> Array:
        """The array; read-only, from memory or from disk.

        Raises:
            OSError: The file that it was spilled to cannot be read.
        """
        data = self._store._read(self._key)
        if self._is_packed:
            data = zlib.decompress(data)
        if not (self._is_packed and self._dtype == np.bool_):
            return np.frombuffer(data, dtype=self._dtype).reshape(self._shape)
        bits = np.frombuffer(data, np.uint8)
        array = np.unpackbits(bits, count=math.prod(self._shape)).view(np.bool_).reshape(self._shape)
        array.setflags(write=False)
        return array


class BlobStore:
    """Keeps arrays within a budget of memory. Any thread may read arrays and give them up.

    Attributes:
        memory_bytes: What is held in memory now; at most the budget.
        disk_bytes: What lies in files now.
    """

    def __init__(self, budget_bytes: int = DEFAULT_BUDGET_BYTES, folder: Path | None = None) -> None:
        """Makes an empty store.

        Args:
            budget_bytes: Largest amount of memory that the kept arrays may take.
            folder: Where the temporary folder is made once it is needed; None = the system's place.
        """
        self._budget = budget_bytes
        self._folder = SpillFolder(folder)
        self._keys = itertools.count()
        # Not reentrant: garbage is collected at any moment, also while this thread writes, and what that lets
        # go of has to wait in `_dropped` until the lock is free.
        self._lock = threading.Lock()
        self._dropped: deque[int] = deque()
        # Insertion order is age: the first entry is the one that leaves memory next.
        self._memory: dict[int, bytes] = {}
        self._spilled: dict[int, Piece] = {}
        self.memory_bytes = 0
        self.disk_bytes = 0

    def keep(self, array: Array, pack: bool = False) -> Blob:
        """Keeps a copy of an array.

        Args:
            array: Anything with a plain dtype.
            pack: Compress it: worth it for masks, not for photographs.
        """
        key = next(self._keys)
        # Bits first: an eighth for zlib to go through, which took a fifth of the time of applying a fill.
        is_bits = pack and array.dtype == np.bool_
        data = (np.packbits(array) if is_bits else np.ascontiguousarray(array)).tobytes()
        if pack:
            data = zlib.compress(data, _ZLIB_LEVEL)
        with self._lock:
            self._memory[key] = data
            self.memory_bytes += len(data)
            self._spill()
        self._forget_dropped()
        return Blob(self, key, array, pack)

    def _spill(self) -> None:
        while self.memory_bytes > self._budget and self._memory:
            key = next(iter(self._memory))
            data = self._memory[key]
            # On a full disk the write raises and the entry stays in memory: over budget, but nothing is lost.
            try:
                piece = self._folder.write(data)
            except OSError:
                return
            # In this order: whoever reads meanwhile finds it in one place or the other, without a lock.
            self._spilled[key] = piece
            del self._memory[key]
            self.memory_bytes -= len(data)
            self.disk_bytes += len(data)

    def _read(self, key: int) -> bytes:
        data = self._memory.get(key)
        return self._folder.read(self._spilled[key]) if data is None else data

    def _drop(self, key: int) -> None:
        self._dropped.append(key)
        self._forget_dropped()

    def _forget_dropped(self) -> None:
        # Who holds the lock comes here afterwards, and so looks once more after letting it go.
        while self._dropped and self._lock.acquire(blocking=False):
            try:
                while self._dropped:
                    self._forget(self._dropped.popleft())
            finally:
                self._lock.release()

    def _forget(self, key: int) -> None:
        data = self._memory.pop(key, None)
        if data is not None:
            self.memory_bytes -= len(data)
        piece = self._spilled.pop(key, None)
        if piece is not None:
            self.disk_bytes -= piece.length
            with suppress(OSError):  # what cannot be removed now goes with the folder
                self._folder.drop(piece)
