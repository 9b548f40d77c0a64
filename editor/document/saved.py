"""From an open document to a project's content and back.

`capture` is quick: it copies what is painted, and of fills only takes hold; their pixels never change, and
are put together on whatever thread writes them. `restore` makes every fill an undo step again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.document.masked_photo import Target
from editor.painting.dabs import Coverage
from editor.painting.rect import Rect
from editor.project.content import Area, Content
from editor.project.entries import PhotoReference, Recipe
from editor.project.saved_fills import SavedFill, SavedHole


def capture(
    document: Document, photo: PhotoReference, recipe: Recipe, scratch: Coverage | None = None
) -> Content:
    """What a project of the document holds now.

    Args:
        document: An open document.
        photo: How the photo is found again.
        recipe: How the next fill is made.
        scratch: Flat, at least as long as `document.covered_rect` has pixels: where the mask is copied to. It
            belongs to the content as long as that is used. Fresh memory costs several times what the copying
            does. None = fresh memory.
    """
    return Content(
        photo,
        _area(document.mask, document.covered_rect, scratch),
        _area(document.sources, document.sources_rect, None),
        _area(document.labels.edits, document.labels.edits_rect, None),
        tuple(_saved(record) for record in document.fills),
        recipe,
    )


def restore(document: Document, content: Content) -> None:
    """Brings a project's work back, onto the photo that the document has just loaded.

    Args:
        document: Holds the photo, with the size and depth that the content names, and nothing else.
        content: The work.

    Raises:
        ValueError: The content does not fit the photo.
    """
    for fill in content.fills:
        holes = list(fill.holes())
        # The mask it used up lies there for a moment, so that undoing the fill brings it back.
        for hole in holes:
            part = document.mask[hole.box.slices]
            document.put_quietly(hole.box, np.where(hole.mask, np.uint8(255), part))
        document.apply_fill(
            holes, seed=fill.seed, alternative=fill.alternative, text=fill.text, edge=fill.edge
        )
    if content.mask is not None:
        text = QCoreApplication.translate("Document", "Mask of the project")
        document.put_coverage(content.mask.rect, content.mask.coverage, text, Target.MASK)
    if content.sources is not None:
        text = QCoreApplication.translate("Document", "Source area of the project")
        document.put_coverage(content.sources.rect, content.sources.coverage, text, Target.SOURCES)
    if content.labels is not None:
        text = QCoreApplication.translate("Document", "Labels of the project")
        document.labels.put(content.labels.rect, content.labels.coverage, text)


def _area(layer: Coverage, rect: Rect, scratch: Coverage | None) -> Area | None:
    if rect.is_empty:
        return None
    if scratch is None:
        return Area(rect, layer[rect.slices].copy())
    copy = scratch[: rect.area].reshape(rect.height, rect.width)
    copy[...] = layer[rect.slices]
    return Area(rect, copy)


def _saved(record: FillRecord) -> SavedFill:
    return SavedFill(
        str(record.number),
        record.text,
        record.seed,
        record.edge,
        record.rects,
        tuple(None if stored is None else stored.read for stored in record.labels),
        partial(_holes, record),
        record.alternative,
    )


def _holes(record: FillRecord) -> Iterator[SavedHole]:
    for answer in record.answers():
        yield SavedHole(*answer)
