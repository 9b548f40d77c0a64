"""Editor tests run without a display, and no Qt warning passes unnoticed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest


@pytest.fixture(autouse=True)
def qt_is_quiet(qtlog: Any) -> Iterator[None]:
    """Any Qt message of level warning or above, during setup or call, makes the test an error."""
    yield
    loud = [r for r in qtlog.records if r.log_type_name not in ("QtDebugMsg", "QtInfoMsg")]
    assert not loud, "\n".join(str(record.message) for record in loud)


@pytest.fixture
def has_labels() -> bool:
    """Whether the engine knows labels; a module that is about them says yes."""
    return False
