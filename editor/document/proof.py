"""The proof that nothing outside the mask changed, counted and not merely promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from editor.document.fills import FillRecord
from editor.document.photo import PhotoLayer
from editor.painting.composite import Edge


@dataclass(frozen=True)
class ChangeProof:
    """What differs from the photo as it was opened.

    Attributes:
        changed_px: Pixels that differ at all.
        beyond_mask_px: Those outside the painted masks: more than 0 only where an edge was expanded or
            feathered on purpose.
        outside_px: Those outside masks and adjusted edges: always 0 unless something is wrong.
    """

    changed_px: int
    beyond_mask_px: int
    outside_px: int


def prove(photo: PhotoLayer, fills: Sequence[tuple[FillRecord, Edge]]) -> ChangeProof:
    """Counts the changes of a photo against the masks of its fills, and against the edges that they have.

    Only tiles that were ever written can differ, and only they are compared.
    """
    masks = [entry for fill, _ in fills for entry in fill.masks()]
    edges = [entry for fill, edge in fills for entry in fill.touched(edge)]
    changed = beyond = outside = 0
    for tile in photo.changed_tiles:
        differs = photo.difference(tile)
        changed += int(differs.sum())
        for allowed in (masks, edges):
            for rect, inside in allowed:
                part = rect.intersection(tile)
                if not part.is_empty:
                    target = differs[part.shifted(-tile.x0, -tile.y0).slices]
                    target &= ~inside[part.shifted(-rect.x0, -rect.y0).slices]
            if allowed is masks:
                beyond += int(differs.sum())
        outside += int(np.count_nonzero(differs))
    return ChangeProof(changed, beyond, outside)
