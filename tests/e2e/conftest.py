"""The real engine, opened once, and the same watch over Qt's warnings as in the editor's tests."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from engine.api import FillEngine, load_engine
from tests.editor.window.conftest import qt_is_quiet


@pytest.fixture(scope="session")
def engine() -> FillEngine:
    """The shipped weights on the CPU."""
    return load_engine("cpu")


__all__ = ["engine", "qt_is_quiet"]
