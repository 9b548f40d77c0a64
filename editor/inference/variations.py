"""Asks for several answers to the same hole, one after the other, while the photo stays as it is.

First those that differ in what belongs where, as far as the engine sees several possibilities; then others,
that differ in their seed alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.document.variation import Variation
from editor.document.variations import Variations
from editor.inference.client import EngineClient
from editor.inference.controller import TICK_MS, FillController
from editor.inference.holes import Hole
from editor.inference.progress import RunProgress
from editor.inference.requests import Requests
from editor.inference.snapshot import Ask, FillChoices, ask_for, hole_of_fill, in_photo, painted_hole
from editor.inference.variation_plan import VariationPlan
from editor.inference.vocabulary import more_of
from editor.painting.rect import Rect
from editor.painting.thumbnails import Picture, lay
from engine.api import Finished, PatchesReady, Progressed, Started

COUNT = 4


class VariationController(QObject):
    """Turns "show me others" into requests, and answers into `Variations`.

    Signals:
        busy_changed: Variations are under way, or no more (bool).
        progress_changed: What the status bar shows (`FillProgress`), None when nothing runs.
        arriving: The variation under way as far as it has come, (h, w, 3) 8 bits; None when there is none.
        failed: A variation failed: a sentence, and details for a report.
        told: Something the person should know: a sentence.
    """

    busy_changed = Signal(bool)
    progress_changed = Signal(object)
    arriving = Signal(object)
    failed = Signal(str, str)
    told = Signal(str)

    def __init__(
        self,
        document: Document,
        variations: Variations,
        client: EngineClient,
        fills: FillController,
        choices: Callable[[], FillChoices] = FillChoices,
        parent: QObject | None = None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Args:
        document: Whose last fill is varied.
        variations: Where answers go.
        client: The engine.
        fills: Fills what is painted before it is varied.
        choices: Gives the sliders' values at the moment of asking.
        parent: The owner.
        clock_s: A clock that only goes forward.
        """
        super().__init__(parent)
        self._document = document
        self._variations = variations
        self._client = client
        self._fills = fills
        self._choices = choices
        self._plan = VariationPlan()
        self._hole: Hole | None = None
        # The variation under way: small, as far as it has come, and as the engine's thread has made it.
        self._picture: Picture | None = None
        self._made: list[Variation] = []
        self._waits_for_fill = False
        self._progress = RunProgress(clock_s, fills.pace)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._show_progress)
        self._requests = Requests(client, document, self)
        self._requests.said.connect(self._on_said)
        self._requests.forgotten.connect(self._on_forgotten)
        self._requests.busy_changed.connect(self.busy_changed)
        self._requests.failed.connect(self.failed)
        self._requests.settled.connect(self._on_settled)
        fills.filled.connect(self._on_filled)
        fills.busy_changed.connect(self._on_fills_busy)
        document.photo_changed.connect(self.cancel)
        variations.changed.connect(self._on_variations_changed)

    @property
    def is_busy(self) -> bool:
        """Whether a variation is under way, or its first fill is awaited."""
        return self._requests.is_busy or self._waits_for_fill

    @Slot()
    def vary(self) -> None:
        """Fills what is painted, or takes the last fill, and asks for others of it; again asks for more."""
        if self.is_busy:
            return
        record = self._document.last_fill
        if self._document.has_mask and not self._is_filled(record):
            self._waits_for_fill = True
            self._fills.fill()
            self._waits_for_fill = self._fills.is_busy
        elif record is None:
            self.told.emit(self.tr("Paint over what should disappear, or fill something first."))
        else:
            self._begin(record)

    @Slot()
    def cancel(self) -> None:
        """Stops; the variations that have arrived stay."""
        was_waiting, self._waits_for_fill = self._waits_for_fill, False
        self._requests.drop()
        if was_waiting:
            self.busy_changed.emit(False)

    def _is_filled(self, record: FillRecord | None) -> bool:
        """Whether the mask is the very hole that was filled last: it may stay after a fill."""
        painted = painted_hole(self._document)
        if record is None or painted is None:
            return False
        filled = hole_of_fill(record)
        return painted.box == filled.box and bool((painted.mask == filled.mask).all())

    def _begin(self, record: FillRecord) -> None:
        variations = self._variations
        if not variations.is_in_sight:
            variations.begin(record, self._name(1, record.grown))
        records = [entry.record for entry in variations.entries]
        self._plan = VariationPlan(records, COUNT - 1 if len(records) == 1 else COUNT)
        self._hole = hole_of_fill(record)
        self._next(self._fills.led_to(record))

    def _next(self, known: Ask | None) -> None:
        """Asks for the next one of the plan, if there is any.

        Args:
            known: A request whose photo can be used again.
        """
        record, maker = self._document.last_fill, self._variations.maker()
        planned = self._plan.take()
        if planned is None or record is None or maker is None or self._hole is None:
            self._requests.settle()
            return
        seed, alternative = planned
        request_id = self._client.new_id()
        ask = ask_for(
            self._document,
            self._hole,
            request_id=request_id,
            key=-request_id,  # of its own, below those of fills: it waits in line and displaces nobody
            seed=seed,
            choices=self._choices(),
            replaces=record,
            known=known,
            alternative=alternative,
        )
        made = self._made = []

        def prepare(said: Finished) -> None:
            made.append(maker.make(in_photo(said.fills, ask.crop), seed=seed, alternative=alternative))

        self._picture = maker.picture.copy()
        self._requests.submit(ask, prepare=prepare)
        self._ticks.start()
        self._show_progress()
        self.arriving.emit(self._picture)

    @Slot()
    def _show_progress(self) -> None:
        shown = self._progress.shown(1, self._client.is_open)
        assert shown is not None, "one is under way"
        sentence = self.tr("Filling variation {number} of {total}")
        sentence = sentence.format(number=self._plan.number, total=self._plan.total)
        self.progress_changed.emit(replace(shown, sentence=sentence))

    def _name(self, number: int, grown: int = 0) -> str:
        """After what sets it apart: the label that has grown, or nothing but its number."""
        if grown:
            return more_of(grown)
        return self.tr("Variation {number}").format(number=number)

    def _name_of(self, record: FillRecord) -> str:
        """Of a fill that joins the others."""
        ask = self._fills.led_to(record)
        if ask is not None and ask.request.previous:
            return self.tr("Your labels")
        return self._name(len(self._variations.entries) + 1, record.grown)

    @Slot(object, object)
    def _on_said(self, ask: Ask, said: object) -> None:
        match said:
            case Started():
                self._progress.begin()
            case Progressed():
                self._progress.work(said.done, said.total)
                self._show_progress()
            case PatchesReady():
                if self._picture is not None:
                    where = Rect.of(said.box.shifted(ask.crop.x0, ask.crop.y0))
                    lay(self._picture, self._variations.around, where, said.pixels)
                self._progress.advance(said.stage, said.done, said.total)
                self._show_progress()
                self.arriving.emit(self._picture)
            case Finished():
                self._progress.succeed()
                self._progress.end()
                (variation,) = self._made
                self._requests.finish(ask)
                name = self._name(len(self._variations.entries) + 1, variation.record.grown)
                self._variations.add(name, variation)
                self._next(ask)

    @Slot(object)
    def _on_forgotten(self) -> None:
        self._plan = VariationPlan()

    @Slot()
    def _on_settled(self) -> None:
        if not self._requests.is_busy:
            self._ticks.stop()
            self._progress.end()
            self._picture = None
            self.arriving.emit(None)
            self.progress_changed.emit(None)

    @Slot(object)
    def _on_filled(self, record: FillRecord) -> None:
        if self._waits_for_fill and not self._fills.is_busy:
            self._waits_for_fill = False
            self._begin(record)
        elif not self._waits_for_fill:
            self._variations.adopt(record, self._name_of(record))

    @Slot(bool)
    def _on_fills_busy(self, is_busy: bool) -> None:
        if is_busy and self._requests.is_busy:
            # The person fills something else: that comes first.
            self.cancel()
        elif not is_busy and self._waits_for_fill:
            # The fill was cancelled, or failed.
            self._waits_for_fill = False

    @Slot()
    def _on_variations_changed(self) -> None:
        if self._requests.is_busy and not self._variations.is_in_sight:
            self.cancel()
