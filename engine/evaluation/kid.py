"""Kernel inception distance (Binkowski et al., 2018) on the teacher's features instead of Inception's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Features = npt.NDArray[np.float32]


@dataclass(frozen=True)
class KernelDistance:
    """An estimate.

    Attributes:
        mean, std: Over the subsets.
        crops: How many vectors there were.
    """

    mean: float
    std: float
    crops: int


def kernel_distance(
    a: Features, b: Features, seed: int = 0, subsets: int = 50, subset_size: int = 500
) -> KernelDistance:
    """Squared maximum mean discrepancy with the cubic kernel (x.y / d + 1)^3, unbiased, over random subsets.

    Args:
        a: (N, d) features of the fills.
        b: (M, d) features of the truths.
        seed: Of the subsets.
        subsets: How many.
        subset_size: Vectors of each side in a subset; fewer where there are fewer.

    Returns:
        About 0 for equal distributions; may be negative, as it is unbiased.

    Raises:
        ValueError: Fewer than two vectors on a side.
    """
    size = min(subset_size, len(a), len(b))
    if size < 2:
        raise ValueError("the kernel distance needs at least two vectors on each side")
    rng = np.random.default_rng(seed)
    estimates = [
        _unbiased(
            a[rng.choice(len(a), size, replace=False)].astype(np.float64),
            b[rng.choice(len(b), size, replace=False)].astype(np.float64),
        )
        for _ in range(subsets)
    ]
    return KernelDistance(float(np.mean(estimates)), float(np.std(estimates)), min(len(a), len(b)))


def _unbiased(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> float:
    n = len(x)
    within = [(k.sum() - np.trace(k)) / (n * (n - 1)) for k in (_kernel(x, x), _kernel(y, y))]
    return float(sum(within) - 2 * _kernel(x, y).mean())


def _kernel(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return (x @ y.T / x.shape[1] + 1) ** 3
