"""From an open document to a project's content and back.

`capture` is quick: it only takes hold of what is painted and of fills. The one is copied, the other, whose
pixels never change, put together on whatever thread writes them. `restore` makes every fill an undo step.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.document.frozen import Frozen
from editor.document.masked_photo import Target
from editor.project.content import Area, Content
from editor.project.entries import PhotoReference, Recipe
from editor.project.saved_fills import SavedFill, SavedHole


def capture(document: Document, photo: PhotoReference, recipe: Recipe) -> Content:
    """What a project of the document holds now.

    Args:
        document: An open document.
        photo: How the photo is found again.
        recipe: How the next fill is made.
    """
    mask, sources = document.frozen_areas()
    return Content(
        photo,
        _area(mask),
        _area(sources),
        _area(document.labels.frozen_edits()),
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


def _area(frozen: Frozen) -> Area | None:
    return None if frozen.rect.is_empty else Area(frozen.rect, frozen.settle)


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
