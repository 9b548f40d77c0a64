"""What a source costs by what it is and where it lies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.detail.vetoes import Vetoes


def cost(vetoes: Vetoes, size: tuple[int, int], place: tuple[int, int], source: tuple[int, int]) -> float:
    cells = vetoes.cells(size)
    return float(vetoes.table[cells[place], cells[source]])


def test_without_features_and_distances_everything_may_serve() -> None:
    vetoes = Vetoes(None, (300, 400), nearness=0.0)
    assert vetoes.table.tolist() == [[0.0]]
    assert vetoes.cells((300, 400)).shape == (1, 1)


@given(st.integers(100, 3000), st.integers(100, 3000), st.integers(0, 2**31))
@settings(max_examples=30, deadline=None)
def test_farther_is_never_cheaper_and_beside_never_dearer_than_above(
    rows: int, columns: int, seed: int
) -> None:
    """On square cells: a source costs more the farther it lies, and more above than as far beside."""
    side = min(rows, columns)
    size = (side, side)
    vetoes = Vetoes(None, size)
    y, x, step, more = np.random.default_rng(seed).integers(0, side // 3, 4)
    near, far = int(step), int(step + more)
    assert cost(vetoes, size, (y, x), (y, x + near)) <= cost(vetoes, size, (y, x), (y, x + far)) + 1e-6
    beside = cost(vetoes, size, (y, y), (y, y + far))
    assert beside <= cost(vetoes, size, (y, y), (y + far, y)) + 1e-6


@pytest.mark.parametrize("size", [(256, 256), (1000, 1500), (4000, 700)])
def test_what_lies_right_beside_costs_nothing(size: tuple[int, int]) -> None:
    assert cost(Vetoes(None, size), size, (100, 100), (110, 120)) == 0
    assert cost(Vetoes(None, size), size, (10, 10), (size[0] - 10, 10)) > 0.01


@given(st.integers(20, 20000), st.integers(20, 20000))
@settings(max_examples=50, deadline=None)
def test_the_table_stays_small_and_every_pixel_has_a_cell(rows: int, columns: int) -> None:
    vetoes = Vetoes(None, (rows, columns))
    assert len(vetoes.table) <= 1024
    coarse = (max(1, rows // 16), max(1, columns // 16))
    cells = vetoes.cells(coarse)
    assert cells.shape == coarse
    assert 0 <= cells.min() <= cells.max() < len(vetoes.table)


def test_another_kind_costs_more_than_the_same_at_the_same_distance() -> None:
    features = np.zeros((8, 8, 2), np.float32)
    features[:, :4, 0], features[:, 4:, 1] = 1, 1
    size = (800, 800)
    vetoes = Vetoes(features, size)
    same, other = (cost(vetoes, size, (350, 350), (350, x)) for x in (50, 650))
    assert other > same + 0.01
