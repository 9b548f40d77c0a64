"""Asks for several answers to the same hole, one after the other, while the photo stays as it is.

First those that differ in what belongs where, as far as the engine sees several possibilities; then others,
that differ in their seed alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal, Slot

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.document.variations import Variations, shrunk
from editor.inference.client import EngineClient, details_of
from editor.inference.controller import FillController
from editor.inference.progress import FillProgress
from editor.inference.snapshot import Ask, FillChoices, ask_for, hole_of_fill, in_photo, painted_hole
from editor.inference.vocabulary import more_of
from engine.api import Cancelled, Failed, Finished, PatchesReady, Pixels

COUNT = 4
_THUMBNAIL_PX = (480, 360)


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
    ) -> None:
        """Args:
        document: Whose last fill is varied.
        variations: Where answers go.
        client: The engine.
        fills: Fills what is painted before it is varied.
        choices: Gives the sliders' values at the moment of asking.
        parent: The owner.
        """
        super().__init__(parent)
        self._document = document
        self._variations = variations
        self._client = client
        self._fills = fills
        self._choices = choices
        # Seed and number of the label map of what is still to be asked for.
        self._plan: list[tuple[int, int]] = []
        self._total = 0
        self._ask: Ask | None = None
        self._picture: npt.NDArray[Any] | None = None
        self._waits_for_fill = False
        client.said.connect(self._on_said)
        fills.filled.connect(self._on_filled)
        fills.busy_changed.connect(self._on_fills_busy)
        document.photo_changed.connect(self.cancel)
        variations.changed.connect(self._on_variations_changed)

    @property
    def is_busy(self) -> bool:
        """Whether a variation is under way, or its first fill is awaited."""
        return self._ask is not None or self._waits_for_fill

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
        ask, self._ask = self._ask, None
        was_busy = ask is not None or self._waits_for_fill
        self._waits_for_fill, self._plan = False, []
        if ask is not None:
            self._client.cancel(ask.request.id)
        if was_busy:
            self._settle()

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
        self._total = COUNT - 1 if len(variations.entries) == 1 else COUNT
        self._plan = self._planned(record, self._total)
        self._next(self._fills.led_to(record))
        self.busy_changed.emit(True)

    def _planned(self, record: FillRecord, count: int) -> list[tuple[int, int]]:
        """Label maps that nobody has seen yet, then seeds likewise."""
        entries = self._variations.entries
        seen = {entry.alternative for entry in entries}
        maps = max((stored.alternatives for stored in record.labels if stored is not None), default=1)
        plan = [(entries[0].seed, number) for number in range(maps) if number not in seen][:count]
        first = max(entry.seed for entry in entries) + 1
        return plan + [(first + place, entries[0].alternative) for place in range(count - len(plan))]

    def _next(self, known: Ask | None) -> None:
        record = self._document.last_fill
        if not self._plan or record is None:
            self._ask = None
            self._settle()
            return
        ask_id = self._client.new_id()
        seed, alternative = self._plan.pop(0)
        # A key of its own, below those of fills: it waits in line and displaces nobody.
        self._ask = ask_for(
            self._document,
            hole_of_fill(record),
            ask_id,
            -ask_id,
            seed,
            self._choices(),
            None,
            record,
            known,
            alternative,
        )
        around = self._variations.around
        self._picture = np.array(self._document.pixels[around.slices][..., :3])
        self._client.submit(self._ask.request, self._ask.key)
        self._tell(0, 0)

    def _settle(self) -> None:
        self._picture = None
        self.arriving.emit(None)
        self.progress_changed.emit(None)
        self.busy_changed.emit(False)

    def _tell(self, done: int, total: int) -> None:
        number = self._total - len(self._plan)
        sentence = self.tr("Filling variation {number} of {total}").format(number=number, total=self._total)
        self.progress_changed.emit(FillProgress(sentence, done, total))
        if self._picture is not None:
            self.arriving.emit(shrunk(cast(Pixels, self._picture), _THUMBNAIL_PX))

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

    @Slot(object)
    def _on_said(self, said: object) -> None:
        ask = self._ask
        if ask is None or getattr(said, "id", -1) != ask.request.id:
            return
        match said:
            case PatchesReady():
                self._lay(ask, said)
                self._tell(said.done, said.total)
            case Finished():
                request, fills = ask.request, in_photo(said.fills, ask.crop)
                grown = next((fill.labels.grown for fill in fills if fill.labels and fill.labels.grown), 0)
                name = self._name(len(self._variations.entries) + 1, grown)
                self._variations.add(name, request.seed, fills, request.alternative)
                self._next(ask)
            case Failed():
                self._ask, self._plan = None, []
                self.failed.emit(said.error.user_message, details_of(said.error))
                self._settle()
            case Cancelled():
                self._ask, self._plan = None, []
                self._settle()

    def _lay(self, ask: Ask, said: PatchesReady) -> None:
        around = self._variations.around
        where = said.box.shifted(ask.crop.x0, ask.crop.y0)
        common = around.intersection(type(around).of(where))
        if self._picture is not None and not common.is_empty:
            here = common.shifted(-around.x0, -around.y0).slices
            there = common.shifted(-where.x0, -where.y0).slices
            self._picture[here] = said.pixels[there]

    @Slot(object)
    def _on_filled(self, record: FillRecord) -> None:
        if self._waits_for_fill and not self._fills.is_busy:
            self._waits_for_fill = False
            self._begin(record)
        elif not self._waits_for_fill:
            self._variations.adopt(record, self._name_of(record))

    @Slot(bool)
    def _on_fills_busy(self, is_busy: bool) -> None:
        if is_busy and self._ask is not None:
            # The person fills something else: that comes first.
            self.cancel()
        elif not is_busy and self._waits_for_fill:
            # The fill was cancelled, or failed.
            self._waits_for_fill = False

    @Slot()
    def _on_variations_changed(self) -> None:
        if self._ask is not None and not self._variations.is_in_sight:
            self.cancel()
