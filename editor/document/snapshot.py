"""A document held still: what was in it at one moment, for whoever takes longer over it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from editor.document.fills import FillRecord
from editor.document.photo import PhotoLayer, read_only
from editor.document.proof import ChangeProof, prove
from editor.painting.composite import Pixels
from editor.painting.morphology import Bools
from editor.painting.rect import Rect


class DocumentSnapshot:
    """Photo and fills as they were. Whatever becomes of the document, any thread may ask."""

    def __init__(self, photo: PhotoLayer, fills: Sequence[FillRecord]) -> None:
        """Copies the photo: 30 ms for 100 MB. Everything else waits until it is asked for.

        Args:
            photo: As it is now.
            fills: Those in it.
        """
        self._photo = photo.copied()
        self._fills = [(record, record.edge) for record in fills]

    @property
    def pixels(self) -> Pixels:
        """(H, W, 3 or 4); not to be written to."""
        return read_only(self._photo.pixels)

    def original(self) -> Pixels:
        """(H, W, 3 or 4), the photo as it was loaded; not to be written to."""
        return self._photo.original(Rect.whole(self._photo.size))

    def changed(self) -> Bools:
        """(H, W), where the photo differs from the original."""
        return self._photo.difference_mask()

    def touched(self) -> Bools:
        """(H, W), where fills, with their edges, may have changed the photo."""
        result = np.zeros(self._photo.size, np.bool_)
        for record, edge in self._fills:
            for rect, inside in record.touched(edge):
                result[rect.slices] |= inside
        return result

    def proof(self) -> ChangeProof:
        """What has changed, counted."""
        return prove(self._photo, self._fills)
