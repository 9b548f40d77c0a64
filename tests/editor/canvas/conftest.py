"""A canvas with a photo, and hands to touch it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from editor.canvas.view import CanvasView
from editor.document.document import Document
from tests.editor.document.builders import noise

OpenCanvas = Callable[..., CanvasView]


@pytest.fixture
def open_canvas(qtbot) -> OpenCanvas:
    """Makes a shown canvas of 400 x 300 with a noise photo of (height, width)."""

    def make(height: int = 600, width: int = 800, channels: int = 3, dtype: type = np.uint8) -> CanvasView:
        document = Document()
        view = CanvasView(document, brush_size_px=30, brush_hardness=1.0)
        # The canvas does not own its document; the test has to keep it.
        view.test_document = document  # pyright: ignore[reportAttributeAccessIssue]
        qtbot.addWidget(view)
        view.resize(400, 300)
        with qtbot.waitExposed(view):
            view.show()
        if height:
            document.load(noise(height, width, channels, dtype))
        return view

    return make


def screen(view: CanvasView) -> np.ndarray:
    """What the canvas shows, (height, width, 3) RGB."""
    image = view.grab().toImage().convertToFormat(view.grab().toImage().Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def over(view: CanvasView, x: float, y: float) -> QPointF:
    """The widget position of a photo point."""
    return view.widget_point(x, y)
