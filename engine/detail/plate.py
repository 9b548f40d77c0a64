"""A thin plate under tension, near to the colors of its cells: the smoothest surface that still follows them.

Source: Terzopoulos 1988 (thin plates under tension); solved as sparse least squares.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import splu

from engine.detail.task import Image, Mask

# Row and column from the first cell, and weight.
_Stencil = Sequence[tuple[int, int, float]]
_TWIST = float(np.sqrt(2))
_BENDING: tuple[_Stencil, ...] = (
    ((0, -1, 1.0), (0, 0, -2.0), (0, 1, 1.0)),
    ((-1, 0, 1.0), (0, 0, -2.0), (1, 0, 1.0)),
    ((0, 0, _TWIST), (0, 1, -_TWIST), (1, 0, -_TWIST), (1, 1, _TWIST)),
)
_STRETCHING: tuple[_Stencil, ...] = (((0, 0, -1.0), (0, 1, 1.0)), ((0, 0, -1.0), (1, 0, 1.0)))


def plate(colors: Image, solid: Mask, heard: Image, tension: float) -> Image:
    """The surface that bends and stretches least for how well it follows the colors.

    Args:
        colors: (h, w, 3).
        solid: (h, w), cells that it consists of: it ends where they do, and does not bend over the end.
        heard: (h, w), above 0: the weight of each cell's own colors. With 1 / L^4 what is finer than some
            L cells is smoothed away.
        tension: Weight of slopes; 1 / L^2 lets it sag over more than some L cells, where bending alone
            would overshoot.

    Returns:
        (h, w, 3), `colors` where it is not solid.
    """
    free = np.flatnonzero(solid)
    if free.size == 0:
        return colors
    terms = [_rows(solid, stencil, 1.0) for stencil in _BENDING]
    terms += [_rows(solid, stencil, tension) for stencil in _STRETCHING]
    left = diags(heard.ravel()[free].astype(np.float64))
    for term in terms:
        of_free = term[:, free]
        left = left + of_free.T @ of_free
    values = colors.reshape(-1, 3).astype(np.float64)
    right = heard.ravel()[free, None] * values[free]
    values[free] = splu(left.tocsc()).solve(right)
    return values.reshape(colors.shape).astype(np.float32)


def _rows(solid: Mask, stencil: _Stencil, weight: float) -> csr_matrix:
    """(n, cells): one row for every place of a stencil that is solid throughout."""
    height, width = solid.shape
    y = [row for row, _, _ in stencil]
    x = [column for _, column, _ in stencil]
    views = [
        np.s_[row - min(y) : height - max(y) + row, column - min(x) : width - max(x) + column]
        for row, column, _ in stencil
    ]
    counts = np.logical_and.reduce([solid[view] for view in views])
    cells: npt.NDArray[np.int64] = np.arange(height * width).reshape(height, width)
    size = int(counts.sum())
    rows = np.tile(np.arange(size), len(stencil))
    columns = np.concatenate([cells[view][counts] for view in views])
    values = np.repeat([np.sqrt(weight) * share for _, _, share in stencil], size)
    return csr_matrix((values, (rows, columns)), (size, height * width))
