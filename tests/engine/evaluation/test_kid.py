import numpy as np
import pytest

from engine.evaluation.kid import kernel_distance


def features(count: int, shift: float, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(shift, 1, (count, 16)).astype(np.float32)


def test_equal_distributions_are_at_no_distance_within_the_deviation() -> None:
    found = kernel_distance(features(900, 0, 0), features(900, 0, 1), subset_size=300)
    assert abs(found.mean) < 2 * found.std
    assert found.crops == 900


def test_the_distance_grows_with_the_shift() -> None:
    truth = features(600, 0, 0)
    distances = [kernel_distance(features(600, s, 1), truth, subset_size=300).mean for s in (0.1, 0.3, 0.6)]
    assert 0 < distances[0] < distances[1] < distances[2]


def test_the_cubic_kernel_by_hand() -> None:
    # Vectors of one dimension: k(x, y) = (x y + 1)^3; four equal ones on each side, so subsets do not matter.
    x, y = np.full((4, 1), 1.0, dtype=np.float32), np.full((4, 1), 2.0, dtype=np.float32)
    by_hand = (1 + 1) ** 3 + (4 + 1) ** 3 - 2 * (2 + 1) ** 3
    found = kernel_distance(x, y, subsets=3)
    assert found.mean == pytest.approx(by_hand)
    assert found.std == 0


def test_the_diagonal_does_not_count() -> None:
    # Orthogonal vectors: all kernels of different vectors are 1, so the unbiased estimate is 0.
    x = np.eye(8, dtype=np.float32)
    assert kernel_distance(x[:4], x[4:]).mean == pytest.approx(0)


def test_the_seed_decides_the_subsets() -> None:
    a, b = features(200, 0, 0), features(200, 0.2, 1)
    assert kernel_distance(a, b, seed=3, subset_size=50) == kernel_distance(a, b, seed=3, subset_size=50)
    assert kernel_distance(a, b, seed=3, subset_size=50) != kernel_distance(a, b, seed=4, subset_size=50)


def test_two_vectors_are_no_distribution() -> None:
    with pytest.raises(ValueError, match="at least three"):
        kernel_distance(features(2, 0, 0), features(5, 0, 0))
