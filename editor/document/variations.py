"""Several answers for the same hole: which there are, which one is in the photo, mixing parts of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal, Slot

from editor.document.document import Document
from editor.document.fills import FillRecord, HoleLike
from editor.document.variation import Variation, mixed_labels
from editor.painting.composite import Edge, Pixels, composite, edge_weights
from editor.painting.dabs import Coverage
from editor.painting.opencv import cv2
from editor.painting.rect import EMPTY, Rect

# Thumbnails show the fill and this share of its size around it.
_AROUND = 0.2
_LEAST_AROUND_PX = 8

Picture = npt.NDArray[np.uint8]


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
        self._is_putting = False
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
        first = Variation(name, record.seed, list(record.answers()), self._document, record.alternative)
        self._entries = [first]
        self._shown = {record.number: 0}
        self.changed.emit()

    def add(self, name: str, seed: int, holes: Sequence[HoleLike], alternative: int = 0) -> int:
        """Adds an answer for the same holes; returns its number. The photo stays as it is."""
        self._entries.append(Variation(name, seed, holes, self._document, alternative))
        if self.source is None:
            self._source = len(self._entries) - 1
        self.changed.emit()
        return len(self._entries) - 1

    def adopt(self, record: FillRecord, name: str) -> bool:
        """Takes a fill of the same holes, another try of one of them, into the set; whether it is one."""
        if record.rects != (self._entries[0].rects if self._entries else ()):
            return False
        self._shown[record.number] = len(self._entries)
        self.add(name, record.seed, list(record.answers()), record.alternative)
        return True

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
        chosen = self._entries[number]
        # The one that leaves the photo is the one to take parts from.
        self._source = current
        return self._put(chosen, number)

    def step(self, steps: int) -> bool:
        """Chooses the next one, or an earlier one if negative; around the end it goes on."""
        current = self.current
        return current is not None and self.choose((current + steps) % len(self._entries))

    def brush_from(self, number: int) -> None:
        """Chooses the one whose parts are brushed over the one in the photo."""
        if 0 <= number < len(self._entries) and number != self._source:
            self._source = number
            self.changed.emit()

    def mixed(self, rect: Rect, coverage: Coverage, source: int) -> Pixels:
        """The photo in a rectangle (h, w, 3) as it would be with parts of a variation brushed over it.

        Args:
            rect: Inside the photo.
            coverage: (h, w) of the brush.
            source: Number of the variation.
        """
        edge = self._edge()
        result = self._document.pixels[rect.slices][..., :3].copy()
        for hole in self._entries[source].holes():
            common = rect.intersection(hole.box)
            if not common.is_empty:
                here, there = _inside(common, rect), _inside(common, hole.box)
                weights = edge_weights(hole.mask, hole.valid, edge)[there]
                weights *= coverage[here].astype(np.float32) / np.float32(255)
                composite(result[here], hole.pixels[there], weights)
        return result

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
        record, current = self._document.last_fill, self.current
        if record is None or current is None or not 0 <= source < len(self._entries):
            return False
        holes, is_changed = [], False
        theirs = self._entries[source].holes()
        for ours in record.answers():
            other = next((hole for hole in theirs if hole.box == ours.box), None)
            common = rect.intersection(ours.box)
            if other is None or common.is_empty:
                holes.append(ours)
                continue
            here, there = _inside(common, rect), _inside(common, ours.box)
            share = coverage[here].astype(np.float32) / np.float32(255)
            share *= other.valid[there]
            pixels = ours.pixels.copy()
            composite(pixels[there], other.pixels[there], share)
            is_changed |= not np.array_equal(pixels, ours.pixels)
            labels = mixed_labels(ours.labels, other.labels, there, share)
            holes.append(ours._replace(pixels=pixels, labels=labels))
        if not is_changed:
            return False
        mixture = Variation(name, record.seed, holes, self._document, record.alternative)
        if current != self._mix:
            self._mix = len(self._entries)
            self._entries.append(mixture)
        else:
            self._entries[current] = mixture
        return self._put(mixture, self._mix if self._mix is not None else current)

    def thumbnail(self, number: int, most_px: tuple[int, int]) -> Picture:
        """A small picture (h, w, 3) of a variation in the photo, at most (width, height)."""
        around = self.around
        region = self._document.pixels[around.slices][..., :3].copy()
        edge = self._edge()
        for hole in self._entries[number].holes():
            weights = edge_weights(hole.mask, hole.valid, edge)
            composite(region[_inside(hole.box, around)], hole.pixels, weights)
        return shrunk(region, most_px)

    @property
    def around(self) -> Rect:
        """What thumbnails show: the holes and a little around them; empty without variations."""
        if not self._entries:
            return EMPTY
        rect = EMPTY
        for hole_rect in self._entries[0].rects:
            rect = rect.united(hole_rect)
        margin = max(_LEAST_AROUND_PX, round(_AROUND * max(rect.width, rect.height)))
        return rect.grown(margin).intersection(self._document.bounds)

    def _edge(self) -> Edge:
        record = self._document.last_fill
        return Edge() if record is None else record.edge

    def _put(self, chosen: Variation, number: int) -> bool:
        document, record = self._document, self._document.last_fill
        assert record is not None, "one of them is in the photo"
        self._is_putting = True
        new = document.apply_fill(
            chosen.holes(),
            seed=chosen.seed,
            alternative=chosen.alternative,
            text=chosen.name,
            keep_mask=True,
            replaces=record,
            edge=record.edge,
        )
        self._is_putting = False
        if new is not None:
            self._shown[new.number] = number
        self.changed.emit()
        return new is not None

    def _forget(self) -> None:
        self._entries, self._shown = [], {}
        self._source, self._mix = 0, None

    @Slot()
    def _on_fills_changed(self) -> None:
        if self._entries and not self._is_putting:
            self.changed.emit()


def shrunk(picture: Pixels, most_px: tuple[int, int]) -> Picture:
    """A picture (h, w, 3) of 8 or 16 bits as a small one of 8, at most (width, height); never enlarged."""
    height, width = picture.shape[:2]
    scale = min(1.0, most_px[0] / width, most_px[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(picture)
    if scale < 1:
        small = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA))
    return np.asarray(small if small.dtype == np.uint8 else small // 257, np.uint8)


def _inside(part: Rect, frame: Rect) -> tuple[slice, slice]:
    return part.shifted(-frame.x0, -frame.y0).slices
