"""Where output pixels fall in a field: the cell of each, its place in the cell, the cells it blends."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.regions import Box


@dataclass(frozen=True)
class Axis:
    """The samples of one axis, one entry per output pixel of the asked range.

    Attributes:
        cell: Cell that holds the pixel's center, counted from the crop's first cell.
        place: Pixel's center relative to its cell's center, px of the field.
        left: First of the two cells whose centers enclose the pixel, clamped to the field.
        right: Second of them.
        fraction: Share of `right` in their blend, 0..1.
        first: First cell of the crop, counted in the field.
        last: End of the crop (exclusive).
        scale: Output px per field px.
    """

    cell: npt.NDArray[np.int64]
    place: npt.NDArray[np.float64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    fraction: npt.NDArray[np.float64]
    first: int
    last: int
    scale: float

    def cell_centers(self, cell_px: int) -> npt.NDArray[np.float64]:
        """Centers of the crop's cells in output px, counted from the first pixel's edge."""
        cells = np.arange(self.last - self.first)
        return 0.5 + ((cells - self.cell[0]) * cell_px - self.place[0]) * self.scale


def output_size(size: tuple[int, int], scale: tuple[float, float]) -> tuple[int, int]:
    """(height, width) of a field of `size` px rendered at `scale` (sy, sx); halves round up."""
    return math.floor(size[0] * scale[0] + 0.5), math.floor(size[1] * scale[1] + 0.5)


def sample_axis(start: int, stop: int, scale: float, cell_px: int, cells: int, radius: int) -> Axis:
    """Places the output pixels `start`..`stop` of one axis on the grid of cells.

    Everything is computed in float64 from whole numbers, pixel by pixel, so that a pixel's numbers never
    depend on the range that was asked for.
    """
    position = (np.arange(start, stop, dtype=np.float64) + 0.5) / (scale * cell_px)
    cell = np.clip(np.floor(position).astype(np.int64), 0, cells - 1)
    left = np.floor(position - 0.5).astype(np.int64)
    first, last = max(0, int(cell[0]) - radius), min(cells, int(cell[-1]) + radius + 1)
    return Axis(
        cell=cell - first,
        place=(position - (cell + 0.5)) * cell_px,
        left=np.clip(left, 0, cells - 1) - first,
        right=np.clip(left + 1, 0, cells - 1) - first,
        fraction=position - 0.5 - left,
        first=first,
        last=last,
        scale=scale,
    )


def sample_box(
    box: Box, scale: tuple[float, float], cell_px: int, cells: tuple[int, int], radius: int
) -> tuple[Axis, Axis, Box]:
    """Places a box of output pixels.

    Returns:
        Samples of the rows, samples of the columns, and the box of cells that can reach the pixels.
    """
    rows = sample_axis(box.y0, box.y1, scale[0], cell_px, cells[0], radius)
    columns = sample_axis(box.x0, box.x1, scale[1], cell_px, cells[1], radius)
    return rows, columns, Box(columns.first, rows.first, columns.last, rows.last)
