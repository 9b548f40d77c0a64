"""For all tests: the engine's thread settings, and no trace of them left behind."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import hypothesis
import pytest

import engine  # noqa: F401 - sets how OpenMP threads wait, before any test imports torch

# Examples are counted, not timed: a busy machine is no failure.
hypothesis.settings.register_profile("lacuna", deadline=None)
hypothesis.settings.load_profile("lacuna")


@pytest.fixture(autouse=True)
def _denormals_as_before() -> Iterator[None]:
    """A run flushes denormal numbers on its thread; hypothesis refuses to draw floats on such a thread."""
    yield
    if "torch" in sys.modules:
        import torch

        torch.set_flush_denormal(False)
