"""The labels of a photo as far as they are known: what a person says, on top of what the engine predicts."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from editor.document.frozen import Frozen
from editor.document.label_map import Indices, LabelMap, Patch, lay, lies_in
from editor.document.mask import MaskLayer
from editor.document.photo import read_only
from editor.painting.labels import UNKNOWN, Codes
from editor.painting.morphology import Bools
from editor.painting.rect import EMPTY, BoxLike, Rect

if TYPE_CHECKING:
    from editor.document.document import Document
    from editor.document.fills import FillRecord

# Maps of places where the person was before; each may be as large as a fill's surroundings.
_MOST_MAPS = 6


class KnownLabels(QObject):
    """What lies where in a document's photo. The lower layer of `Labels`.

    Signals:
        changed(Rect): What `codes` gives inside a rectangle may be something else now.
        edited: The person's labels changed, by a stroke, undo or redo.
    """

    changed = Signal(object)
    edited = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._edits = MaskLayer((0, 0))
        self._maps: list[LabelMap] = []
        self._revision = 0
        # The last fill's holes, unpacked: by its number, they never change.
        self._filled: tuple[int, tuple[Patch, ...], tuple[LabelMap, ...]] = (0, (), ())
        # Number of a fill, what was said then, and whether it asks for another fill.
        self._wished = (0, 0, False)
        document.mask_changed.connect(self.changed)
        document.fills_changed.connect(self._on_fills_changed)

    def start_anew(self) -> None:
        """The photo is another one."""
        self._edits = MaskLayer(self._document.size)
        self._maps = []
        self._filled = (0, (), ())

    @property
    def edits(self) -> Codes:
        """(H, W), what the person says; `UNKNOWN` = the engine decides. A read-only view."""
        return read_only(self._edits.array)

    @property
    def has_edits(self) -> bool:
        """Whether the person says anything."""
        return not self._edits.covered_rect.is_empty

    @property
    def edits_rect(self) -> Rect:
        """A rectangle around what the person says, in whole tiles: quick to ask for."""
        return self._edits.covered_rect

    @property
    def revision(self) -> int:
        """Counts changes of what the person says."""
        return self._revision

    @property
    def maps(self) -> tuple[LabelMap, ...]:
        """What the engine predicted, oldest first."""
        return tuple(self._maps)

    @property
    def holes(self) -> tuple[Patch, ...]:
        """Where labels are wishes: what is painted, or, with nothing painted, what was filled last."""
        document = self._document
        if document.has_mask:
            rect = document.mask_rect
            return (Patch(rect, document.mask[rect.slices] > 127),)
        return self._last_fill()[0]

    @property
    def extent(self) -> Rect:
        """A rectangle around everything that labels are known of, or can be painted at."""
        rect = self._document.mask_rect if self._document.has_mask else EMPTY
        for part in (*self._maps, *(self._last_fill()[0] if rect.is_empty else ())):
            rect = rect.united(part.rect)
        return rect

    @property
    def has_new_wishes(self) -> bool:
        """Whether the person wants something else inside the last fill than it was made with."""
        record = self._document.last_fill
        if record is None:
            return False
        # Whoever enables buttons asks often, and holes may be large.
        if self._wished[:2] != (record.number, self._revision):
            self._wished = record.number, self._revision, self._differs_from(record)
        return self._wished[2]

    def _differs_from(self, record: FillRecord) -> bool:
        for (rect, mask), stored in zip(record.masks(), record.labels, strict=True):
            said = self._edits.array[rect.slices]
            known = None if stored is None else stored.read()
            if known is None:
                differs = said != UNKNOWN
            else:
                differs = said != np.where(known.wanted, known.codes, UNKNOWN)
            if (differs & mask).any():
                return True
        return False

    def codes(self, rect: BoxLike) -> Codes:
        """(h, w), the labels inside a rectangle of the photo."""
        where = Rect.of(rect)
        return self.sampled(np.arange(where.y0, where.y1), np.arange(where.x0, where.x1))

    def at(self, x: float, y: float) -> int:
        """The label under a photo point; `UNKNOWN` where none is known, and beside the photo."""
        row, column = math.floor(y), math.floor(x)
        height, width = self._document.size
        if not (0 <= row < height and 0 <= column < width):
            return UNKNOWN
        return int(self.codes(Rect(column, row, column + 1, row + 1))[0, 0])

    def sampled(self, rows: Indices, columns: Indices) -> Codes:
        """(n, m), the labels at pixels of the photo: ascending `rows` (n,) and `columns` (m,) inside it."""
        result = np.zeros((rows.size, columns.size), np.uint8)
        lay(self._shown(), rows, columns, result)
        wished = self.sampled_edits(rows, columns)
        np.copyto(result, wished, where=wished != UNKNOWN)
        return result

    def sampled_edits(self, rows: Indices, columns: Indices) -> Codes:
        """As `sampled`, only what the person says."""
        return self._edits.array[rows[:, None], columns[None, :]]

    def sampled_holes(self, rows: Indices, columns: Indices) -> Bools:
        """(n, m), whether pixels of the photo are in the hole; arguments as for `sampled`."""
        if self._document.has_mask:
            return self._document.mask[rows[:, None], columns[None, :]] > 127
        return lies_in(self._last_fill()[0], rows, columns)

    def put_map(self, known: LabelMap, said: Bools | None = None) -> None:
        """Takes a prediction of the engine; it lies on top of earlier ones.

        Args:
            known: The prediction.
            said: (h, w), where it only repeats what the person said: there the earlier ones go on, so that
                they come to light when what was said is erased.
        """
        rect = known.rect
        if said is not None and said.any():
            before = np.zeros(known.codes.shape, np.uint8)
            lay(self._maps, np.arange(rect.y0, rect.y1), np.arange(rect.x0, rect.x1), before)
            known = replace(known, codes=np.where(said, before, known.codes).astype(np.uint8))
        kept = [other for other in self._maps if not rect.contains(other.rect)]
        self._maps = [*kept[1 - _MOST_MAPS :], known]
        self.changed.emit(rect)

    def _shown(self) -> list[LabelMap]:
        # What is painted anew is about to be filled anew: the last fill says nothing about it.
        filled = () if self._document.has_mask else self._last_fill()[1]
        asked = {known.vocabulary for known in self._maps[-1:]}
        # The person may look at it in other words than those that it was filled by.
        return [*self._maps, *(known for known in filled if asked <= {known.vocabulary})]

    def _last_fill(self) -> tuple[tuple[Patch, ...], tuple[LabelMap, ...]]:
        record = self._document.last_fill
        if record is None:
            return (), ()
        if record.number != self._filled[0]:
            masks = record.masks()
            maps = []
            for (rect, mask), stored in zip(masks, record.labels, strict=True):
                if stored is not None:
                    known = stored.read()
                    maps.append(LabelMap(rect, known.codes, known.vocabulary, mask & ~known.wanted))
            holes = tuple(Patch(rect, mask) for rect, mask in masks)
            self._filled = (record.number, holes, tuple(maps))
        return self._filled[1:]

    def frozen_edits(self) -> Frozen:
        """What the person says inside `edits_rect`, (h, w) codes, as it is now, for another thread. Quick."""
        return self._edits.frozen(self.edits_rect)

    def _hole_in(self, rect: Rect) -> Bools:
        return self.sampled_holes(np.arange(rect.y0, rect.y1), np.arange(rect.x0, rect.x1))

    @Slot()
    def _on_fills_changed(self) -> None:
        self.changed.emit(self._document.bounds)
