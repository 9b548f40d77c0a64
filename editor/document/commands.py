"""Undo steps. Each changes the document through the few private doors that `Document` keeps for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from editor.document.fills import FillRecord
from editor.document.mask import MaskLayer
from editor.document.steps import Step
from editor.document.tiles import TileDelta
from editor.painting.composite import Edge, Pixels
from editor.painting.rect import Rect

if TYPE_CHECKING:
    from editor.document.document import Document
    from editor.document.masked_photo import MaskedPhoto

_EDGE_ID = 1


class Painted(Protocol):
    """Who owns a painted layer: the photo its mask and source area, the labels theirs."""

    def cancel_stroke(self) -> None: ...
    def _written(self, layer: MaskLayer, rect: Rect) -> None: ...


class MaskCommand(Step):
    """A change of a mask, source area or labels that has already been made when the command is pushed."""

    def __init__(self, owner: Painted, layer: MaskLayer, delta: TileDelta, text: str) -> None:
        super().__init__(text)
        self._owner = owner
        self._layer = layer
        self._delta = delta
        self._is_made = True

    def undo(self) -> None:
        self._owner.cancel_stroke()
        self._owner._written(self._layer, self._layer.undo(self._delta))

    def redo(self) -> None:
        if self._is_made:
            self._is_made = False
            return
        self._owner.cancel_stroke()
        self._owner._written(self._layer, self._layer.redo(self._delta))


class InvertCommand(Step):
    """What was covered is not, and the other way round; its own inverse, so nothing is stored."""

    def __init__(self, document: MaskedPhoto, layer: MaskLayer, text: str) -> None:
        super().__init__(text)
        self._document = document
        self._layer = layer

    def undo(self) -> None:
        self.redo()

    def redo(self) -> None:
        self._document.cancel_stroke()
        whole = Rect.whole(self._layer.size)
        self._layer.about_to_change(whole)
        self._layer.array ^= 255
        self._document._written(self._layer, whole)


class FillCommand(Step):
    """A fill set into the photo, with the mask it used up."""

    def __init__(
        self,
        document: Document,
        record: FillRecord,
        mask_delta: TileDelta,
        replaced: FillRecord | None,
        composited: Sequence[Pixels] | None = None,
    ) -> None:
        """Makes the step.

        Args:
            document: Whose step it is.
            record: The fill, with the edge that it is to have.
            mask_delta: What the fill takes from the mask; not yet made.
            replaced: The fill in the photo whose place this one takes.
            composited: What `record.composited` gave for that edge; None = that is done when it is needed.
        """
        super().__init__(record.text)
        self._document = document
        self._record = record
        self._mask_delta = mask_delta
        self._replaced = replaced
        # Both may have another edge by the time that the step is taken back or made again.
        self._edge = record.edge
        self._replaced_edge = None if replaced is None else replaced.edge
        self._composited = composited

    def undo(self) -> None:
        document, replaced = self._document, self._replaced
        document.cancel_stroke()
        document._fills.remove(self._record)
        if replaced is not None and self._replaced_edge is not None:
            replaced.put(document._photo, self._replaced_edge, in_place_of=self._record)
            document._fills.append(replaced)
        else:
            self._record.take_back(document._photo)
        document._mask.undo(self._mask_delta)
        self._tell()

    def redo(self) -> None:
        document, ready = self._document, self._composited
        document.cancel_stroke()
        # For the first time only: as large as the fill, and outside undo's budget.
        self._composited = None
        self._record.put(document._photo, self._edge, in_place_of=self._replaced, ready=ready)
        if self._replaced is not None:
            document._fills.remove(self._replaced)
        document._fills.append(self._record)
        document._mask.redo(self._mask_delta)
        self._tell()

    def _tell(self) -> None:
        replaced = () if self._replaced is None else self._replaced.rects
        self._document._mask_written(self._mask_delta.rect)
        # Each rectangle once: fills of the same hole have the same, and the canvas draws what it hears of.
        self._document._pixels_written(dict.fromkeys((*self._record.rects, *replaced)))
        self._document.fills_changed.emit()


class EdgeCommand(Step):
    """Another edge of the last fill. A drag of the slider merges into one step."""

    def __init__(self, document: Document, record: FillRecord, edge: Edge, is_live: bool) -> None:
        super().__init__(QCoreApplication.translate("EdgeCommand", "Adjust edge"))
        self._document = document
        self._record = record
        self._old = record.edge
        self._new = edge
        self._is_live = is_live

    def id(self) -> int:
        return _EDGE_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, EdgeCommand) or other._record is not self._record or not other._is_live:
            return False
        self._new = other._new
        self.setObsolete(self._new == self._old)
        return True

    def undo(self) -> None:
        self._document.cancel_stroke()
        self._document._recomposite(self._record, self._old)

    def redo(self) -> None:
        self._document.cancel_stroke()
        self._document._recomposite(self._record, self._new)
