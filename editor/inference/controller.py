"""Fills from the person's side: asks for holes, shows what arrives, keeps what is still wanted.

Stands between `Document` and `EngineClient`, on the GUI's thread. Only a finished answer changes the
document, as one undo step; whatever is cancelled, failed or out of date leaves it as it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.inference.client import EngineClient
from editor.inference.eta import Pace
from editor.inference.holes import Hole, split_off
from editor.inference.landing import Landing
from editor.inference.progress import RunProgress
from editor.inference.requests import Requests
from editor.inference.snapshot import (
    Ask,
    FillChoices,
    ask_for,
    hole_of_fill,
    map_in_photo,
    painted_hole,
)
from engine.api import Box, Finished, LabelsReady, PatchesReady, Progressed, StageChanged, Started

# The time left is told anew this often; rows may be far apart.
TICK_MS = 500


class FillController(QObject):
    """Turns "fill this" into requests and answers into undo steps.

    Signals:
        progress_changed: What the status bar shows (`FillProgress`), None when nothing runs.
        busy_changed: Fills are under way, or no more.
        filled: A fill was set into the photo (`FillRecord`).
        failed: A fill failed: a sentence, and details for a report.
        told: Something the person should know: a sentence.

    Attributes:
        pace: How fast the engine is.
    """

    progress_changed = Signal(object)
    busy_changed = Signal(bool)
    filled = Signal(object)
    failed = Signal(str, str)
    told = Signal(str)

    def __init__(
        self,
        document: Document,
        client: EngineClient,
        choices: Callable[[], FillChoices] = FillChoices,
        viewport: Callable[[], Box | None] = lambda: None,
        clock_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """Args:
        document: Where masks come from and fills go.
        client: The engine.
        choices: Gives the sliders' values at the moment of asking.
        viewport: Gives the part of the photo that is being looked at.
        clock_s: A clock that only goes forward.
        parent: The owner.
        """
        super().__init__(parent)
        self._document = document
        self._client = client
        self._choices = choices
        self._viewport = viewport
        self._keys = count(1)
        self._requests = Requests(client, document, self)
        self.pace = Pace()
        self._progress = RunProgress(clock_s, self.pace)
        self._running: int | None = None
        # The last fill set into the photo and the request that led to it, for another try.
        self._led_to: tuple[FillRecord | None, Ask | None] = (None, None)
        self._landing = Landing(document, self)
        self._landing.ready.connect(self._on_ready)
        self._requests.said.connect(self._on_said)
        self._requests.forgotten.connect(self._on_forgotten)
        self._requests.busy_changed.connect(self._on_busy)
        self._requests.failed.connect(self.failed)
        self._requests.settled.connect(self._show_progress)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._show_progress)
        client.opened.connect(self._show_progress)
        document.photo_changed.connect(self._on_photo_changed)
        document.pixels_changed.connect(self._on_pixels_changed)

    @property
    def is_busy(self) -> bool:
        """Whether a fill is running or waiting."""
        return self._requests.is_busy

    @Slot()
    def fill(self) -> None:
        """Fills what is painted and not being filled already; with nothing painted, but other labels than
        the last fill was made with, fills that anew."""
        hole = painted_hole(self._document)
        if hole is None and self._client.has_labels and self._document.labels.has_new_wishes:
            self.refill()
            return
        if hole is None:
            self.told.emit(self.tr("Paint over what should disappear, then fill."))
            return
        choices = self._choices()
        painted = [ask for ask in self._requests.asks if ask.replaces is None]
        # A run of a painted hole with other sliders, or before other labels were painted, is out of date.
        labels_revision = self._document.labels.revision
        outdated = {ask.request.id for ask in painted if not ask.is_of(choices, labels_revision)}
        going_on = [ask for ask in painted if ask.request.id not in outdated]
        split = split_off(hole, [(ask.request.id, ask.hole) for ask in going_on])
        if split.hole is not None:
            self._submit(split.hole, 0, displaced=split.displaced | outdated)

    @Slot()
    def try_again(self) -> None:
        """Fills the last hole anew with the next seed; the result takes the place of the last fill."""
        record = self._document.last_fill
        if record is None:
            self.told.emit(self.tr("There is no fill yet that could be tried again."))
            return
        if self._is_last_overtaken():
            return
        again = [ask for ask in self._requests.asks if ask.replaces is record]
        seed = max([record.seed, *(ask.request.seed for ask in again)]) + 1
        self._submit(hole_of_fill(record), seed, record, {ask.request.id for ask in again})

    @Slot()
    def refill(self) -> None:
        """Fills the last hole anew with the labels as they are; the result takes the place of the last fill.
        Where labels are what they were, pixels stay what they were."""
        record = self._document.last_fill
        if record is None:
            self.told.emit(self.tr("Fill something first; then its labels can be changed and filled anew."))
            return
        if self._is_last_overtaken():
            return
        again = {ask.request.id for ask in self._requests.asks if ask.replaces is record}
        self._submit(hole_of_fill(record), record.seed, record, again, keeps=record)

    def _is_last_overtaken(self) -> bool:
        """Whether the last fill will not be the last by the time of an answer for it; then says so."""
        is_overtaken = any(ask.replaces is None for ask in self._requests.asks)
        if is_overtaken:
            self.told.emit(self.tr("Another hole is being filled; when that is done, it can be tried again."))
        return is_overtaken

    def led_to(self, record: FillRecord) -> Ask | None:
        """The request that a fill came from, if the photo around it was the same then."""
        return self._led_to[1] if self._led_to[0] is record else None

    @Slot()
    def cancel(self) -> None:
        """Stops everything that runs or waits; what has arrived of it disappears at once."""
        self._requests.drop()

    def _submit(
        self,
        hole: Hole,
        seed: int,
        replaces: FillRecord | None = None,
        displaced: set[int] | frozenset[int] = frozenset(),
        keeps: FillRecord | None = None,
    ) -> None:
        keys = [ask.key for ask in self._requests.asks if ask.request.id in displaced]
        ask = ask_for(
            self._document,
            hole,
            request_id=self._client.new_id(),
            key=min(keys, default=0) or next(self._keys),
            seed=seed,
            choices=self._choices(),
            viewport=self._viewport(),
            replaces=replaces,
            known=None if replaces is None else self.led_to(replaces),
            alternative=0 if replaces is None else replaces.alternative,
            keeps=keeps,
        )
        self._requests.submit(
            ask, prepare=self._landing.preparing(ask, self._step_name(ask)), displaced=displaced
        )
        self._show_progress()

    @Slot(object, object)
    def _on_said(self, ask: Ask, said: object) -> None:
        match said:
            case Started():
                self._running = said.id
                self._progress.begin()
            case StageChanged():
                self._progress.enter(said.stage)
            case Progressed():
                self._progress.work(said.done, said.total)
            case LabelsReady():
                self._document.labels.put_map(*map_in_photo(said, ask))
            case PatchesReady():
                where = said.box.shifted(ask.crop.x0, ask.crop.y0)
                self._document.show_preview(where, said.pixels)
                self._progress.advance(said.stage, said.done, said.total)
            case Finished():
                self._progress.succeed()
                self._landing.arrived(ask)
                return
        self._show_progress()

    @Slot(object)
    def _on_forgotten(self, ask: Ask) -> None:
        self._landing.forget(ask)
        if self._running == ask.request.id:
            self._running = None
            self._progress.end()
            self._document.clear_preview()

    @Slot(object)
    def _on_ready(self, ask: Ask) -> None:
        is_as_asked = ask.replaces is not None or self._document.revision_of(ask.crop) <= ask.revision
        # Out of the table first: the change of the pixels must not look like somebody else's.
        self._requests.finish(ask)
        self._running = None
        self._progress.end()
        record = self._landing.land(ask, keep_mask=self._choices().keep_mask)
        if record is None:
            self.told.emit(
                self.tr("The photo changed here while the fill was running, so it was not used. Fill again.")
            )
        else:
            self._led_to = (record, ask if is_as_asked else None)
            self.filled.emit(record)
        self._requests.settle()

    def _step_name(self, ask: Ask) -> str:
        if ask.replaces is None:
            return self.tr("Fill")
        if ask.request.previous:
            return self.tr("Fill with labels")
        return self.tr("Another try, {number}").format(number=ask.request.seed + 1)

    @Slot()
    def _on_photo_changed(self) -> None:
        self._led_to = (None, None)
        self._requests.drop()

    @Slot(object)
    def _on_pixels_changed(self, rect: object) -> None:
        """Waiting requests whose surroundings changed are asked anew, from the photo as it is now."""
        changed = Box(*rect) if isinstance(rect, tuple) else Box(0, 0, 0, 0)
        for ask in self._requests.asks:
            is_waiting = ask.request.id != self._running and not self._landing.is_waiting(ask)
            if is_waiting and ask.replaces is None and ask.crop.overlaps(changed):
                self._submit(ask.hole, ask.request.seed, displaced={ask.request.id})

    @Slot(bool)
    def _on_busy(self, is_busy: bool) -> None:
        if is_busy:
            self._ticks.start()
        else:
            self._ticks.stop()
        self.busy_changed.emit(is_busy)

    @Slot()
    def _show_progress(self) -> None:
        under_way = len(self._requests.asks)
        self.progress_changed.emit(self._progress.shown(under_way, self._client.is_open))
