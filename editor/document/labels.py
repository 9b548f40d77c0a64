"""What belongs where: what a person says about the photo of a document, on top of what the engine predicts.

The person's labels are painted like the mask: codes in tiles, every stroke one undo step. Predictions are
no steps; they can be asked for again. Inside the hole a label is a wish, outside it corrects a prediction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from editor.document.commands import MaskCommand
from editor.document.known_labels import KnownLabels
from editor.document.mask import MaskLayer
from editor.document.tiles import TileRecorder
from editor.painting.dabs import dab_rect
from editor.painting.labels import UNKNOWN, Codes, LabelPainter, Sweep
from editor.painting.rect import EMPTY, BoxLike, Rect
from editor.painting.strokes import Brush, Point, Stroke

if TYPE_CHECKING:
    from editor.document.document import Document


class _Hand:
    """A stroke under way.

    Attributes:
        painter: What paints.
        code: The label.
        frame: Where in the photo.
        in_hole: In the hole only (true), beside it only, or (None) wherever it comes.
        text: What the history calls it.
        coverage: (h, w) of the frame.
    """

    def __init__(
        self, painter: LabelPainter, code: int, frame: Rect, in_hole: bool | None, text: str
    ) -> None:
        self.painter = painter
        self.code = code
        self.frame = frame
        self.in_hole = in_hole
        self.text = text
        self.coverage = np.zeros((frame.height, frame.width), np.uint8)


class Labels(KnownLabels):
    """The labels of a document's photo; signals are those of `KnownLabels`."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._hand: _Hand | None = None
        self._recorder: TileRecorder | None = None

    def start_anew(self) -> None:
        super().start_anew()
        self._hand = self._recorder = None

    @property
    def is_stroking(self) -> bool:
        return self._hand is not None

    def begin_stroke(self, code: int, brush: Brush, x: float, y: float) -> bool:
        """Begins to paint a label; nothing is painted before `extend_stroke`.

        A brush that touches the hole where it goes down stays in the hole; one that goes down beside it,
        on a predicted label, corrects that and stays out of the hole.

        Args:
            code: The label; `UNKNOWN` erases, anywhere.
            brush: Size and hardness.
            x: Where it goes down, in photo pixels.
            y: As `x`.

        Returns:
            Whether there is anything to paint on.
        """
        self.end_stroke()
        document, frame = self._document, self.extent
        if not document.is_open:
            return False
        if code == UNKNOWN:
            return self._begin(Stroke(brush), code, document.bounds, None, self.tr("Erase labels"))
        touched = Stroke(brush).reach([Point(x, y)]).intersection(frame)
        if touched.is_empty:
            return False
        if self._hole_in(touched).any():
            return self._begin(Stroke(brush), code, self._holes_rect(), True, self.tr("Paint label"))
        if self.at(x, y) == UNKNOWN:
            return False
        return self._begin(Stroke(brush), code, frame, False, self.tr("Correct label"))

    def begin_drag(self, size_px: float, x: float, y: float) -> bool:
        """Begins to drag the label under a photo point into the hole; the part of it inside a circle of
        `size_px` goes along. Returns whether there is a label, and a hole."""
        self.end_stroke()
        code, frame = self.at(x, y), self._holes_rect()
        if code == UNKNOWN or frame.is_empty:
            return False
        near = dab_rect(x, y, math.ceil(size_px)).grown(1).intersection(self.extent)
        corner = near.x0 - frame.x0, near.y0 - frame.y0
        sweep = Sweep(self.codes(near), x - near.x0, y - near.y0, size_px, corner)
        return self._begin(sweep, code, frame, True, self.tr("Drag label"))

    def extend_stroke(self, points: Sequence[Point]) -> None:
        """Goes on through the points, in photo pixels."""
        hand, recorder = self._hand, self._recorder
        if hand is None or recorder is None:
            return
        frame = hand.frame
        inside = [replace(point, x=point.x - frame.x0, y=point.y - frame.y0) for point in points]
        changed = hand.painter.paint(hand.coverage, inside)
        if changed.is_empty:
            return
        where = changed.shifted(frame.x0, frame.y0)
        is_covered = hand.coverage[changed.slices] > 127
        if hand.in_hole is not None:
            is_covered &= self._hole_in(where) == hand.in_hole
        recorder.remember(where)
        self._edits.about_to_change(where)
        np.copyto(self._edits.array[where.slices], np.uint8(hand.code), where=is_covered)
        self._written(self._edits, where)

    def end_stroke(self) -> bool:
        """Makes the stroke one undo step; returns whether it changed anything."""
        hand, recorder = self._hand, self._recorder
        self._hand = self._recorder = None
        return hand is not None and recorder is not None and self._push(recorder, hand.text)

    def cancel_stroke(self) -> None:
        """Takes the stroke that is under way back; no undo step."""
        recorder = self._recorder
        self._hand = self._recorder = None
        if recorder is not None:
            for rect in recorder.remembered:
                self._edits.about_to_change(rect)
            self._written(self._edits, recorder.restore())

    def clear(self) -> bool:
        """Leaves everything to the engine again, one undo step; returns whether anything was said."""
        rect = self._edits.covered_rect
        return self.put(rect, np.zeros((rect.height, rect.width), np.uint8), self.tr("Clear labels"))

    def put(self, where: BoxLike, codes: Codes, text: str) -> bool:
        """Writes what the person says inside a rectangle of the photo, one undo step.

        Args:
            where: Inside the photo.
            codes: (h, w) of it.
            text: What the history calls it.

        Returns:
            Whether anything changed.
        """
        rect = Rect.of(where)
        self.end_stroke()
        recorder = TileRecorder(self._edits.array)
        recorder.remember(rect)
        self._edits.about_to_change(rect)
        self._edits.array[rect.slices] = codes
        self._written(self._edits, rect)
        return self._push(recorder, text)

    def _holes_rect(self) -> Rect:
        rect = EMPTY
        for hole in self.holes:
            rect = rect.united(hole.rect)
        return rect

    def _begin(self, painter: LabelPainter, code: int, frame: Rect, in_hole: bool | None, text: str) -> bool:
        self._hand = _Hand(painter, code, frame, in_hole, text)
        self._recorder = TileRecorder(self._edits.array)
        return True

    def _push(self, recorder: TileRecorder, text: str) -> bool:
        delta = recorder.finish(self._document._store)
        if delta.is_empty:
            return False
        self._document.push(MaskCommand(self, self._edits, delta, text))
        return True

    def _written(self, layer: MaskLayer, rect: Rect) -> None:
        if not rect.is_empty:
            layer.touched(rect)
            self._revision += 1
            self.changed.emit(rect)
            self.edited.emit()
