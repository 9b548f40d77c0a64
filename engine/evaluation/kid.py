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
        subset_size: Vectors of each side in a subset; at most half of those there are, lest all be one.

    Returns:
        About 0 for equal distributions; may be negative, as it is unbiased.

    Raises:
        ValueError: Fewer than three vectors on a side.
    """
    size = min(subset_size, (len(a) + 1) // 2, (len(b) + 1) // 2)
    if size < 2:
        raise ValueError("the kernel distance needs at least three vectors on each side")
    rng = np.random.default_rng(seed)
    # Once for all subsets: they share most of their pairs.
    within_a, within_b, across = _kernel(a, a), _kernel(b, b), _kernel(a, b)
    estimates = []
    for _ in range(subsets):
        i = rng.choice(len(a), size, replace=False)
        j = rng.choice(len(b), size, replace=False)
        pairs = _mean_of_pairs(within_a[np.ix_(i, i)]) + _mean_of_pairs(within_b[np.ix_(j, j)])
        estimates.append(pairs - 2 * across[np.ix_(i, j)].mean())
    return KernelDistance(float(np.mean(estimates)), float(np.std(estimates)), min(len(a), len(b)))


def _mean_of_pairs(kernel: npt.NDArray[np.float64]) -> float:
    """The mean over all pairs of different vectors."""
    n = len(kernel)
    return float((kernel.sum() - np.trace(kernel)) / (n * (n - 1)))


def _kernel(x: Features, y: Features) -> npt.NDArray[np.float64]:
    dot = x.astype(np.float64) @ y.astype(np.float64).T / x.shape[1] + 1
    return dot * dot * dot
