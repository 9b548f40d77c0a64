"""Where undo keeps its arrays: in memory up to a budget, the oldest beyond it in files of a temporary folder.

A 108-megapixel photo leaves no room for copies of itself, so undo holds only what an edit touched, and this
store sees to it that even a long session's edits stay within a fixed amount of memory.
"""

from __future__ import annotations

import itertools
import math
import tempfile
import threading
import weakref
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

DEFAULT_BUDGET_BYTES = 256 * 2**20
# zlib's fastest level: masks shrink a hundredfold at 200 MB/s, stronger levels gain nothing on flat areas.
_ZLIB_LEVEL = 1

Array = npt.NDArray[Any]


class Blob:
    """One array kept by a `BlobStore`; it is given up with the last reference to this object."""

    def __init__(self, store: BlobStore, key: int, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        self._store = store
        self._key = key
        self._shape = shape
        self._dtype = dtype
        weakref.finalize(self, store._drop, key).atexit = False

    @property
    def dtype(self) -> np.dtype[Any]:
        """The array's."""
        return self._dtype

    def read(self) -> Array:
        """The array; read-only, from memory or from disk.

        Raises:
            OSError: The file that it was spilled to cannot be read.
        """
        return self._store._read(self._key, self._shape, self._dtype)


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
        self._parent = folder
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._keys = itertools.count()
        # Reentrant: letting go of an array may collect garbage, which lets go of other arrays.
        self._lock = threading.RLock()
        # Insertion order is age: the first entry is the one that leaves memory next.
        self._memory: dict[int, bytes] = {}
        self._packed: set[int] = set()
        self._files: dict[int, int] = {}
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
            if pack:
                self._packed.add(key)
            self._memory[key] = data
            self.memory_bytes += len(data)
            self._spill()
        return Blob(self, key, array.shape, array.dtype)

    def _spill(self) -> None:
        while self.memory_bytes > self._budget and self._memory:
            key = next(iter(self._memory))
            data = self._memory[key]
            # On a full disk the write raises and the entry stays in memory: over budget, but nothing is lost.
            try:
                self._path(key).write_bytes(data)
            except OSError:
                return
            del self._memory[key]
            self.memory_bytes -= len(data)
            self._files[key] = len(data)
            self.disk_bytes += len(data)

    def _path(self, key: int) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="lacuna-undo-", dir=self._parent, ignore_cleanup_errors=True
            )
        return Path(self._folder.name) / f"{key:08d}.bin"

    def _read(self, key: int, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        # The file is whole before the array leaves memory: no lock, or reading would wait for spilling.
        data = self._memory.get(key)
        if data is None:
            data = self._path(key).read_bytes()
        if key in self._packed:
            data = zlib.decompress(data)
            if dtype == np.bool_:
                bits = np.frombuffer(data, np.uint8)
                array = np.unpackbits(bits, count=math.prod(shape)).view(np.bool_).reshape(shape)
                array.setflags(write=False)
                return array
        return np.frombuffer(data, dtype=dtype).reshape(shape)

    def _drop(self, key: int) -> None:
        with self._lock:
            data = self._memory.pop(key, None)
            if data is not None:
                self.memory_bytes -= len(data)
            size = self._files.pop(key, None)
            if size is not None:
                self.disk_bytes -= size
                self._path(key).unlink(missing_ok=True)
            self._packed.discard(key)
