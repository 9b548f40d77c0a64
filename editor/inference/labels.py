"""Asks what belongs where, before anything is filled, and puts the answer into the document."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.inference.client import EngineClient, details_of
from editor.inference.controller import FillController
from editor.inference.holes import Hole
from editor.inference.progress import FillProgress
from editor.inference.snapshot import (
    Ask,
    FillChoices,
    ask_for,
    hole_of_fill,
    key_of,
    map_in_photo,
    painted_hole,
)
from engine.api import Cancelled, Failed, Finished, LabelsReady

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
        self._ask: Ask | None = None
        client.said.connect(self._on_said)
        fills.busy_changed.connect(self._on_fills_busy)
        document.photo_changed.connect(self.cancel)

    @property
    def is_busy(self) -> bool:
        """Whether a label map is under way."""
        return self._ask is not None

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
        ask, self._ask = self._ask, None
        if ask is not None:
            self._client.cancel(ask.request.id)
            self._settle()

    def _is_known(self, hole: Hole) -> bool:
        key = key_of(hole)
        if self._ask is not None and key_of(self._ask.hole) == key:
            return self._ask.request.vocabulary == self._choices().vocabulary
        return any(known.key == key for known in self._document.labels.maps)

    def _submit(self, hole: Hole, record: FillRecord | None) -> None:
        was_busy = self.is_busy
        known = None if record is None else self._fills.led_to(record)
        request_id, choices = self._client.new_id(), self._choices()
        self._ask = ask_for(self._document, hole, request_id, _KEY, 0, choices, None, record, known)
        self._client.submit(self._ask.request, _KEY, is_map=True)
        if not was_busy:
            self.busy_changed.emit(True)
        self.progress_changed.emit(FillProgress(self.tr("Looking at what belongs where")))

    @Slot(object)
    def _on_said(self, said: object) -> None:
        ask = self._ask
        if ask is None or getattr(said, "id", -1) != ask.request.id:
            return
        match said:
            case LabelsReady():
                if self._document.revision_of(ask.crop) <= ask.revision:
                    self._document.labels.put_map(*map_in_photo(said, ask))
            case Finished() | Cancelled():
                self._ask = None
                self._settle()
            case Failed():
                self._ask = None
                self.failed.emit(said.error.user_message, details_of(said.error))
                self._settle()

    def _settle(self) -> None:
        self.progress_changed.emit(None)
        self.busy_changed.emit(False)

    @Slot(bool)
    def _on_fills_busy(self, is_busy: bool) -> None:
        if is_busy:
            self.cancel()
