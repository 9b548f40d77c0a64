"""Several answers for the same hole: which there are, which one is in the photo, mixing parts of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.document.mixing import Mixing
from editor.document.readiness import Readiness
from editor.document.variation import THUMBNAIL_PX, Variation, VariationMaker
from editor.painting.dabs import Coverage
from editor.painting.rect import EMPTY, Rect, bounding_rect
from editor.painting.thumbnails import Picture, shrunk

# Thumbnails show the holes and this share of their size around them: what all variations have in common would
# only make smaller what tells them apart.
_AROUND = 0.06
_LEAST_AROUND_PX = 2
# Width to height of what is shown, or the other way round: a narrow strip would be small in its frame.
_LEAST_SHAPE = 0.75


class Variations(QObject):
    """The answers for the hole that was filled last.

    They are in sight while one of them is the last fill of the photo: undoing past them, or another fill,
    puts them aside, and coming back brings them back.

    Signals:
        changed: There are others now, or they came in or out of sight, or another one is in the photo, or
            another one is brushed from.
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._entries: list[Variation] = []
        # Number of a fill -> the variation that it shows.
        self._shown: dict[int, int] = {}
        self._source = 0
        self._mix: int | None = None
        self._around = EMPTY
        self._is_putting = False
        self._readiness = Readiness(document, self)
        self.changed.connect(self._on_changed)
        document.fills_changed.connect(self._on_fills_changed)
        document.photo_changed.connect(self.clear)

    @property
    def entries(self) -> tuple[Variation, ...]:
        """The answers, in the order in which they came."""
        return tuple(self._entries)

    @property
    def is_in_sight(self) -> bool:
        """Whether the last fill of the photo is one of them."""
        return self.current is not None

    @property
    def current(self) -> int | None:
        """Number of the one in the photo; None where the last fill is none of them."""
        record = self._document.last_fill
        return None if record is None else self._shown.get(record.number)

    @property
    def source(self) -> int | None:
        """Number of the one that is brushed from; None where there is no other than the one in the photo."""
        return self._source if self._source != self.current and self._source < len(self._entries) else None

    def begin(self, record: FillRecord, name: str) -> None:
        """Makes the last fill the first of a new set."""
        self._forget()
        self._around = self._place(record)
        self._entries = [self._in_photo(record, name)]
        self._shown = {record.number: 0}
        self.changed.emit()

    def maker(self) -> VariationMaker | None:
        """What makes further ones, on any thread; None while none is in the photo."""
        current = self.current
        if current is None:
            return None
        return VariationMaker(self._document.preparation(), self._entries[current], self._around)

    def add(self, name: str, variation: Variation) -> int:
        """Adds an answer for the same holes; returns its number. The photo stays as it is."""
        variation.name = name
        number = len(self._entries)
        self._entries.append(variation)
        self._shown[variation.record.number] = number
        if self.source is None:
            self._source = number
        self.changed.emit()
        return number

    def adopt(self, record: FillRecord, name: str) -> bool:
        """Takes the last fill, if it is of the same holes, into the set; whether it is."""
        if record.rects != (self._entries[0].record.rects if self._entries else ()):
            return False
        self.add(name, self._in_photo(record, name))
        return True

    @property
    def is_settled(self) -> bool:
        """Whether all of them are ready to be chosen."""
        return self._readiness.is_settled

    def close(self) -> None:
        """Ends the thread that makes them ready."""
        self._readiness.close()

    @Slot()
    def clear(self) -> None:
        """Forgets them all; the photo stays as it is."""
        self._forget()
        self.changed.emit()

    def choose(self, number: int) -> bool:
        """Puts one into the photo, with the edge that the present one has: one undo step.

        Returns:
            Whether that changed anything.
        """
        current = self.current
        if current is None or number == current or not 0 <= number < len(self._entries):
            return False
        # The one that leaves the photo is the one to take parts from.
        self._source = current
        is_put = self._put(self._entries[number], number)
        self.changed.emit()
        return is_put

    def step(self, steps: int) -> bool:
        """Chooses the next one, or an earlier one if negative; around the end it goes on."""
        current = self.current
        return current is not None and self.choose((current + steps) % len(self._entries))

    def brush_from(self, number: int) -> None:
        """Chooses the one whose parts are brushed over the one in the photo."""
        if 0 <= number < len(self._entries) and number != self._source:
            self._source = number
            self.changed.emit()

    def mixing(self, source: int) -> Mixing | None:
        """Parts of a variation on their way over the one in the photo; None where that makes no sense."""
        record = self._document.last_fill
        if record is None or self.current is None or not 0 <= source < len(self._entries):
            return None
        return Mixing(record, self._entries[source].record)

    def mix(self, rect: Rect, coverage: Coverage, source: int, name: str) -> bool:
        """Brushes parts of a variation over the one in the photo: one undo step, and a variation of its own.

        Args:
            rect: Inside the photo.
            coverage: (h, w) of the brush.
            source: Number of the variation whose parts are taken.
            name: What the strip and the history call the mixture.

        Returns:
            Whether anything changed.
        """
        mixing, current = self.mixing(source), self.current
        if mixing is None or current is None:
            return False
        record = mixing.record(rect, coverage, self._document.keep)
        if record is None:
            return False
        # The first stroke makes a variation of its own, further ones go on with it.
        number = current if current == self._mix else len(self._entries)
        mixture = Variation(name, record, self._entries[current].picture)
        self._mix = number
        self._entries[number : number + 1] = [mixture]
        self._shown[record.number] = number
        self._put(mixture, number)
        mixture.picture = self._picture()
        self.changed.emit()
        return True

    @property
    def around(self) -> Rect:
        """What pictures show: the holes and a little around them; empty without variations."""
        return self._around

    def _place(self, record: FillRecord) -> Rect:
        holes = EMPTY
        for rect, mask in record.masks():
            holes = holes.united(bounding_rect(mask).shifted(rect.x0, rect.y0))
        side = max(holes.width, holes.height)
        margin = max(_LEAST_AROUND_PX, round(_AROUND * side))
        least = round(_LEAST_SHAPE * side)
        across, down = max(0, least - holes.width) // 2, max(0, least - holes.height) // 2
        wide = Rect(holes.x0 - across, holes.y0 - down, holes.x1 + across, holes.y1 + down)
        return wide.grown(margin).intersection(self._document.bounds)

    def _in_photo(self, record: FillRecord, name: str) -> Variation:
        """The variation that is in the photo now."""
        return Variation(name, record, self._picture())

    def _picture(self) -> Picture:
        return shrunk(self._document.pixels[self._around.slices], THUMBNAIL_PX)

    def _put(self, chosen: Variation, number: int) -> bool:
        document, last = self._document, self._document.last_fill
        assert last is not None, "one of them is in the photo"
        self._is_putting = True
        chosen.record.text = chosen.name
        is_put = document.exchange_fill(chosen.record)
        if not is_put:
            is_put = self._put_anew(chosen, number, last)
        self._is_putting = False
        return is_put

    def _put_anew(self, chosen: Variation, number: int, last: FillRecord) -> bool:
        """The photo below is another one than the variation was made for: its answers are set in again."""
        record = self._document.apply_fill(
            list(chosen.record.answers()),
            seed=chosen.record.seed,
            alternative=chosen.record.alternative,
            text=chosen.name,
            keep_mask=True,
            replaces=last,
            edge=last.edge,
        )
        if record is not None:
            self._entries[number] = Variation(chosen.name, record, chosen.picture)
            self._shown[record.number] = number
        return record is not None

    def _forget(self) -> None:
        self._readiness.want(())
        self._entries, self._shown = [], {}
        self._source, self._mix = 0, None
        self._around = EMPTY

    @Slot()
    def _on_changed(self) -> None:
        self._readiness.want([entry.record for entry in self._entries] if self.is_in_sight else ())

    @Slot()
    def _on_fills_changed(self) -> None:
        if self._entries and not self._is_putting:
            self.changed.emit()
