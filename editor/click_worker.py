"""The thread's side of click selection: works answers out, and gives up those that nobody waits for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from editor.inference.client import details_of
from editor.inference.thread import attempt
from editor.selection.clicks import Click, ClickSelector, Scene
from editor.selection.snapping import CancelledError


class Latest:
    """The number of the only question that still matters; written here, read there."""

    def __init__(self) -> None:
        self.number = 0


class ClickWorker(QObject):
    """Answers on the thread that it is moved to.

    Signals:
        answered: Number of the question, and what `ClickSelector.select` gives.
        failed: Number of the question, a sentence, and details for a report.
    """

    answered = Signal(int, object)
    failed = Signal(int, str, str)

    def __init__(self, latest: Latest) -> None:
        """Args:
        latest: Says which question still matters; others are given up half way.
        """
        super().__init__()
        self._latest = latest
        self._selector: ClickSelector | None = None

    @Slot(int, object, object)
    def on_ask(self, number: int, scene: Scene, clicks: tuple[Click, ...]) -> None:
        """Answers what is selected by clicks (none = only looks at the picture)."""
        error = attempt(lambda: self._answer(number, scene, clicks), self.tr("The object was not found."))
        if error is not None:
            self.failed.emit(number, error.user_message, details_of(error))

    def _answer(self, number: int, scene: Scene, clicks: tuple[Click, ...]) -> None:
        if self._selector is None:
            self._selector = ClickSelector()
        try:
            selected = self._selector.select(scene, clicks, lambda: number != self._latest.number)
        except CancelledError:
            return
        self.answered.emit(number, selected)
