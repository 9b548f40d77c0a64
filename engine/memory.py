"""Memory that a fill frees is kept for its next step, and given back when nothing was filled for a while.

glibc gives large blocks back to the system at once and gets them anew, page by page. A fill of 24 megapixels
takes and frees arrays of tens of megabytes by the hundred: 100,000 page faults, two seconds of ten.

Other C libraries than glibc take no such advice; everything stays as it is there.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections.abc import Iterator

# Parameters of glibc's mallopt and their defaults, from malloc.h.
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8
_KEEPING = {_TRIM_THRESHOLD: -1, _MMAP_MAX: 0}
_GIVING = {_TRIM_THRESHOLD: 128 * 1024, _MMAP_MAX: 65536}
# Somebody who tries a fill again does so within seconds.
_REST_S = 10.0


def share_one_heap() -> bool:
    """Threads that begin from now on share a heap: what one of them frees, another one takes.

    Else each keeps what it freed for itself: a tenth more memory at the peak of a fill.

    Returns:
        Whether the C library took it.
    """
    return _advised({_ARENA_MAX: 1})


def keep_freed_memory() -> bool:
    """Until `give_back_memory`, the process's memory stays at its peak.

    Returns:
        As `share_one_heap`.
    """
    return _advised(_KEEPING)


def give_back_memory() -> bool:
    """What is free goes back to the system now, and again as soon as it is freed.

    Returns:
        As `share_one_heap`.
    """
    if not _advised(_GIVING):
        return False
    ctypes.CDLL(None).malloc_trim(0)
    return True


def _advised(wanted: dict[int, int]) -> bool:
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return all([bool(mallopt(name, value)) for name, value in wanted.items()])


class KeptMemory:
    """Keeps freed memory while something is under way and a while after it.

    Args:
        rest_s: Seconds after the end of the last piece of work until free memory is given back.
    """

    def __init__(self, rest_s: float = _REST_S) -> None:
        self._rest_s = rest_s
        self._lock = threading.Lock()
        self._under_way = 0
        self._rest: threading.Timer | None = None

    @contextlib.contextmanager
    def while_at_work(self) -> Iterator[None]:
        """Around one piece of work; on any thread, and several at once."""
        with self._lock:
            self._under_way += 1
            if self._rest is not None:
                self._rest.cancel()
                self._rest = None
            keep_freed_memory()
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                if self._under_way == 0:
                    self._rest = threading.Timer(self._rest_s, self.give_back)
                    self._rest.daemon = True
                    self._rest.start()

    def give_back(self) -> None:
        """Gives free memory back now, unless something is under way."""
        with self._lock:
            if self._under_way == 0:
                give_back_memory()


# malloc is the process's own, whoever has engines.
OF_FILLS = KeptMemory()
