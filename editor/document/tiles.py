"""Changes of a large array as tiles: what was there before an edit and what is there after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from editor.document.store import Array, Blob, BlobStore
from editor.painting.rect import EMPTY, Rect

TILE_PX = 256

Tile = tuple[int, int]


def tile_rect(tile: Tile, size: tuple[int, int]) -> Rect:
    """Where the tile (row, column) lies in a picture of (height, width)."""
    y0, x0 = tile[0] * TILE_PX, tile[1] * TILE_PX
    return Rect(x0, y0, min(x0 + TILE_PX, size[1]), min(y0 + TILE_PX, size[0]))


@dataclass(frozen=True, slots=True)
class _TileChange:
    rect: Rect
    before: Blob
    after: Blob


class TileDelta:
    """An edit of an array that can be taken back and made again."""

    def __init__(self, changes: list[_TileChange]) -> None:
        self._changes = changes

    @classmethod
    def between(cls, edits: Iterable[tuple[Rect, Array, Array]], store: BlobStore) -> TileDelta:
        """The edit that leads from one version to another.

        Args:
            edits: Tiles: where, (h, w) before and after; a flat one may be (1, 1).
            store: Where they are kept, without those that stayed as they were.
        """
        return cls(
            [
                _TileChange(rect, store.keep(_thin(before), pack=True), store.keep(_thin(after), pack=True))
                for rect, before, after in edits
                if _differ(before, after)
            ]
        )

    @property
    def is_empty(self) -> bool:
        return not self._changes

    @property
    def rect(self) -> Rect:
        """A rectangle that holds every change."""
        rect = EMPTY
        for change in self._changes:
            rect = rect.united(change.rect)
        return rect

    @property
    def rects(self) -> list[Rect]:
        """Where each change lies."""
        return [change.rect for change in self._changes]

    def undo(self, array: Array) -> None:
        for change in self._changes:
            array[change.rect.slices] = change.before.read()

    def redo(self, array: Array) -> None:
        for change in self._changes:
            array[change.rect.slices] = change.after.read()


class TileRecorder:
    """Remembers tiles of an array before they are edited.

    Call `remember` before each edit and `finish` after the last one.
    """

    def __init__(self, array: Array) -> None:
        self._array = array
        self._size = (int(array.shape[0]), int(array.shape[1]))
        # Flat tiles, most of a mask, are kept as one value.
        self._before: dict[Tile, Array] = {}

    def remember(self, rect: Rect) -> None:
        """Copies the tiles that the rectangle touches, unless they were copied before."""
        for tile in rect.intersection(Rect.whole(self._size)).tiles(TILE_PX):
            if tile not in self._before:
                self._before[tile] = _thin(self._array[tile_rect(tile, self._size).slices])

    @property
    def remembered(self) -> dict[Rect, Array]:
        """The tiles as they were: where, and (h, w); a flat one may be (1, 1)."""
        return {tile_rect(tile, self._size): before for tile, before in self._before.items()}

    def restore(self) -> Rect:
        """Puts every remembered tile back; returns a rectangle that holds them."""
        rect = EMPTY
        for tile, before in self._before.items():
            where = tile_rect(tile, self._size)
            self._array[where.slices] = before
            rect = rect.united(where)
        self._before.clear()
        return rect

    def finish(self, store: BlobStore) -> TileDelta:
        """The edit, without the tiles that stayed as they were."""
        rects = ((tile_rect(tile, self._size), before) for tile, before in self._before.items())
        delta = TileDelta.between(((rect, before, self._array[rect.slices]) for rect, before in rects), store)
        self._before.clear()
        return delta


def _thin(tile: Array) -> Array:
    """A copy of a tile (h, w); a flat one as (1, 1)."""
    first = tile[:1, :1]
    # Most tiles that are not flat show it in their first row.
    is_flat = bool((tile[:1] == first).all()) and bool((tile == first).all())
    return first.copy() if is_flat else tile.copy()


def _differ(before: Array, after: Array) -> bool:
    """Whether two versions of a tile (h, w), flat ones perhaps (1, 1), differ."""
    return bool(before[0, 0] != after[0, 0]) or bool((before != after).any())
