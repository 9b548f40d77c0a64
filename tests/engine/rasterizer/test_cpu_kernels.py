"""The compiled loops without a place for their cache, as in a read-only or frozen install."""

from __future__ import annotations

import pytest

from engine.rasterizer import cpu_kernels


def test_a_function_without_a_place_for_its_cache_is_compiled_all_the_same():
    """A frozen program has no source files, so numba finds no folder to cache in."""
    namespace: dict = {}
    exec(compile("def double(x):\n    return 2 * x\n", "/nowhere/frozen.py", "exec"), namespace)
    import numba

    with pytest.raises(RuntimeError, match="cannot cache"):
        numba.njit(cache=True)(namespace["double"])
    assert cpu_kernels._compiled()(namespace["double"])(21) == 42
