"""The document: one photo, its mask, its fills, and every step back.

It knows neither the canvas, nor the inference, nor the engine; they all talk to it, and only on the GUI
thread. Rectangles in signals are `editor.painting.rect.Rect`, photo pixels, half-open.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from editor.document.commands import EdgeCommand, FillCommand, InvertCommand, MaskCommand
from editor.document.fills import FillRecord, HoleLike
from editor.document.mask import MaskLayer
from editor.document.photo import PhotoLayer
from editor.document.proof import ChangeProof, prove
from editor.document.store import DEFAULT_BUDGET_BYTES, BlobStore
from editor.document.tiles import TileDelta, TileRecorder
from editor.painting.composite import Edge, Pixels
from editor.painting.dabs import Coverage
from editor.painting.rect import EMPTY, BoxLike, Rect
from editor.painting.strokes import Brush, Point, Stroke


class Document(QObject):
    """What is being edited. Every change that a person makes is one step of `undo_stack`.

    Signals:
        photo_changed: Another photo was loaded, or none is open any more.
        pixels_changed(Rect): The photo's pixels in a rectangle changed (fill, edge, undo, redo).
        mask_changed(Rect): The mask in a rectangle changed.
        preview_changed(Rect): Provisional pixels in a rectangle came or went.
        fills_changed: The list of applied fills changed, or the edge of the last one.
        dirty_changed(bool): There is, or is no more, work that `mark_saved` has not seen.
    """

    photo_changed = Signal()
    pixels_changed = Signal(object)
    mask_changed = Signal(object)
    preview_changed = Signal(object)
    fills_changed = Signal()
    dirty_changed = Signal(bool)

    def __init__(
        self,
        parent: QObject | None = None,
        undo_budget_bytes: int = DEFAULT_BUDGET_BYTES,
        undo_folder: Path | None = None,
    ) -> None:
        """Makes a document without a photo.

        Args:
            parent: Its owner.
            undo_budget_bytes: How much memory undo may hold; older steps go to disk.
            undo_folder: Where they go; None = the system's temporary folder.
        """
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)
        self._undo_budget_bytes = undo_budget_bytes
        self._undo_folder = undo_folder
        self._store = BlobStore(undo_budget_bytes, undo_folder)
        self._photo = PhotoLayer(np.zeros((0, 0, 3), np.uint8), self._store)
        self._mask = MaskLayer((0, 0))
        self._fills: list[FillRecord] = []
        self._stroke: Stroke | None = None
        self._recorder: TileRecorder | None = None
        self._last_mask: Coverage | None = None
        self._last_mask_rect = EMPTY
        self._profile: bytes | None = None
        self._name = ""
        self._source: object | None = None
        self._generation = 0

    # ---- the photo -----------------------------------------------------------------------------------

    def load(
        self, pixels: Pixels, profile: bytes | None = None, name: str = "", source: object | None = None
    ) -> None:
        """Takes a photo in place of the present one; undo, mask and fills start anew.

        Args:
            pixels: (H, W, 3 or 4) uint8 or uint16 RGB(A). The document takes the array over and writes
                into it; a read-only or strided one is copied.
            profile: ICC profile; None = sRGB.
            name: What the window calls it.
            source: Whatever the opener wants to find again (`source`); never looked at.

        Raises:
            ValueError: The array is no photo.
        """
        if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or 0 in pixels.shape:
            raise ValueError(
                f"A photo has three or four channels and at least one pixel, not {pixels.shape}."
            )
        if pixels.dtype not in (np.dtype(np.uint8), np.dtype(np.uint16)):
            raise ValueError(f"A photo has 8 or 16 bits, not {pixels.dtype}.")
        if not (pixels.flags.writeable and pixels.flags.c_contiguous):
            pixels = pixels.copy()
        self._replace_photo(pixels, profile, name, source)

    def close(self) -> None:
        """Lets the photo go."""
        self._replace_photo(np.zeros((0, 0, 3), np.uint8), None, "", None)

    def _replace_photo(self, pixels: Pixels, profile: bytes | None, name: str, source: object | None) -> None:
        self._stroke = self._recorder = None
        self._fills = []
        self._last_mask = None
        self.undo_stack.clear()
        self._store = BlobStore(self._undo_budget_bytes, self._undo_folder)
        self._photo = PhotoLayer(pixels, self._store)
        self._mask = MaskLayer(self._photo.size)
        self._profile, self._name, self._source = profile, name, source
        self._generation += 1
        self.photo_changed.emit()
        self.fills_changed.emit()

    @property
    def is_open(self) -> bool:
        return self._photo.pixels.size > 0

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels; (0, 0) without a photo."""
        return self._photo.size

    @property
    def bounds(self) -> Rect:
        """The whole photo."""
        return Rect.whole(self._photo.size)

    @property
    def has_alpha(self) -> bool:
        return self._photo.pixels.shape[2] == 4

    @property
    def profile(self) -> bytes | None:
        """ICC profile; None = sRGB."""
        return self._profile

    @property
    def name(self) -> str:
        return self._name

    @property
    def source(self) -> object | None:
        """What `load` was given to remember."""
        return self._source

    @property
    def generation(self) -> int:
        """Counts photos: an answer that was asked for under another one belongs to another photo."""
        return self._generation

    @property
    def pixels(self) -> Pixels:
        """(H, W, 3 or 4), the photo as it is now; a read-only view."""
        return cast(Pixels, _read_only(self._photo.pixels))

    @property
    def original_pixels(self) -> Pixels:
        """(H, W, 3 or 4), the photo as it was loaded; a whole copy where something changed: prefer
        `original(rect)` for parts."""
        return self._photo.original(self.bounds)

    def original(self, rect: BoxLike) -> Pixels:
        """The pixels of a rectangle inside the photo as they were loaded; read-only."""
        return self._photo.original(Rect.of(rect))

    def shown(self, rect: BoxLike) -> Pixels:
        """The pixels of a rectangle inside the photo with the preview on top; read-only."""
        return self._photo.shown(Rect.of(rect))

    def is_touched(self, rect: BoxLike) -> bool:
        """Whether what is shown may differ from the original inside the rectangle, preview included."""
        return self._photo.is_touched(Rect.of(rect))

    @property
    def revision(self) -> int:
        """Counts changes of the photo's pixels. Ask for it before a request, give it to `apply_fill`."""
        return self._photo.revision

    def revision_of(self, rect: BoxLike) -> int:
        """The revision at which something inside the rectangle was last written; 0 = never."""
        return self._photo.revision_of(Rect.of(rect))

    # ---- the mask ------------------------------------------------------------------------------------

    @property
    def mask(self) -> Coverage:
        """(H, W) coverage, above 127 = hole; a read-only view."""
        return cast(Coverage, _read_only(self._mask.array))

    @property
    def has_mask(self) -> bool:
        """Whether there is any hole."""
        return self._mask.has_hole

    @property
    def mask_rect(self) -> Rect:
        """The smallest rectangle that holds every hole pixel; empty where there is none."""
        return self._mask.hole_rect

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
        return self._push_mask(recorder, "Erase mask" if stroke.brush.erase else "Paint mask")

    def cancel_stroke(self) -> None:
        """Takes the stroke that is being painted back; no undo step."""
        recorder = self._recorder
        self._stroke = self._recorder = None
        if recorder is not None:
            self._mask_written(recorder.restore())

    def clear_mask(self, text: str = "Clear mask") -> bool:
        """Takes the whole mask away, one undo step; returns whether there was any."""
        self.end_stroke()
        rect = self._mask.covered_rect
        self._remember_mask()
        recorder = TileRecorder(self._mask.array)
        recorder.remember(rect)
        self._mask.array[rect.slices] = 0
        self._mask_written(rect)
        return self._push_mask(recorder, text)

    def invert_mask(self) -> None:
        """Makes hole what was known and known what was hole, one undo step."""
        self.end_stroke()
        if self.is_open:
            self.undo_stack.push(InvertCommand(self, "Invert mask"))

    def set_mask(self, mask: npt.NDArray[np.bool_] | Coverage, text: str = "Set mask") -> bool:
        """Puts another mask in place of the present one, one undo step.

        Args:
            mask: (H, W) bool, true = hole, or uint8 coverage.
            text: What the history calls it.

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
        return self._push_mask(recorder, text)

    def restore_last_mask(self) -> bool:
        """Shows the mask that was filled or cleared last again, one undo step; false where there is none."""
        if self._last_mask is None:
            return False
        mask = np.zeros(self.size, np.uint8)
        mask[self._last_mask_rect.slices] = self._last_mask
        return self.set_mask(mask, "Last mask again")

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

    # ---- previews and fills --------------------------------------------------------------------------

    def show_preview(self, rect: BoxLike, pixels: Pixels) -> None:
        """Lays provisional pixels (h, w, 3) of the photo's type over a rectangle; the document stays as it
        is. Pixels outside the photo are cut off."""
        where = Rect.of(rect)
        inside = where.intersection(self.bounds)
        if inside.is_empty:
            return
        self._photo.put_preview(inside, pixels[inside.shifted(-where.x0, -where.y0).slices])
        self.preview_changed.emit(inside)

    def clear_preview(self) -> None:
        """Takes all provisional pixels away."""
        rect = self._photo.drop_preview()
        if not rect.is_empty:
            self.preview_changed.emit(rect)

    @property
    def fills(self) -> tuple[FillRecord, ...]:
        """The applied fills, oldest first."""
        return tuple(self._fills)

    @property
    def last_fill(self) -> FillRecord | None:
        """The fill whose edge `adjust_edge` moves and which `apply_fill` may replace."""
        return self._fills[-1] if self._fills else None

    def apply_fill(
        self,
        holes: Sequence[HoleLike],
        *,
        seed: int = 0,
        text: str = "Fill",
        revision: int | None = None,
        keep_mask: bool = False,
        replaces: FillRecord | None = None,
    ) -> FillRecord | None:
        """Sets an answer of the engine into the photo: one undo step. The preview goes.

        Args:
            holes: One fill per hole, boxes inside the photo.
            seed: The request's.
            text: What the history calls it.
            revision: `revision` as it was when the request was made; None skips the check.
            keep_mask: Leaves the mask; otherwise the filled holes leave it (undo brings them back).
            replaces: The last fill, if this is another try of it (asked from `before_fill`).

        Returns:
            The fill's record, or None if the answer is stale: something inside its boxes has changed since
            it was asked for, or the fill to be replaced is not the last one any more. Nothing changes then.

        Raises:
            ValueError: The arrays do not fit the photo; nothing changes then.
        """
        self.clear_preview()
        rects = [Rect.of(hole.box) for hole in holes]
        if not rects or (replaces is not None and replaces is not self.last_fill):
            return None
        if revision is not None and any(self._photo.revision_of(rect) > revision for rect in rects):
            return None
        self.end_stroke()
        if replaces is not None:
            # The new record keeps what was there before the old one.
            replaces.take_back(self._photo)
        try:
            record = FillRecord(holes, self._photo, self._store, seed, text)
        except ValueError:
            if replaces is not None:
                replaces.put(self._photo, replaces.edge)
            raise
        delta = self._mask_after(record, keep_mask)
        self.undo_stack.push(FillCommand(self, record, delta, replaces))
        return record

    def before_fill(self, record: FillRecord) -> tuple[Pixels, npt.NDArray[np.bool_]]:
        """What another try of the last fill asks: a copy of the photo without it, and its holes."""
        mask = np.zeros(self.size, np.bool_)
        for rect, hole in record.masks():
            mask[rect.slices] |= hole
        return record.before(self._photo.pixels), mask

    def adjust_edge(self, expand_px: float, feather_px: float, *, is_live: bool = True) -> None:
        """Moves and softens the edge of the last fill, from the uncomposited fill, without the engine.

        Args:
            expand_px: Beyond the mask; negative lets the photo come in.
            feather_px: Width of the fade, outwards.
            is_live: Calls in a row become one undo step; false starts a new one.
        """
        edge = Edge(float(expand_px), max(0.0, float(feather_px)))
        record = self.last_fill
        if record is not None and edge != record.edge:
            self.end_stroke()
            self.undo_stack.push(EdgeCommand(self, record, edge, is_live))

    def _mask_after(self, record: FillRecord, keep_mask: bool) -> TileDelta:
        recorder = TileRecorder(self._mask.array)
        if not keep_mask:
            self._remember_mask()
            for rect, hole in record.masks():
                recorder.remember(rect)
                part = self._mask.array[rect.slices]
                # The soft rim of the brush around the hole goes with it.
                part[hole | (part <= 127)] = 0
                self._mask.touched(rect)
            if not self._mask.has_hole:
                rest = self._mask.covered_rect
                recorder.remember(rest)
                self._mask.array[rest.slices] = 0
                self._mask.touched(rest)
        return recorder.finish(self._store)

    def _recomposite(self, record: FillRecord, edge: Edge) -> None:
        record.take_back(self._photo)
        record.put(self._photo, edge)
        self._pixels_written(record.rect)
        self.fills_changed.emit()

    # ---- proof and state -----------------------------------------------------------------------------

    def difference(self, rect: BoxLike) -> npt.NDArray[np.bool_]:
        """(h, w), where the photo differs from the original inside the rectangle."""
        return self._photo.difference(Rect.of(rect))

    def difference_mask(self) -> npt.NDArray[np.bool_]:
        """(H, W), where the photo differs from the original."""
        result = np.zeros(self.size, np.bool_)
        for rect in self._photo.changed_tiles:
            result[rect.slices] = self._photo.difference(rect)
        return result

    def prove_changes(self) -> ChangeProof:
        """Counts the changed pixels, and those of them outside every mask: the proof after an export."""
        return prove(self._photo, self._fills)

    def changed_outside_mask(self) -> int:
        """How many pixels outside every filled mask, with its edge as adjusted, differ from the original."""
        return self.prove_changes().outside_px

    @property
    def is_dirty(self) -> bool:
        return not self.undo_stack.isClean()

    def mark_saved(self) -> None:
        """The present state is safe on disk."""
        self.undo_stack.setClean()

    def push(self, command: QUndoCommand) -> None:
        """Pushes an undo step of another layer (labels)."""
        self.end_stroke()
        self.undo_stack.push(command)

    @property
    def undo_bytes(self) -> tuple[int, int]:
        """What undo holds now: bytes in memory, bytes on disk."""
        return self._store.memory_bytes, self._store.disk_bytes

    def _mask_written(self, rect: Rect) -> None:
        if not rect.is_empty:
            self._mask.touched(rect)
            self.mask_changed.emit(rect)

    def _pixels_written(self, rect: Rect) -> None:
        self._photo.changed(rect)
        self.pixels_changed.emit(rect)

    def _on_clean_changed(self, is_clean: bool) -> None:
        self.dirty_changed.emit(not is_clean)


def _read_only(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    view = array.view()
    view.setflags(write=False)
    return view
