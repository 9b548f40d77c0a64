"""The undo stack, made to let go of what it forgets.

PySide keeps the Python half of a command alive after Qt has deleted the command (measured with 6.11.3), and
with it every tile that the command holds. This stack knows when a step is out of reach and empties it.
"""

from __future__ import annotations

import itertools

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack


class Step(QUndoCommand):
    """An undo step that can be emptied."""

    def release(self) -> None:
        """Gives up everything the step holds; Qt will not call it again."""
        vars(self).clear()


class UndoSteps(QUndoStack):
    """A `QUndoStack` whose forgotten steps hold no memory. Push and clear it from Python only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: list[QUndoCommand] = []
        self._numbers = itertools.count()
        # What each index stands for, from 0 on.
        self._states = [next(self._numbers)]

    @property
    def state(self) -> int:
        """Stands for what the steps have made: undo and redo bring it back, and nothing else does. The index
        tells less: steps merge, and others take the place of undone ones."""
        return self._states[self.index()]

    @property
    def done(self) -> QUndoCommand | None:
        """The step that undo would take back; None where there is none."""
        return self._kept[self.index() - 1] if 0 < self.index() <= len(self._kept) else None

    def push(self, command: QUndoCommand) -> None:
        """Does the step and puts it on top; undone steps above are forgotten."""
        kept = self._kept
        forgotten = kept[self.index() :]
        del kept[self.index() :]
        before, state = self.index(), next(self._numbers)
        self._states[before + 1 :] = [state]  # beforehand: whoever hears of the step may ask
        super().push(command)
        del self._states[self.index() + 1 :]
        if self.index() == before:
            self._states[before] = state  # merged into the step below
        # A step that was merged into the one below is not on the stack, nor is one that came to nothing.
        if self.count() > len(kept):
            kept.append(command)
        else:
            forgotten.append(command)
            forgotten += kept[self.count() :]
            del kept[self.count() :]
        _release(forgotten)

    def clear(self) -> None:
        """Forgets every step."""
        forgotten = list(self._kept)
        self._kept.clear()
        super().clear()
        self._states = [next(self._numbers)]
        _release(forgotten)


def _release(steps: list[QUndoCommand]) -> None:
    for step in steps:
        if isinstance(step, Step):
            step.release()
