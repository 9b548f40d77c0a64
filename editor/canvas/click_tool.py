"""Selecting an object by clicks on it, and on what does not belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from editor.canvas.sketch import NO_SKETCH, Mark, Sketch
from editor.canvas.tools import PointerInput, Tool


class ClickLike(Protocol):
    """A click, in photo points."""

    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def is_wanted(self) -> bool: ...


class Clicked(Protocol):
    """Where clicks go: whoever turns them into a selection."""

    @property
    def clicks(self) -> Sequence[ClickLike]:
        """The clicks on the present object."""
        ...

    def click(self, x: float, y: float, is_wanted: bool, is_new: bool) -> None:
        """A click on a photo point: it belongs to the object or does not; or a new object begins."""
        ...

    def step_back(self) -> bool:
        """Takes the last click back; returns whether there was any."""
        ...

    def finish(self) -> bool:
        """The object is as it should be: the next click begins another one. Whether there was any."""
        ...


class ClickTool(Tool):
    """A click takes what is there, Alt and a click leaves it out, Shift and a click adds another object."""

    def __init__(self, clicked: Clicked) -> None:
        self._clicked = clicked
        self._is_pressed = False

    @property
    def is_under_way(self) -> bool:
        return bool(self._clicked.clicks)

    def press(self, pointer: PointerInput) -> None:
        self._is_pressed = True

    def release(self, pointer: PointerInput) -> bool:
        if self._is_pressed:
            self._clicked.click(pointer.x, pointer.y, not pointer.is_inverted, pointer.is_straight)
        self._is_pressed = False
        # The answer comes later, from another thread.
        return False

    def step_back(self) -> bool:
        return self._clicked.step_back()

    def cancel(self) -> None:
        """Lets go of the object; what is selected of it stays."""
        self._is_pressed = False
        self._clicked.finish()

    @property
    def sketch(self) -> Sketch:
        clicks = self._clicked.clicks
        return Sketch(marks=tuple(Mark(c.x, c.y, c.is_wanted) for c in clicks)) if clicks else NO_SKETCH
