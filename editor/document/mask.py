"""The mask of a document: coverage per pixel, and where in a large photo there is any of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from editor.document.frozen import Frozen, FrozenParts
from editor.document.tiles import TILE_PX, TileDelta, tile_rect
from editor.painting.dabs import Coverage
from editor.painting.rect import EMPTY, Rect, bounding_rect


class MaskLayer:
    """Coverage of a photo, 0..255; above 127 is hole. Or codes of labels, 0 = nothing.

    A grid remembers which tiles are covered at all, so that an almost empty mask of 100 megapixels is
    searched, cleared and counted in no time.

    Attributes:
        array: (H, W) uint8. Whoever writes to it says so before by `about_to_change`, and then by `touched`.
        writes: Counts what was said.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.array: Coverage = np.zeros(size, np.uint8)
        grid = (-(-size[0] // TILE_PX), -(-size[1] // TILE_PX))
        self.writes = 0
        self._frozen = FrozenParts()
        self._largest: npt.NDArray[np.uint8] = np.zeros(grid, np.uint8)

    def about_to_change(self, rect: Rect) -> None:
        """Pixels in the rectangle are going to be written."""
        self._frozen.about_to_change(rect)

    def undo(self, delta: TileDelta) -> Rect:
        """Takes an edit back; returns a rectangle that holds it, of which `touched` has to hear."""
        for rect in delta.rects:
            self.about_to_change(rect)
        delta.undo(self.array)
        return delta.rect

    def redo(self, delta: TileDelta) -> Rect:
        """Makes an edit again; returns as `undo`."""
        for rect in delta.rects:
            self.about_to_change(rect)
        delta.redo(self.array)
        return delta.rect

    def frozen(self, rect: Rect) -> Frozen:
        """The coverage of a rectangle (h, w) as it is now, for another thread. Quick."""
        return self._frozen.add(Frozen(self.array, rect, self._parts(rect, 1)))

    def frozen_hole(self, rect: Rect) -> Frozen:
        """What is hole in a rectangle, (h, w) bool, as it is now, for another thread. Quick."""
        parts = self._parts(rect, 128)
        return self._frozen.add(Frozen(self.array, rect, parts, np.bool_, _put_hole))

    def _parts(self, rect: Rect, least: int) -> list[Rect]:
        """The rectangle's share of each tile that has as much coverage somewhere."""
        tiles = [tile for tile in rect.tiles(TILE_PX) if self._largest[tile] >= least]
        return [tile_rect(tile, self.size).intersection(rect) for tile in tiles]

    def touched(self, rect: Rect) -> None:
        """Takes note that pixels in the rectangle were written."""
        self.writes += 1
        for tile in rect.intersection(Rect.whole(self.size)).tiles(TILE_PX):
            self._largest[tile] = self.array[tile_rect(tile, self.size).slices].max()

    @property
    def has_hole(self) -> bool:
        return bool((self._largest > 127).any())

    def covers(self, rect: Rect) -> bool:
        """Whether there may be coverage inside a rectangle; false is certain."""
        inside = rect.intersection(Rect.whole(self.size))
        rows = slice(inside.y0 // TILE_PX, -(-inside.y1 // TILE_PX))
        return bool(self._largest[rows, inside.x0 // TILE_PX : -(-inside.x1 // TILE_PX)].any())

    @property
    def covered_rect(self) -> Rect:
        """Whole tiles around everything that is covered at all."""
        return self._tiles_rect(self._largest > 0)

    @property
    def hole_rect(self) -> Rect:
        """The smallest rectangle that holds every hole pixel; empty where there is none."""
        around = self._tiles_rect(self._largest > 127)
        if around.is_empty:
            return EMPTY
        # The four rims of tiles say it all: what lies between them may be a whole large photo.
        x0, y0, x1, y1 = around
        top = bounding_rect(self.array[y0 : y0 + TILE_PX, x0:x1] > 127)
        left = bounding_rect(self.array[y0:y1, x0 : x0 + TILE_PX] > 127)
        last_y, last_x = (y1 - 1) // TILE_PX * TILE_PX, (x1 - 1) // TILE_PX * TILE_PX
        bottom = bounding_rect(self.array[last_y:y1, x0:x1] > 127)
        right = bounding_rect(self.array[y0:y1, last_x:x1] > 127)
        return Rect(x0 + left.x0, y0 + top.y0, last_x + right.x1, last_y + bottom.y1)

    def _tiles_rect(self, tiles: npt.NDArray[np.bool_]) -> Rect:
        grid = bounding_rect(tiles)
        scaled = Rect(*(edge * TILE_PX for edge in grid))
        return scaled.intersection(Rect.whole(self.size))


def _put_hole(coverage: Coverage, hole: npt.NDArray[np.bool_]) -> None:
    np.greater(coverage, 127, out=hole)
