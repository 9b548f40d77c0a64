"""The compiled loops of the CPU backend: every pixel walks its window, front to back.

float32 throughout and no fastmath: a pixel's bits depend on its Gaussians alone, never on the box, the
number of threads or the order of the patches. Layouts (channels last, one Gaussian's numbers side by side):

    gaussians (B, h, w, K, 10): offset x, offset y, whitening p, q, r, color, opacity, and the largest
        sigma at which the Gaussian is not yet skipped
    blend (B, h, w, 3): mean color of each cell
    row_cell, row_place, row_left, row_right, row_fraction (H): `Axis` of the rows; columns alike
    shift_px (2 * radius + 1): place of each cell of the window relative to the pixel's own
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from engine.rasterizer.gaussians import ALPHA_CAP, ALPHA_THRESHOLD, NORMALIZER, STOP_TRANSMITTANCE

STRIP_CELLS = 16
"""Rows of cells whose gradient one task gathers: few enough for many tasks, enough to dwarf the halo."""

_CAP = np.float32(ALPHA_CAP)
_THRESHOLD = np.float32(ALPHA_THRESHOLD)
_STOP = np.float32(STOP_TRANSMITTANCE)
_EPS = np.float32(NORMALIZER)
_ZERO, _HALF, _ONE = np.float32(0.0), np.float32(0.5), np.float32(1.0)


def _compiled(**options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`numba.njit` with its disk cache where there is a place for it.

    A frozen or read-only install may have none; then the loops are compiled once per start.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        try:
            return numba.njit(cache=True, error_model="numpy", **options)(function)
        except RuntimeError:  # "cannot cache function: no locator available"
            return numba.njit(error_model="numpy", **options)(function)

    return decorate


@_compiled(forceinline=True)
def _blended(blend, b, top, bottom, down, left, right, across, c):
    """One channel of the bilinear blend; rows first, as in the reference."""
    first = blend[b, top, left, c] + (blend[b, bottom, left, c] - blend[b, top, left, c]) * down
    second = blend[b, top, right, c] + (blend[b, bottom, right, c] - blend[b, top, right, c]) * down
    return first + (second - first) * across


@_compiled(forceinline=True)
def _composite(gaussians, b, row, column, y, x, shift_px, cells, seen):
    """Composites one pixel, front to back, and notes the Gaussians that it sees.

    Args:
        b: Image.
        row, column: The pixel's cell.
        y, x: Its place in the cell, px.
        cells: (most, 3), filled with row, column and number of each Gaussian seen.
        seen: (most, 6), filled with dx, dy, u, v, exp(-sigma) and the transmittance in front of it.

    Returns:
        How many are seen, the sums of share * color (3), the sum of shares.
    """
    _, cell_rows, cell_columns, per_cell, _ = gaussians.shape
    radius = shift_px.size // 2
    transmittance, weight = _ONE, _ZERO
    red, green, blue = _ZERO, _ZERO, _ZERO
    count = 0
    for cell_row in range(max(0, row - radius), min(cell_rows, row + radius + 1)):
        from_row = y - shift_px[cell_row - row + radius]
        for cell_column in range(max(0, column - radius), min(cell_columns, column + radius + 1)):
            from_column = x - shift_px[cell_column - column + radius]
            for k in range(per_cell):
                one = gaussians[b, cell_row, cell_column, k]
                dx, dy = from_column - one[0], from_row - one[1]
                u, v = one[2] * dx, one[4] * dy - one[3] * dx
                sigma = _HALF * (u * u + v * v)
                if sigma > one[9]:
                    continue
                falloff = np.exp(-sigma)
                alpha = min(one[8] * falloff, _CAP)
                if not alpha >= _THRESHOLD:
                    continue
                remaining = transmittance * (_ONE - alpha)
                if not remaining > _STOP:
                    return count, red, green, blue, weight
                share = alpha * transmittance
                red += share * one[5]
                green += share * one[6]
                blue += share * one[7]
                weight += share
                cells[count, 0], cells[count, 1], cells[count, 2] = cell_row, cell_column, k
                seen[count, 0], seen[count, 1] = dx, dy
                seen[count, 2], seen[count, 3] = u, v
                seen[count, 4], seen[count, 5] = falloff, transmittance
                count += 1
                transmittance = remaining
    return count, red, green, blue, weight


@_compiled(parallel=True, nogil=True)
def forward(
    gaussians, blend, row_cell, row_place, row_left, row_right, row_fraction,
    column_cell, column_place, column_left, column_right, column_fraction, shift_px, pixels,
):  # fmt: skip
    """Fills `pixels` (B, 3, H, W); rows are independent of each other."""
    batch, per_cell = gaussians.shape[0], gaussians.shape[3]
    height, width = row_cell.size, column_cell.size
    most = shift_px.size * shift_px.size * per_cell
    for task in numba.prange(batch * height):
        b, i = task // height, task % height
        top, bottom, down = row_left[i], row_right[i], row_fraction[i]
        cells = np.empty((most, 3), np.int64)
        seen = np.empty((most, 6), np.float32)
        for j in range(width):
            _, red, green, blue, weight = _composite(
                gaussians,
                b,
                row_cell[i],
                column_cell[j],
                row_place[i],
                column_place[j],
                shift_px,
                cells,
                seen,
            )
            left, right, across = column_left[j], column_right[j], column_fraction[j]
            whole = weight + _EPS
            for c, own in enumerate((red, green, blue)):
                behind = _blended(blend, b, top, bottom, down, left, right, across, c)
                pixels[b, c, i, j] = (own + _EPS * behind) / whole


@_compiled(forceinline=True)
def _spread_to_gaussians(gaussians, count, cells, seen, grad_red, grad_green, grad_blue, level, sums, base):
    """Adds one pixel's gradient to the Gaussians it sees, back to front.

    Args:
        gaussians: Of one image.
        count, cells, seen: From `_composite`.
        grad_red, grad_green, grad_blue: Gradient of the pixel over (sum of shares + eps).
        level: Their product with the pixel.
        sums: (rows, w, K, 9), added to; its first row is the row `base` of cells.
    """
    after = _ZERO  # over the Gaussians behind this one: sum of share * value
    for n in range(count - 1, -1, -1):
        cell_row, cell_column, k = cells[n, 0], cells[n, 1], cells[n, 2]
        one = gaussians[cell_row, cell_column, k]
        total = sums[cell_row - base, cell_column, k]
        dx, dy, u, v, falloff, before = seen[n, 0], seen[n, 1], seen[n, 2], seen[n, 3], seen[n, 4], seen[n, 5]
        raw = one[8] * falloff
        alpha = min(raw, _CAP)
        share = alpha * before
        total[5] += share * grad_red
        total[6] += share * grad_green
        total[7] += share * grad_blue
        value = grad_red * one[5] + grad_green * one[6] + grad_blue * one[7] - level
        if raw <= _CAP:
            grad_alpha = before * value - after / (_ONE - alpha)
            total[8] += grad_alpha * falloff
            grad_sigma = -grad_alpha * alpha
            grad_u, grad_v = grad_sigma * u, grad_sigma * v
            total[0] -= grad_u * one[2] - grad_v * one[3]
            total[1] -= grad_v * one[4]
            total[2] += grad_u * dx
            total[3] -= grad_v * dx
            total[4] += grad_v * dy
        after += share * value


@_compiled(parallel=True, nogil=True)
def backward(
    gaussians, blend, row_cell, row_place, row_left, row_right, row_fraction,
    column_cell, column_place, column_left, column_right, column_fraction, shift_px, pixel_grad, strips, grad,
):  # fmt: skip
    """Fills `grad` (B, h, w, K, 9) with the gradient of the first nine numbers of each Gaussian.

    A task owns the pixels of STRIP_CELLS rows of cells of one image and gathers into its own part of
    `strips` (B, S, STRIP_CELLS + 2 radius, w, K, 9), zeros at first; the strips are then added in a fixed
    order. No atomics: the same bits in every run, whatever the number of threads.
    """
    batch, cell_rows, _, per_cell, _ = gaussians.shape
    radius = shift_px.size // 2
    strip_count = strips.shape[1]
    most = shift_px.size * shift_px.size * per_cell
    for task in numba.prange(batch * strip_count):
        b, strip = task // strip_count, task % strip_count
        sums = strips[b, strip]
        base = strip * STRIP_CELLS - radius
        first = np.searchsorted(row_cell, strip * STRIP_CELLS)
        last = np.searchsorted(row_cell, (strip + 1) * STRIP_CELLS)
        cells = np.empty((most, 3), np.int64)
        seen = np.empty((most, 6), np.float32)
        for i in range(first, last):
            top, bottom, down = row_left[i], row_right[i], row_fraction[i]
            for j in range(column_cell.size):
                count, red, green, blue, weight = _composite(
                    gaussians,
                    b,
                    row_cell[i],
                    column_cell[j],
                    row_place[i],
                    column_place[j],
                    shift_px,
                    cells,
                    seen,
                )
                left, right, across = column_left[j], column_right[j], column_fraction[j]
                whole = weight + _EPS
                grad_red = pixel_grad[b, 0, i, j] / whole
                grad_green = pixel_grad[b, 1, i, j] / whole
                grad_blue = pixel_grad[b, 2, i, j] / whole
                # The pixel itself, seen through its gradient: what a Gaussian's color is measured against.
                behind = _blended(blend, b, top, bottom, down, left, right, across, 0)
                level = grad_red * ((red + _EPS * behind) / whole)
                behind = _blended(blend, b, top, bottom, down, left, right, across, 1)
                level += grad_green * ((green + _EPS * behind) / whole)
                behind = _blended(blend, b, top, bottom, down, left, right, across, 2)
                level += grad_blue * ((blue + _EPS * behind) / whole)
                _spread_to_gaussians(
                    gaussians[b], count, cells, seen, grad_red, grad_green, grad_blue, level, sums, base
                )
                for cell_row, share_of_row in ((top, _ONE - down), (bottom, down)):
                    for cell_column, share_of_column in ((left, _ONE - across), (right, across)):
                        part = _EPS * share_of_row * share_of_column / np.float32(per_cell)
                        for k in range(per_cell):
                            total = sums[cell_row - base, cell_column, k]
                            total[5] += part * grad_red
                            total[6] += part * grad_green
                            total[7] += part * grad_blue

    for task in numba.prange(batch * cell_rows):
        b, cell_row = task // cell_rows, task % cell_rows
        for strip in range(strip_count):
            place = cell_row - (strip * STRIP_CELLS - radius)
            if 0 <= place < strips.shape[2]:
                grad[b, cell_row] += strips[b, strip, place]
