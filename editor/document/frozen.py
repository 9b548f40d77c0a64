"""Parts of an array as they were at one moment, copied by another thread while the array lives on."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from editor.document.store import Array
from editor.painting.rect import Rect

# Rows that are copied at a time: a writer waits for no more than these.
_BAND_PX = 64


class Frozen:
    """A rectangle of an array as it was when this was made.

    Nothing is copied at first: fresh memory for a large photo takes a second on some machines. Whoever needs
    the copy makes it, on any thread, and whoever is about to write to the array has its part copied before.

    Attributes:
        rect: Which part of the array.
        array: (h, w) or (h, w, C), the copy; complete and right after `settle`. Not to be written to.
    """

    def __init__(
        self,
        source: Array,
        rect: Rect,
        parts: Iterable[Rect],
        dtype: Any = None,
        copy: Callable[[Array, Array], object] = lambda source, target: np.copyto(target, source),
    ) -> None:
        """Freezes a part of an array.

        Args:
            source: The array, (H, W) or (H, W, C).
            rect: The part, inside it.
            parts: Pieces of it that are copied one at a time; the rest of the copy is 0.
            dtype: Of the copy; None = the array's.
            copy: Copies a piece from the array into its place in the copy.
        """
        self.rect = rect
        self._source: Array | None = source
        self._copy = copy
        # Pages of zeros take no memory and no time before they are written to.
        self._target = np.zeros((rect.height, rect.width, *source.shape[2:]), dtype or source.dtype)
        self._left = {part: None for part in parts}
        self._lock = threading.Lock()
        self.array = self._target.view()
        self.array.setflags(write=False)

    @property
    def is_settled(self) -> bool:
        """Whether the copy is complete."""
        return not self._left

    def settle(self) -> Array:
        """Copies what has not been copied yet. For any thread.

        Returns:
            `array`.
        """
        for part in list(self._left):
            self._take(part)
        self._source = None
        return self.array

    def about_to_change(self, rect: Rect) -> None:
        """Copies what is left of a rectangle of the array. For the thread that writes."""
        for part in [part for part in list(self._left) if part.overlaps(rect)]:
            self._take(part)

    def _take(self, part: Rect) -> None:
        with self._lock:
            source = self._source
            if part in self._left and source is not None:
                target = self._target[part.shifted(-self.rect.x0, -self.rect.y0).slices]
                self._copy(source[part.slices], target)
                del self._left[part]


class FrozenParts:
    """What is frozen of one array, as long as somebody holds it."""

    def __init__(self) -> None:
        self._parts: list[weakref.ref[Frozen]] = []

    def add(self, frozen: Frozen) -> Frozen:
        """Takes note of another one; returns it."""
        self._parts = [known for known in self._parts if (one := known()) is not None and not one.is_settled]
        self._parts.append(weakref.ref(frozen))
        return frozen

    def about_to_change(self, rect: Rect) -> None:
        """The array is going to be written to."""
        for known in self._parts:
            frozen = known()
            if frozen is not None:
                frozen.about_to_change(rect)


def bands(rect: Rect) -> list[Rect]:
    """A rectangle in pieces of a few rows."""
    tops = range(rect.y0, rect.y1, _BAND_PX)
    return [Rect(rect.x0, top, rect.x1, min(top + _BAND_PX, rect.y1)) for top in tops]
