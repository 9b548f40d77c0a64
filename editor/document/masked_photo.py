"""What is painted over a photo: its mask and its source area, stroke by stroke, each one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from editor.document.commands import MaskCommand
from editor.document.frozen import Frozen
from editor.document.mask import MaskLayer
from editor.document.open_photo import OpenPhoto
from editor.document.photo import read_only
from editor.document.store import DEFAULT_BUDGET_BYTES
from editor.document.tiles import TileRecorder
from editor.painting.dabs import Coverage
from editor.painting.rect import BoxLike, Rect
from editor.painting.strokes import Brush, Point, Stroke


class Target(StrEnum):
    """What strokes and selections change."""

    MASK = "mask"
    SOURCES = "sources"


class MaskedPhoto(OpenPhoto):
    """A photo, its mask, and the area that fills may take texture from. The second layer of `Document`.

    Signals:
        mask_changed(Rect): The mask in a rectangle changed.
        sources_changed(Rect): The source area in a rectangle changed.
        target_changed(str): Strokes and selections go elsewhere from now on (`Target`).
    """

    mask_changed = Signal(object)
    sources_changed = Signal(object)
    target_changed = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        undo_budget_bytes: int = DEFAULT_BUDGET_BYTES,
        undo_folder: Path | None = None,
    ) -> None:
        """As `OpenPhoto`."""
        super().__init__(parent, undo_budget_bytes, undo_folder)
        self._mask = MaskLayer((0, 0))
        self._sources = MaskLayer((0, 0))
        self._target = Target.MASK
        self._painted = self._mask
        self._stroke: Stroke | None = None
        self._recorder: TileRecorder | None = None
        # Tiles: where, and (h, w) coverage; flat ones may be (1, 1).
        self._last_mask: dict[Rect, Coverage] = {}

    def _start_anew(self) -> None:
        super()._start_anew()
        self._mask = MaskLayer(self.size)
        self._sources = MaskLayer(self.size)
        self._painted = self._mask
        self._stroke = self._recorder = None
        self._last_mask = {}

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
            self._recorder = TileRecorder(self._painted.array)

    @property
    def target(self) -> Target:
        """What strokes and selections change."""
        return self._target

    def set_target(self, target: Target) -> None:
        """Makes strokes and selections change the mask, or the source area. No undo step."""
        if target is not self._target:
            self.end_stroke()
            self._target = target
            self.target_changed.emit(str(target))

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
    def sources(self) -> Coverage:
        """(H, W) coverage, above 127 = texture may come from here; nothing at all = from everywhere. A
        read-only view."""
        return read_only(self._sources.array)

    @property
    def has_sources(self) -> bool:
        """Whether texture may come from some places only."""
        return self._sources.has_hole

    @property
    def sources_rect(self) -> Rect:
        """A rectangle around the source area, in whole tiles: quick to ask for."""
        return self._sources.covered_rect

    @property
    def covered_rect(self) -> Rect:
        """A rectangle around everything that is covered at all, in whole tiles: quick to ask for."""
        return self._mask.covered_rect

    def covers(self, rect: BoxLike) -> bool:
        """Whether there may be coverage inside a rectangle; false is certain. Quick."""
        return self._mask.covers(Rect.of(rect))

    def frozen_hole(self, rect: BoxLike) -> Frozen:
        """What is hole inside a rectangle, (h, w) bool, as it is now, for another thread. Quick."""
        return self._mask.frozen_hole(Rect.of(rect))

    def frozen_sources(self, rect: BoxLike) -> Frozen:
        """Where texture may come from inside a rectangle, (h, w) bool, likewise."""
        return self._sources.frozen_hole(Rect.of(rect))

    def frozen_areas(self) -> tuple[Frozen, Frozen]:
        """The coverage of mask and source area inside `covered_rect` and `sources_rect`, likewise."""
        return self._mask.frozen(self.covered_rect), self._sources.frozen(self.sources_rect)

    def has_sources_in(self, rect: BoxLike) -> bool:
        """Whether the source area may reach into a rectangle; false is certain. Quick."""
        return self._sources.covers(Rect.of(rect))

    @property
    def is_stroking(self) -> bool:
        return self._stroke is not None

    def begin_stroke(self, brush: Brush) -> None:
        """Begins a stroke; nothing is painted before `extend_stroke`."""
        if not self.is_open:
            return
        self.end_stroke()
        self._stroke = Stroke(brush)
        self._painted = self._layer()
        self._recorder = TileRecorder(self._painted.array)

    def extend_stroke(self, points: Sequence[Point]) -> None:
        """Paints the stroke on through the points, in photo pixels."""
        if self._stroke is None or self._recorder is None:
            return
        reach = self._stroke.reach(points)
        self._painted.about_to_change(reach)
        self._recorder.remember(reach)
        self._written(self._painted, self._stroke.paint(self._painted.array, points))

    def end_stroke(self) -> bool:
        """Makes the stroke one undo step; returns whether it changed the mask."""
        stroke, recorder = self._stroke, self._recorder
        self._stroke = self._recorder = None
        if stroke is None or recorder is None:
            return False
        if self._painted is self._mask:
            text = self.tr("Erase mask") if stroke.brush.erase else self.tr("Paint mask")
        else:
            text = self.tr("Erase source area") if stroke.brush.erase else self.tr("Paint source area")
        return self._push_change(self._painted, recorder, text)

    def cancel_stroke(self) -> None:
        """Takes the stroke that is being painted back; no undo step."""
        recorder = self._recorder
        self._stroke = self._recorder = None
        if recorder is not None:
            for rect in recorder.remembered:
                self._painted.about_to_change(rect)
            self._written(self._painted, recorder.restore())

    def _remember_mask(self) -> None:
        if self._mask.has_hole:
            recorder = TileRecorder(self._mask.array)
            recorder.remember(self._mask.covered_rect)
            self._last_mask = recorder.remembered

    def _layer(self, target: Target | None = None) -> MaskLayer:
        """The layer of a target; None = what strokes change now."""
        return self._mask if (target or self._target) is Target.MASK else self._sources

    def _push_change(self, layer: MaskLayer, recorder: TileRecorder, text: str) -> bool:
        delta = recorder.finish(self._store)
        if delta.is_empty:
            return False
        self.undo_stack.push(MaskCommand(self, layer, delta, text))
        return True

    def _mask_written(self, rect: Rect) -> None:
        self._written(self._mask, rect)

    def _written(self, layer: MaskLayer, rect: Rect) -> None:
        if not rect.is_empty:
            layer.touched(rect)
            (self.mask_changed if layer is self._mask else self.sources_changed).emit(rect)
