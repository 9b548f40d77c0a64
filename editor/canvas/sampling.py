"""Coverage under the window's pixels, from the level of a pyramid that steps over nothing."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from editor.canvas.pyramid import Pyramid
from editor.canvas.viewport import Viewport
from editor.painting.rect import Rect

Indices = npt.NDArray[np.intp]


def sample(pyramid: Pyramid, viewport: Viewport, device: Rect) -> npt.NDArray[np.uint8] | None:
    """Coverage under device pixels.

    Args:
        pyramid: Levels of coverage by maximum.
        viewport: Where the photo lies.
        device: Device pixels, in or out of the window.

    Returns:
        (h, w); 0 beside the photo. None where there is no coverage at all.
    """
    if viewport.photo_rect(device).is_empty:
        return None
    # The level whose pixels are at least as large as the window's: none is stepped over.
    level = min(max(0, math.ceil(math.log2(1 / viewport.scale) - 1e-9)), pyramid.top)
    (rows_in, inside_rows), (columns_in, inside_columns) = device_pixels(
        pyramid.size(level), viewport, device, level
    )
    if inside_rows.size == 0 or inside_columns.size == 0:
        return None
    source = Rect(
        int(inside_columns[0]), int(inside_rows[0]), int(inside_columns[-1]) + 1, int(inside_rows[-1]) + 1
    )
    covered = pyramid.read(level, source)
    if not covered.any():
        return None
    result = np.zeros((device.height, device.width), np.uint8)
    # Columns first: when magnified, there are few rows to do it in.
    result[rows_in, columns_in] = covered.take(inside_columns - source.x0, axis=1).take(
        inside_rows - source.y0, axis=0
    )
    return result


def device_pixels(
    size: tuple[int, int], viewport: Viewport, device: Rect, level: int = 0
) -> tuple[tuple[slice, Indices], tuple[slice, Indices]]:
    """The pixels of a picture under device pixels.

    Args:
        size: (height, width) of the picture.
        viewport: Where the photo lies.
        device: Device pixels, in or out of the window.
        level: How often the picture is a half of the photo.

    Returns:
        For rows, then for columns: which of the device's are on the picture, and the indices that lie under
        them, ascending.
    """
    ox, oy = viewport.origin
    rows = np.floor((np.arange(device.y0, device.y1) + 0.5 - oy) / viewport.scale).astype(np.intp) >> level
    columns = np.floor((np.arange(device.x0, device.x1) + 0.5 - ox) / viewport.scale).astype(np.intp) >> level
    rows_in, columns_in = _span(rows, size[0]), _span(columns, size[1])
    return (rows_in, rows[rows_in]), (columns_in, columns[columns_in])


def _span(indices: npt.NDArray[np.intp], size: int) -> slice:
    """The run of ascending indices that lie in [0, size)."""
    return slice(int(np.searchsorted(indices, 0)), int(np.searchsorted(indices, size)))
