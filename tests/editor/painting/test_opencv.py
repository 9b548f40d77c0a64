"""Importing OpenCV leaves Qt's environment alone, whichever room is imported first."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("preset", [None, "/somewhere"])
@pytest.mark.parametrize("first", ["editor.painting.morphology", "editor.canvas.pyramid"])
def test_qt_s_environment_is_as_before(first: str, preset: str | None) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QT_QPA")}
    if preset is not None:
        environment["QT_QPA_PLATFORM_PLUGIN_PATH"] = preset
    program = (
        f"import {first}, os, sys; assert 'cv2' in sys.modules;"
        "print(os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH'), os.environ.get('QT_QPA_FONTDIR'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout == f"{preset} None\n"
