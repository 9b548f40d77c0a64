"""The pixels of a document: as they are now, as they were at first, as a preview shows them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from editor.document.frozen import Frozen, FrozenParts, bands
from editor.document.store import Blob, BlobStore
from editor.document.tiles import TILE_PX, Tile, tile_rect
from editor.painting.composite import Pixels
from editor.painting.morphology import Bools
from editor.painting.rect import EMPTY, Rect


class PhotoLayer:
    """A photo, what has been changed in it, and provisional pixels on top of it.

    The first version of a tile is kept when the tile is changed for the first time; the rest of the
    original is the photo itself, so comparing costs no second photo.

    Attributes:
        pixels: (H, W, 3 or 4) uint8 or uint16, as the file has it.
        revision: Counts changes of any pixel.
    """

    def __init__(self, pixels: Pixels, store: BlobStore) -> None:
        self.pixels = pixels
        self.size = (int(pixels.shape[0]), int(pixels.shape[1]))
        self.revision = 0
        self._store = store
        self._originals: dict[Tile, Blob] = {}
        # Pixels (h, w, 3) of a tile and where they are set: the photo below may change meanwhile.
        self._preview: dict[Tile, tuple[Pixels, Bools]] = {}
        self._changes: list[tuple[Rect, int]] = []
        self._frozen = FrozenParts()

    def frozen(self, rect: Rect) -> Frozen:
        """The pixels of a rectangle as they are now, for another thread. Quick."""
        return self._frozen.add(Frozen(self.pixels, rect, bands(rect)))

    def copied(self) -> PhotoLayer:
        """The same pixels and originals, shared with nobody; without the preview."""
        result = PhotoLayer(self.pixels.copy(), self._store)
        result.revision = self.revision
        result._originals = dict(self._originals)
        result._changes = list(self._changes)
        return result

    def about_to_change(self, rect: Rect, kept: Blob | None = None) -> None:
        """Keeps the first version of what is going to be written, and what is frozen of it.

        Args:
            rect: What is going to be written.
            kept: The pixels of the rectangle as they are now, where they are kept already.
        """
        self._frozen.about_to_change(rect)
        for tile in rect.intersection(Rect.whole(self.size)).tiles(TILE_PX):
            if tile not in self._originals:
                whole = tile_rect(tile, self.size)
                known = kept if whole == rect else None
                self._originals[tile] = known or self._store.keep(self.pixels[whole.slices])

    def changed(self, rect: Rect) -> None:
        """Takes note that pixels in the rectangle were written."""
        self.revision += 1
        self._changes = [entry for entry in self._changes if not rect.contains(entry[0])]
        self._changes.append((rect, self.revision))

    def revision_of(self, rect: Rect) -> int:
        """The revision at which something in the rectangle was last written; 0 = never."""
        return max((revision for where, revision in self._changes if where.overlaps(rect)), default=0)

    @property
    def changed_tiles(self) -> list[Rect]:
        """Where the photo may differ from the original."""
        tiles = list(self._originals)  # at once: it is also asked for from other threads
        return [tile_rect(tile, self.size) for tile in tiles]

    def differs(self, rect: Rect) -> bool:
        """Whether the photo may differ from the original inside the rectangle."""
        return bool(self._originals) and any(tile in self._originals for tile in rect.tiles(TILE_PX))

    def is_previewed(self, rect: Rect) -> bool:
        """Whether there may be a preview inside the rectangle; false is certain."""
        return bool(self._preview) and any(tile in self._preview for tile in rect.tiles(TILE_PX))

    def preview_coverage(self, rect: Rect) -> Bools:
        """(h, w), where there is a preview inside the rectangle."""
        covered = np.zeros((rect.height, rect.width), np.bool_)
        for tile in rect.tiles(TILE_PX) if self._preview else ():
            if tile in self._preview:
                here, there = _common(rect, tile_rect(tile, self.size))
                covered[here] = self._preview[tile][1][there]
        return covered

    def original(self, rect: Rect) -> Pixels:
        """The pixels of a rectangle inside the photo as they were loaded; read-only."""
        base = self.pixels[rect.slices]
        tiles = [tile for tile in rect.tiles(TILE_PX) if tile in self._originals]
        if tiles:
            base = base.copy()
        for tile in tiles:
            here, there = _common(rect, tile_rect(tile, self.size))
            base[here] = self._originals[tile].read()[there]
        return read_only(base)

    def shown(self, rect: Rect) -> Pixels:
        """The pixels of a rectangle inside the photo with the preview on top; read-only."""
        base = self.pixels[rect.slices]
        tiles = [tile for tile in rect.tiles(TILE_PX) if tile in self._preview] if self._preview else []
        if tiles:
            base = base.copy()
        for tile in tiles:
            here, there = _common(rect, tile_rect(tile, self.size))
            pixels, is_set = self._preview[tile]
            np.copyto(base[here][..., :3], pixels[there], where=is_set[there][..., None])
        return read_only(base)

    def difference(self, rect: Rect) -> npt.NDArray[np.bool_]:
        """(h, w), where the photo differs from the original inside the rectangle."""
        if not self.differs(rect):
            return np.zeros((rect.height, rect.width), np.bool_)
        return (self.pixels[rect.slices] != self.original(rect)).any(axis=2)

    def difference_mask(self) -> npt.NDArray[np.bool_]:
        """(H, W), where the photo differs from the original."""
        result = np.zeros(self.size, np.bool_)
        for rect in self.changed_tiles:
            result[rect.slices] = self.difference(rect)
        return result

    def put_preview(self, rect: Rect, pixels: Pixels) -> None:
        """Lays provisional pixels (h, w, 3) over the photo; `rect` lies inside it."""
        for tile in rect.tiles(TILE_PX):
            where = tile_rect(tile, self.size)
            if tile not in self._preview:
                shape = (where.height, where.width)
                self._preview[tile] = np.empty_like(pixels, shape=(*shape, 3)), np.zeros(shape, np.bool_)
            here, there = _common(rect, where)
            self._preview[tile][0][there] = pixels[here]
            self._preview[tile][1][there] = True

    def drop_preview(self) -> Rect:
        """Takes the preview away; returns a rectangle that holds what it covered."""
        rect = EMPTY
        for tile in self._preview:
            rect = rect.united(tile_rect(tile, self.size))
        self._preview.clear()
        return rect


def read_only(array: Any) -> Any:
    """A view of an array that cannot be written through."""
    view = array.view()
    view.setflags(write=False)
    return view


def _common(a: Rect, b: Rect) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """The common part of two rectangles, as indices into the first and into the second."""
    part = a.intersection(b)
    return part.shifted(-a.x0, -a.y0).slices, part.shifted(-b.x0, -b.y0).slices
