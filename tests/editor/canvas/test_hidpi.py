"""On a dense screen, also one of a broken ratio, the photo is shown in the screen's own pixels."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_PROGRAM = """
import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.canvas.view import CanvasView
from editor.document.document import Document

app = QApplication([])
document = Document()
view = CanvasView(document, brush_size_px=10, brush_hardness=1.0)
view.resize(204, 152)
view.show()
document.load(np.random.default_rng(0).integers(0, 256, (700, 900, 3)).astype(np.uint8))
ratio = view.devicePixelRatioF()
view.zoom_to(1.0)
shown = view.grab().toImage().convertToFormat(view.grab().toImage().Format.Format_RGB888)
rows = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.bytesPerLine())
screen = rows[:, : shown.width() * 3].reshape(shown.height(), shown.width(), 3)
box = view.visible_box()
assert (shown.height(), shown.width()) == (round(152 * ratio), round(204 * ratio)), shown.size()
assert (box.height, box.width) == screen.shape[:2], (box, screen.shape)
assert np.array_equal(screen, document.pixels[box.slices])
QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, 40))
x, y = view.photo_point(QPointF(60, 40))
assert document.mask_rect.width == 10
assert abs((document.mask_rect.x0 + document.mask_rect.x1) / 2 - x) <= 1
assert abs(x - (box.x0 + 60 * ratio)) <= 1
print("ok", ratio)
"""


@pytest.mark.parametrize("factor", ["1.5", "2.0"])
def test_at_100_percent_a_photo_pixel_is_a_device_pixel(factor: str) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen"}
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM], env=environment, capture_output=True, text=True, check=False
    )
    assert result.stdout == f"ok {factor}\n", result.stderr
    assert result.stderr == ""
