"""Kernels compile wherever the program is installed, and ranges cover all work exactly once."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from engine.detail import compilation, warm_up
from engine.detail.matching import mixed


def test_an_installation_that_cannot_be_written_compiles_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    real = numba.njit

    def without_a_place(*arguments, **options):
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return real(*arguments, **options)

    monkeypatch.setattr(numba, "njit", without_a_place)

    @compilation.compiled()
    def twice(value: int) -> int:
        return 2 * value

    assert twice(21) == 42


@pytest.mark.parametrize("count", [0, 1, 255, 1000, 5003])
@pytest.mark.parametrize("threads", [1, 2, 7])
def test_ranges_cover_everything_once(count: int, threads: int) -> None:
    seen = np.zeros(count, np.int64)

    def visit(out: np.ndarray, start: int, stop: int) -> None:
        out[start:stop] += 1

    compilation.in_ranges(visit, count, threads, seen)
    assert (seen == 1).all()


def test_hashes_spread_evenly_and_depend_on_every_number() -> None:
    drawn = np.array([mixed(1, 2, i, 3) for i in range(4000)])
    assert drawn.min() >= 0
    counts = np.bincount(drawn % 10, minlength=10)
    assert counts.min() > 320
    assert counts.max() < 480
    assert len({mixed(*key) for key in [(1, 2, 3, 4), (2, 1, 3, 4), (1, 2, 4, 3), (1, 3, 2, 4)]}) == 4


def test_warm_up_runs_again_at_no_harm() -> None:
    warm_up()
    warm_up()
