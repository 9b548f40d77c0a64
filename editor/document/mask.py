"""The mask of a document: coverage per pixel, and where in a large photo there is any of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from editor.document.tiles import TILE_PX, tile_rect
from editor.painting.dabs import Coverage
from editor.painting.rect import EMPTY, Rect, bounding_rect


class MaskLayer:
    """Coverage of a photo, 0..255; above 127 is hole. Or codes of labels, 0 = nothing.

    A grid remembers which tiles are covered at all, so that an almost empty mask of 100 megapixels is
    searched, cleared and counted in no time.

    Attributes:
        array: (H, W) uint8. Whoever writes to it says so by `touched`.
        writes: Counts what was said.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.array: Coverage = np.zeros(size, np.uint8)
        grid = (-(-size[0] // TILE_PX), -(-size[1] // TILE_PX))
        self.writes = 0
        self._largest: npt.NDArray[np.uint8] = np.zeros(grid, np.uint8)

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
        return bounding_rect(self.array[around.slices] > 127).shifted(around.x0, around.y0)

    def _tiles_rect(self, tiles: npt.NDArray[np.bool_]) -> Rect:
        grid = bounding_rect(tiles)
        scaled = Rect(*(edge * TILE_PX for edge in grid))
        return scaled.intersection(Rect.whole(self.size))
