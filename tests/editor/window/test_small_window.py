"""On small screens: the window is as small as it is asked to be, and what it says can be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from editor.panels.slider_row import NumberBox
from tests.editor.window.conftest import Desk

_LONG = "123,456 pixels outside the mask (0.1 %) changed by compression, by 3 levels at most."


def fill_up(desk: Desk) -> None:
    """A photo with variations, recent photos, and a status line that has much to say."""
    desk.open()
    desk.fill()
    desk.editor.actions["variations"].trigger()
    desk.qtbot.waitUntil(lambda: len(desk.editor.variations.entries) == 4)
    desk.qtbot.waitUntil(lambda: not desk.editor.varied.is_busy)
    window = desk.editor.window
    window.set_recent([desk.folder / f"photo {number}.png" for number in range(10)])
    window.status.proof.setText(_LONG)
    window.status.photo.setText("6000 × 4000 · 16 bit · ProPhoto RGB")


def is_in_sight(part: QWidget, window: QWidget) -> bool:
    return window.rect().contains(QRect(part.mapTo(window, part.rect().topLeft()), part.size()))


@pytest.mark.parametrize("size", [QSize(1024, 640), QSize(800, 500)])
def test_the_window_is_as_small_as_the_screen(desk: Desk, size: QSize) -> None:
    fill_up(desk)
    window = desk.editor.window
    window.resize(size)
    assert window.strip.isVisible()
    desk.qtbot.waitUntil(lambda: not window.strip.geometry().intersects(window.canvas.geometry()))
    desk.qtbot.wait(0)
    assert window.size() == size
    for part in (window.canvas, window.strip, window.status.photo, *window.brush.findChildren(NumberBox)):
        assert is_in_sight(part, window), part


def test_without_a_photo_the_window_is_as_small_and_all_can_be_scrolled_to(desk: Desk) -> None:
    window = desk.editor.window
    window.set_recent([desk.folder / f"photo {number}.png" for number in range(10)])
    window.resize(800, 500)
    desk.qtbot.waitUntil(lambda: window.welcome.verticalScrollBar().maximum() > 0)
    assert window.size() == QSize(800, 500)
    window.resize(1024, 900)
    desk.qtbot.waitUntil(lambda: window.welcome.verticalScrollBar().maximum() == 0)
