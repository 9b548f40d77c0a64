"""Strict reading of JSON: every key expected, of the expected type, within its bounds, and no key besides."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeVar

from editor.painting.rect import Rect
from editor.project.errors import damaged

T = TypeVar("T")
# No photo that can be opened has a longer side; what claims to be larger is damaged or made to do harm.
LONGEST_PX = 200_000


class Fields:
    """One JSON object while it is read; `finish` refuses what nobody asked for."""

    def __init__(self, found: object, where: str) -> None:
        if not isinstance(found, Mapping):
            raise damaged(f"{where} is no object")
        self._found: dict[str, Any] = dict(found)
        self._where = where

    def text(self, key: str) -> str:
        return self._take(key, str)

    def text_or_none(self, key: str) -> str | None:
        return None if self._peek(key) is None and self._drop(key) else self._take(key, str)

    def whole(self, key: str, least: int, most: int) -> int:
        value = self._take(key, int)
        if not least <= value <= most:
            raise damaged(f"{self._where}.{key} is {value}")
        return value

    def number(self, key: str, least: float, most: float) -> float:
        value = self._peek(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise damaged(f"{self._where}.{key} is no number")
        self._drop(key)
        if not math.isfinite(value) or not least <= value <= most:
            raise damaged(f"{self._where}.{key} is {value}")
        return float(value)

    def items(self, key: str) -> list[Any]:
        return self._take(key, list)

    def wholes(self, key: str, least: int, most: int) -> tuple[int, ...]:
        """Whole numbers, at least one of them."""
        values = self.items(key)
        if not values or not all(type(value) is int and least <= value <= most for value in values):
            raise damaged(f"{self._where}.{key} is {values}")
        return tuple(values)

    def rest(self, key: str) -> object:
        """Anything, for whoever looks at it next; it must be there."""
        value = self._peek(key)
        self._drop(key)
        return value

    def rect(self, key: str, size: tuple[int, int]) -> Rect:
        """A rectangle that is not empty and lies inside a photo of (height, width)."""
        edges = self.items(key)
        if len(edges) != 4 or not all(type(edge) is int for edge in edges):
            raise damaged(f"{self._where}.{key} is no rectangle")
        rect = Rect(*edges)
        if rect.is_empty or not Rect.whole(size).contains(rect):
            raise damaged(f"{self._where}.{key} is not inside the photo")
        return rect

    def finish(self) -> None:
        if self._found:
            raise damaged(f"{self._where} has unknown keys: {', '.join(sorted(self._found))}")

    def _peek(self, key: str) -> Any:
        if key not in self._found:
            raise damaged(f"{self._where}.{key} is missing")
        return self._found[key]

    def _drop(self, key: str) -> bool:
        del self._found[key]
        return True

    def _take(self, key: str, kind: type[T]) -> T:
        value = self._peek(key)
        if type(value) is not kind:
            raise damaged(f"{self._where}.{key} is no {kind.__name__}")
        self._drop(key)
        return value
