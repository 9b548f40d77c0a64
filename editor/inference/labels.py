"""Asks what belongs where, before anything is filled, and puts the answer into the document."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.inference.client import EngineClient
from editor.inference.controller import FillController
from editor.inference.holes import Hole
from editor.inference.progress import FillProgress
from editor.inference.requests import Requests
from editor.inference.snapshot import (
    Ask,
    FillChoices,
    ask_for,
    hole_of_fill,
    map_in_photo,
    painted_hole,
)
from engine.api import Finished, LabelsReady

# The mailbox's name for whatever is looked at: below those of fills and variations, and always the same, so
# that a newer question takes the place of the one before.
_KEY = -(1 << 50)


class LabelController(QObject):
    """Keeps the labels of the present hole known while somebody looks at them.

    Signals:
        busy_changed: A label map is under way, or no more (bool).
        progress_changed: What the status bar shows (`FillProgress`), None when nothing runs.
        failed: It could not be made: a sentence, and details for a report.
    """

    busy_changed = Signal(bool)
    progress_changed = Signal(object)
    failed = Signal(str, str)

    def __init__(
        self,
        document: Document,
        client: EngineClient,
        fills: FillController,
        choices: Callable[[], FillChoices] = FillChoices,
        parent: QObject | None = None,
    ) -> None:
        """Args:
        document: Whose photo is looked at.
        client: The engine.
        fills: They come first, and bring label maps along.
        choices: Gives the vocabulary at the moment of asking.
        parent: The owner.
        """
        super().__init__(parent)
        self._document = document
        self._client = client
        self._fills = fills
        self._choices = choices
        self._requests = Requests(client, document, self)
        self._requests.said.connect(self._on_said)
        self._requests.busy_changed.connect(self.busy_changed)
        self._requests.failed.connect(self.failed)
        self._requests.settled.connect(self._on_settled)
        fills.busy_changed.connect(self._on_fills_busy)
        document.photo_changed.connect(self.cancel)

    @property
    def is_busy(self) -> bool:
        """Whether a label map is under way."""
        return self._requests.is_busy

    def look(self, *, is_anew: bool = False) -> bool:
        """Asks what belongs into the present hole and around it, unless that is known or being asked.

        Args:
            is_anew: Asks although it is known: the vocabulary is another one.

        Returns:
            Whether there is a hole to ask about.
        """
        record = None if self._document.has_mask else self._document.last_fill
        hole = painted_hole(self._document) if record is None else hole_of_fill(record)
        if hole is None:
            return False
        if not (self._fills.is_busy or (self._is_known(hole) and not is_anew)) and self._client.has_labels:
            self._submit(hole, record)
        return True

    @Slot()
    def cancel(self) -> None:
        """Stops; what has arrived stays."""
        self._requests.drop()

    def _is_known(self, hole: Hole) -> bool:
        key = hole.key
        for ask in self._requests.asks:
            if ask.hole.key == key:
                return ask.request.vocabulary == self._choices().vocabulary
        return any(known.key == key for known in self._document.labels.maps)

    def _submit(self, hole: Hole, record: FillRecord | None) -> None:
        ask = ask_for(
            self._document,
            hole,
            request_id=self._client.new_id(),
            key=_KEY,
            seed=0,
            choices=self._choices(),
            replaces=record,
            known=None if record is None else self._fills.led_to(record),
        )
        self._requests.submit(ask, is_map=True, displaced=self._requests.ids)
        self.progress_changed.emit(FillProgress(self.tr("Looking at what belongs where")))

    @Slot(object, object)
    def _on_said(self, ask: Ask, said: object) -> None:
        match said:
            case LabelsReady():
                if self._document.revision_of(ask.crop) <= ask.revision:
                    self._document.labels.put_map(*map_in_photo(said, ask))
            case Finished():
                self._requests.finish(ask)
                self._requests.settle()

    @Slot()
    def _on_settled(self) -> None:
        if not self.is_busy:
            self.progress_changed.emit(None)

    @Slot(bool)
    def _on_fills_busy(self, is_busy: bool) -> None:
        if is_busy:
            self.cancel()
