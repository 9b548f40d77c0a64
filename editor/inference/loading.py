"""How the real engine is opened; tests bring a loader of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from engine.api import FillEngine, load_engine

Loader = Callable[[], FillEngine]


def engine_loader(device: str) -> Loader:
    """A call that opens the engine on "auto", "cpu" or "cuda"; it takes seconds and belongs on a thread."""
    return partial(load_engine, device)
