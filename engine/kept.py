"""What was computed for the last holes is kept, so that another try or an edit needs not compute it again."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from engine.crops import WorkingView

T = TypeVar("T")


class Kept(Generic[T]):
    """The last few results of a costly function, found again by what they were computed from.

    A result that is found is the very one that would be computed: keys are digests of every byte.
    """

    def __init__(self, most: int) -> None:
        """Args:
        most: How many results are kept.
        """
        self._most = most
        self._results: OrderedDict[bytes, T] = OrderedDict()
        # Nothing says that two threads do not ask the same engine.
        self._lock = threading.Lock()

    def get(self, key: bytes, compute: Callable[[], T]) -> T:
        """The result for a key, computed if it is not there any more."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = compute()
        with self._lock:
            self._results[key] = result
            while len(self._results) > self._most:
                self._results.popitem(last=False)
        return result


def key_of(view: WorkingView, labels: npt.NDArray[np.uint8] | None = None, remark: str = "") -> bytes:
    """A digest of a view, of labels, and of what else there is to say."""
    digest = hashlib.blake2b(f"{view.photo.shape} {labels is None} {remark}".encode(), digest_size=32)
    digest.update(np.ascontiguousarray(view.photo).data)
    digest.update(np.packbits(view.hole).data)
    if labels is not None:
        digest.update(np.ascontiguousarray(labels).data)
    return digest.digest()
