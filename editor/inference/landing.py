"""Answers on their way into the document: prepared on the engine's thread, set in when no hand paints."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.document.prepared import PreparedFill
from editor.inference.snapshot import Ask, in_photo
from editor.painting.composite import Edge
from engine.api import Finished

_POLL_MS = 30


class Landing(QObject):
    """Prepares the answers to requests and sets them in.

    Signals:
        ready: An answer that has arrived can be set in now, by `land`: its request (`Ask`).
    """

    ready = Signal(object)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        # By the run's id; empty until the engine's thread has prepared the answer.
        self._prepared: dict[int, list[PreparedFill]] = {}
        # Setting a fill in ends the stroke under the person's hand: these wait until it is lifted.
        self._late: list[Ask] = []
        self._stroke_watch = QTimer(self)
        self._stroke_watch.setInterval(_POLL_MS)
        self._stroke_watch.timeout.connect(self._on_stroke_watch)

    def preparing(self, ask: Ask, text: str) -> Callable[[Finished], None]:
        """What the engine's thread does with the answer: all that takes long about setting it in.

        Args:
            ask: The request.
            text: What the history is to call the fill.
        """
        preparation = self._document.preparation()
        made = self._prepared[ask.request.id] = []

        def prepare(said: Finished) -> None:
            made.append(
                preparation.prepare(
                    in_photo(said.fills, ask.crop),
                    seed=ask.request.seed,
                    alternative=ask.request.alternative,
                    text=text,
                    replaces=ask.replaces,
                    edge=Edge(feather_px=float(ask.request.ring_px)),
                )
            )

        return prepare

    def arrived(self, ask: Ask) -> None:
        """The answer has been prepared: `ready` follows, at once or when the hand is lifted."""
        if self._document.is_stroking:
            self._late.append(ask)
            self._stroke_watch.start()
        else:
            self.ready.emit(ask)

    def is_waiting(self, ask: Ask) -> bool:
        """Whether its answer waits for the hand."""
        return any(late is ask for late in self._late)

    def land(self, ask: Ask, *, keep_mask: bool) -> FillRecord | None:
        """Sets the answer in; arguments and result as for `Document.apply_prepared`."""
        (prepared,) = self._prepared.pop(ask.request.id)
        revision = ask.revision if ask.replaces is None else None
        return self._document.apply_prepared(prepared, revision=revision, keep_mask=keep_mask)

    def forget(self, ask: Ask) -> None:
        """The answer is not wanted any more."""
        self._prepared.pop(ask.request.id, None)
        self._late = [late for late in self._late if late is not ask]

    @Slot()
    def _on_stroke_watch(self) -> None:
        if self._document.is_stroking:
            return
        self._stroke_watch.stop()
        # One by one: while one is set in, the others still wait, and may be forgotten.
        while self._late:
            self.ready.emit(self._late.pop(0))
