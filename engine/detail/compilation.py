"""Compiling and running the kernels: numba without its thread pools.

The kernels release the interpreter lock and take a range of work, so ordinary threads run them side by
side. That keeps compilation short (no parallel transforms), needs no OpenMP or TBB, tolerates several
engines in one process, and makes every result independent of the number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any

import numba

# More threads than this wait for memory, not for arithmetic.
_MOST_THREADS = 8
# Below this many items the threads cost more than they bring.
_LEAST_SHARE = 256


def compiled(inline: bool = False) -> Callable[[Callable[..., Any]], Any]:
    """Decorator: compiles a kernel, kept on disk where there is a place for it.

    Args:
        inline: It becomes a part of those that call it. In inner loops calls cost as much as the work:
            every array is handed over in nine numbers.
    """
    options = {"nogil": True, "error_model": "numpy", "forceinline": inline}

    def decorate(function: Callable[..., Any]) -> Any:
        try:
            return numba.njit(cache=True, **options)(function)
        except RuntimeError:
            # A read-only installation without a writable home: compile anew in every process.
            return numba.njit(**options)(function)

    return decorate


def thread_count() -> int:
    """How many threads the kernels get by default: the processors this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return max(1, min(_MOST_THREADS, usable))


def in_ranges(
    kernel: Callable[..., None], count: int, threads: int, *arguments: Any, least_share: int = _LEAST_SHARE
) -> None:
    """Calls `kernel(*arguments, start, stop)` so that the ranges cover 0..count, on several threads.

    Every item must depend on the arguments alone and write only its own results.
    """
    # Several ranges per thread: patches early out at different speeds.
    parts = min(4 * threads, count // least_share)
    if threads == 1 or parts < 2:
        if count:
            kernel(*arguments, 0, count)
        return
    edges = [count * i // parts for i in range(parts + 1)]
    pool = _pool(threads)
    jobs = [pool.submit(kernel, *arguments, start, stop) for start, stop in pairwise(edges)]
    for job in jobs:
        job.result()


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="lacuna-detail")
