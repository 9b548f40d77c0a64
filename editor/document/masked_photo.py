"""The mask of a document: strokes and whole-mask commands, each one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from editor.document.commands import InvertCommand, MaskCommand
from editor.document.mask import MaskLayer
from editor.document.open_photo import OpenPhoto
from editor.document.photo import read_only
from editor.document.store import DEFAULT_BUDGET_BYTES
from editor.document.tiles import TileRecorder
from editor.painting.dabs import Coverage
from editor.painting.rect import EMPTY, BoxLike, Rect
from editor.painting.strokes import Brush, Point, Stroke


class MaskedPhoto(OpenPhoto):
    """A photo and its mask. The middle layer of `Document`.

    Signals:
        mask_changed(Rect): The mask in a rectangle changed.
    """

    mask_changed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        undo_budget_bytes: int = DEFAULT_BUDGET_BYTES,
        undo_folder: Path | None = None,
    ) -> None:
        """As `OpenPhoto`."""
        super().__init__(parent, undo_budget_bytes, undo_folder)
        self._mask = MaskLayer((0, 0))
        self._stroke: Stroke | None = None
        self._recorder: TileRecorder | None = None
        self._last_mask: Coverage | None = None
        self._last_mask_rect = EMPTY

    def _start_anew(self) -> None:
        super()._start_anew()
        self._mask = MaskLayer(self.size)
        self._stroke = self._recorder = None
        self._last_mask = None

    def push(self, command: QUndoCommand) -> None:
        """Does a step and puts it on the undo stack. A stroke that is being painted becomes a step below
        it and goes on above it."""
        stroke = self._pause_stroke()
        super().push(command)
        self._resume_stroke(stroke)

    def _pause_stroke(self) -> Stroke | None:
        """Makes what was painted so far a step; the hand may be on the canvas when a fill arrives."""
        stroke = self._stroke
        self.end_stroke()
        return stroke

    def _resume_stroke(self, stroke: Stroke | None) -> None:
        if stroke is not None:
            self._stroke = stroke
            self._recorder = TileRecorder(self._mask.array)

    @property
    def mask(self) -> Coverage:
        """(H, W) coverage, above 127 = hole; a read-only view."""
        return read_only(self._mask.array)

    @property
    def has_mask(self) -> bool:
        """Whether there is any hole."""
        return self._mask.has_hole

    @property
    def mask_rect(self) -> Rect:
        """The smallest rectangle that holds every hole pixel; empty where there is none."""
        return self._mask.hole_rect

    @property
    def covered_rect(self) -> Rect:
        """A rectangle around everything that is covered at all, in whole tiles: quick to ask for."""
        return self._mask.covered_rect

    def covers(self, rect: BoxLike) -> bool:
        """Whether there may be coverage inside a rectangle; false is certain. Quick."""
        return self._mask.covers(Rect.of(rect))

    @property
    def is_stroking(self) -> bool:
        return self._stroke is not None

    def begin_stroke(self, brush: Brush) -> None:
        """Begins a stroke; nothing is painted before `extend_stroke`."""
        if not self.is_open:
            return
        self.end_stroke()
        self._stroke = Stroke(brush)
        self._recorder = TileRecorder(self._mask.array)

    def extend_stroke(self, points: Sequence[Point]) -> None:
        """Paints the stroke on through the points, in photo pixels."""
        if self._stroke is None or self._recorder is None:
            return
        self._recorder.remember(self._stroke.reach(points))
        self._mask_written(self._stroke.paint(self._mask.array, points))

    def end_stroke(self) -> bool:
        """Makes the stroke one undo step; returns whether it changed the mask."""
        stroke, recorder = self._stroke, self._recorder
        self._stroke = self._recorder = None
        if stroke is None or recorder is None:
            return False
        return self._push_mask(
            recorder, self.tr("Erase mask") if stroke.brush.erase else self.tr("Paint mask")
        )

    def cancel_stroke(self) -> None:
        """Takes the stroke that is being painted back; no undo step."""
        recorder = self._recorder
        self._stroke = self._recorder = None
        if recorder is not None:
            self._mask_written(recorder.restore())

    def clear_mask(self, text: str = "") -> bool:
        """Takes the whole mask away, one undo step; returns whether there was any.

        Args:
            text: What the history calls it; "" = just that.
        """
        self.end_stroke()
        rect = self._mask.covered_rect
        self._remember_mask()
        recorder = TileRecorder(self._mask.array)
        recorder.remember(rect)
        self._mask.array[rect.slices] = 0
        self._mask_written(rect)
        return self._push_mask(recorder, text or self.tr("Clear mask"))

    def invert_mask(self) -> None:
        """Makes hole what was known and known what was hole, one undo step."""
        self.end_stroke()
        if self.is_open:
            self.push(InvertCommand(self, self.tr("Invert mask")))

    def set_mask(self, mask: npt.NDArray[np.bool_] | Coverage, text: str = "") -> bool:
        """Puts another mask in place of the present one, one undo step.

        Args:
            mask: (H, W) bool, true = hole, or uint8 coverage.
            text: What the history calls it; "" = just that.

        Returns:
            Whether it differs from the one before.

        Raises:
            ValueError: It does not have the photo's size.
        """
        if mask.shape != self.size:
            raise ValueError(f"The mask is {mask.shape}, the photo {self.size}.")
        self.end_stroke()
        recorder = TileRecorder(self._mask.array)
        recorder.remember(self.bounds)
        if mask.dtype == np.bool_:
            np.multiply(mask, np.uint8(255), out=self._mask.array)
        else:
            np.copyto(self._mask.array, mask)
        self._mask_written(self.bounds)
        return self._push_mask(recorder, text or self.tr("Set mask"))

    def restore_last_mask(self) -> bool:
        """Shows the mask that was filled or cleared last again, one undo step; false where there is none."""
        if self._last_mask is None:
            return False
        mask = np.zeros(self.size, np.uint8)
        mask[self._last_mask_rect.slices] = self._last_mask
        return self.set_mask(mask, self.tr("Last mask again"))

    def _remember_mask(self) -> None:
        if self._mask.has_hole:
            self._last_mask_rect = self._mask.covered_rect
            self._last_mask = self._mask.array[self._last_mask_rect.slices].copy()

    def _push_mask(self, recorder: TileRecorder, text: str) -> bool:
        delta = recorder.finish(self._store)
        if delta.is_empty:
            return False
        self.undo_stack.push(MaskCommand(self, delta, text))
        return True

    def _mask_written(self, rect: Rect) -> None:
        if not rect.is_empty:
            self._mask.touched(rect)
            self.mask_changed.emit(rect)
