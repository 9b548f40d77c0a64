"""Labels in a hole, from what a network guesses there and from what it sees around.

The network sees what belongs where; the harmonic extension of what it says around the hole knows nothing but
how things go on. Their geometric mean is right more often than either.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import splu

Bits = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

STRETCH = 4.0
"""What neighbors in a row weigh where those in a column weigh 1: in most photos things lie in layers."""
# What the extension says is impossible may still be so: its share of the mean is bounded here.
_LEAST_PROBABILITY = 0.01


def continued(probabilities: Floats, hole: Bits) -> Floats:
    """The network's guess in the hole, drawn half-way to what goes on from around it.

    Args:
        probabilities: (h, w, K), 0..1, of a network that has been told what is known.
        hole: (h, w), cells that the hole touches.

    Returns:
        (h, w, K), adding up to 1 in every cell of the hole; as they were elsewhere.
    """
    if not hole.any() or hole.all():
        return probabilities
    goes_on = np.maximum(extended(probabilities, hole)[hole], _LEAST_PROBABILITY)
    both = np.sqrt(probabilities[hole] * goes_on)
    result = probabilities.copy()
    result[hole] = both / np.maximum(both.sum(axis=1, keepdims=True), 1e-12)
    return result


def extended(values: Floats, hole: Bits, stretch: float = STRETCH) -> Floats:
    """Values carried into a hole so that each cell is the mean of its neighbors (a membrane).

    Args:
        values: (h, w, K); not looked at in the hole.
        hole: (h, w), some cells of which are not set.
        stretch: What neighbors in a row weigh, where those in a column weigh 1.

    Returns:
        (h, w, K), equal to `values` outside the hole and between their extremes in it.
    """
    height, width = hole.shape
    rows, columns = np.nonzero(hole)
    count = len(rows)
    number = np.zeros(hole.shape, np.intp)
    number[hole] = np.arange(count)
    weights = np.zeros(count)
    pulls = np.zeros((count, values.shape[2]))
    links: list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], float]] = []
    for down, right, weight in ((-1, 0, 1.0), (1, 0, 1.0), (0, -1, stretch), (0, 1, stretch)):
        y, x = rows + down, columns + right
        cells = np.flatnonzero((y >= 0) & (y < height) & (x >= 0) & (x < width))
        y, x = y[cells], x[cells]
        weights[cells] += weight
        is_inner = hole[y, x]
        links.append((cells[is_inner], number[y[is_inner], x[is_inner]], weight))
        pulls[cells[~is_inner]] += weight * values[y[~is_inner], x[~is_inner]]
    here = np.concatenate([link[0] for link in links])
    there = np.concatenate([link[1] for link in links])
    shares = np.concatenate([np.full(len(link[0]), -link[2]) for link in links])
    matrix = sparse.csc_matrix((shares, (here, there)), shape=(count, count)) + sparse.diags(weights)
    result = values.copy()
    result[hole] = splu(matrix.tocsc()).solve(pulls)
    return result
