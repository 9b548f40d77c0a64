"""The first brush fits the photo; once the person has chosen a size, that is the size."""

from __future__ import annotations

import numpy as np

from editor.settings import BRUSH_SIZE
from tests.editor.window.conftest import Desk


def load(desk: Desk, height: int, width: int) -> None:
    desk.editor.document.load(np.full((height, width, 3), 90, np.uint8))


def size(desk: Desk) -> float:
    assert desk.editor.window.brush._size.value == desk.editor.canvas.brush.size_px
    return desk.editor.canvas.brush.size_px


def test_a_large_photo_has_a_brush_that_can_be_seen(desk: Desk) -> None:
    load(desk, 2230, 3000)
    assert size(desk) == 110
    load(desk, 100, 200)
    assert size(desk) == BRUSH_SIZE.default
    load(desk, 3000, 2230)
    assert size(desk) == 110


def test_a_chosen_size_stays_whatever_photo_comes(desk: Desk) -> None:
    load(desk, 2230, 3000)
    desk.editor.canvas.step_brush_size(1)
    assert size(desk) == 121
    load(desk, 100, 200)
    assert size(desk) == 121
    # The default, too, can be chosen.
    desk.editor.window.brush.size_changed.emit(float(BRUSH_SIZE.default))
    load(desk, 2230, 3000)
    assert size(desk) == BRUSH_SIZE.default


def test_a_proposed_size_is_not_remembered(desk: Desk) -> None:
    load(desk, 2230, 3000)
    assert not desk.editor.settings.has(BRUSH_SIZE)
