"""The document: one photo, its mask, its fills, and every step back.

It knows neither the canvas, nor the inference, nor the engine; they all talk to it, and only on the GUI
thread. Rectangles in signals are `editor.painting.rect.Rect`, photo pixels, half-open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from editor.document.answers import HoleLike
from editor.document.commands import EdgeCommand, FillCommand
from editor.document.fills import FillRecord
from editor.document.frozen import Frozen
from editor.document.labels import Labels
from editor.document.prepared import Preparation, PreparedFill, without_holes
from editor.document.proof import ChangeProof, prove
from editor.document.selected_photo import SelectedPhoto
from editor.document.snapshot import DocumentSnapshot
from editor.document.store import DEFAULT_BUDGET_BYTES
from editor.document.tiles import TileDelta
from editor.painting.composite import Edge, Pixels
from editor.painting.rect import BoxLike, Rect


class Document(SelectedPhoto):
    """What is being edited. Every change that a person makes is one step of `undo_stack`.

    Signals (and those of `OpenPhoto` and `MaskedPhoto`):
        preview_changed(Rect): Provisional pixels in a rectangle came or went.
        fills_changed: The list of applied fills changed, or the edge of the last one.

    Attributes:
        labels: What belongs where.
    """

    preview_changed = Signal(object)
    fills_changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        undo_budget_bytes: int = DEFAULT_BUDGET_BYTES,
        undo_folder: Path | None = None,
    ) -> None:
        """As `OpenPhoto`."""
        super().__init__(parent, undo_budget_bytes, undo_folder)
        self._fills: list[FillRecord] = []
        self.labels = Labels(self)
        self.photo_changed.connect(self.fills_changed)

    def _start_anew(self) -> None:
        super()._start_anew()
        self._fills = []
        self.labels.start_anew()

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

    def is_previewed(self, rect: BoxLike) -> bool:
        """Whether there may be a preview inside the rectangle; false is certain. Quick."""
        return self._photo.is_previewed(Rect.of(rect))

    def preview_coverage(self, rect: BoxLike) -> npt.NDArray[np.bool_]:
        """(h, w), where there is a preview inside the rectangle."""
        return self._photo.preview_coverage(Rect.of(rect))

    def is_touched(self, rect: BoxLike) -> bool:
        """Whether what is shown may differ from the original inside the rectangle, preview included."""
        return self._photo.differs(Rect.of(rect)) or self.is_previewed(rect)

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
        alternative: int = 0,
        text: str = "",
        revision: int | None = None,
        keep_mask: bool = False,
        replaces: FillRecord | None = None,
        edge: Edge | None = None,
    ) -> FillRecord | None:
        """Sets an answer of the engine into the photo: one undo step. The preview goes.

        Args:
            holes: One fill per hole, boxes inside the photo.
            seed: The request's.
            alternative: The request's number of the label map.
            text: What the history calls it; "" = a plain fill.
            revision: `revision` as it was when the request was made; None skips the check.
            keep_mask: Leaves the mask; otherwise the filled holes leave it (undo brings them back).
            replaces: The last fill, if this is another try of it (asked from `before_fill`).
            edge: Where its edge runs; None = along the mask.

        Returns:
            The fill's record, or None if the answer is stale: something inside its boxes has changed since
            it was asked for, or the fill to be replaced is not the last one any more. Nothing changes then.

        Raises:
            ValueError: The arrays do not fit the photo; nothing changes then.
        """
        prepared = self.preparation().prepare(
            holes,
            seed=seed,
            alternative=alternative,
            text=text or self.tr("Fill"),
            replaces=replaces,
            edge=edge or Edge(),
        )
        return self.apply_prepared(prepared, revision=revision, keep_mask=keep_mask)

    def preparation(self) -> Preparation:
        """Makes fills of the open photo ready on any thread; `apply_prepared` sets them in."""
        return Preparation(self._photo, self._mask, self._store)

    def apply_prepared(
        self, prepared: PreparedFill, *, revision: int | None = None, keep_mask: bool = False
    ) -> FillRecord | None:
        """Sets a prepared fill into the photo, as `apply_fill` does: a twentieth of a second where that takes
        a quarter. What was overtaken by a change of photo or mask is made ready again first."""
        self.clear_preview()
        rects, replaces = prepared.record.rects, prepared.replaces
        if not rects or prepared.photo is not self._photo:
            return None
        if replaces is not None and replaces is not self.last_fill:
            return None
        if revision is not None and any(self._photo.revision_of(rect) > revision for rect in rects):
            return None
        stroke = self._pause_stroke()
        if not prepared.suits_photo(self._photo):
            prepared = self.preparation().again(prepared)
        record, mask_delta = prepared.record, TileDelta([])
        record.edge = prepared.edge
        if not keep_mask:
            self._remember_mask()
            mask_delta = prepared.mask_delta
            if not prepared.suits_mask(self._mask):
                mask_delta = without_holes(self._mask, record.masks(), self._store)
        self.push(FillCommand(self, record, mask_delta, replaces, prepared.composited))
        self._resume_stroke(stroke)
        return record

    def exchange_fill(self, record: FillRecord) -> bool:
        """Sets another fill of the same holes in the last one's place, with its edge: one undo step.

        Args:
            record: Made to replace a fill in that place; it may have been in the photo before.

        Returns:
            False, and nothing changed, where it was made for other pixels than there are below the last fill.
        """
        last = self.last_fill
        if last is None or record is last or not record.suits(self._photo, last):
            return False
        self.clear_preview()
        record.edge = last.edge
        self.push(FillCommand(self, record, TileDelta([]), last))
        return True

    def before_fill(
        self, record: FillRecord, inside: BoxLike | None = None
    ) -> tuple[Pixels, npt.NDArray[np.bool_]]:
        """What another try of the last fill asks.

        Args:
            record: The last fill.
            inside: Which part of the photo is wanted; None = all of it.

        Returns:
            A copy of that part of the photo without the fill (h, w, C), and the fill's holes in it (h, w).
        """
        wanted = self.bounds if inside is None else Rect.of(inside)
        mask = np.zeros((wanted.height, wanted.width), np.bool_)
        for rect, hole in record.masks():
            part = rect.intersection(wanted)
            if not part.is_empty:
                target = mask[part.shifted(-wanted.x0, -wanted.y0).slices]
                target |= hole[part.shifted(-rect.x0, -rect.y0).slices]
        return record.before(self._photo.pixels, wanted), mask

    def frozen_pixels(self, rect: BoxLike) -> Frozen:
        """The photo (h, w, C) inside a rectangle as it is now, for another thread. Quick."""
        return self._photo.frozen(Rect.of(rect))

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
            self.push(EdgeCommand(self, record, edge, is_live))

    def _recomposite(self, record: FillRecord, edge: Edge) -> None:
        record.put(self._photo, edge)
        self._pixels_written(record.rects)
        self.fills_changed.emit()

    def difference(self, rect: BoxLike) -> npt.NDArray[np.bool_]:
        """(h, w), where the photo differs from the original inside the rectangle."""
        return self._photo.difference(Rect.of(rect))

    def difference_mask(self) -> npt.NDArray[np.bool_]:
        """(H, W), where the photo differs from the original."""
        return self._photo.difference_mask()

    def proof(self) -> Callable[[], ChangeProof]:
        """What counts the changed pixels and those of them outside every mask, on any thread: the proof after
        a fill or an export. It counts rightly unless `revision` changes meanwhile."""
        return partial(prove, self._photo, [(record, record.edge) for record in self.fills])

    def snapshot(self) -> DocumentSnapshot:
        """Photo and fills as they are now, for another thread; copies the photo."""
        return DocumentSnapshot(self._photo, self.fills)
