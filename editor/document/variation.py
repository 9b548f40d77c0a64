"""One answer to a hole that has several: a fill that waits beside the photo, ready to be set in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.document.answers import HoleLike
from editor.document.fills import FillRecord
from editor.document.prepared import Preparation
from editor.painting.composite import Edge
from editor.painting.rect import Rect
from editor.painting.thumbnails import Picture, shrunk

THUMBNAIL_PX = (256, 184)
"""Largest (width, height) of a variation's picture."""


@dataclass
class Variation:
    """A fill and how it looks.

    Attributes:
        name: What the strip calls it.
        record: The fill; it is set into the photo as often as it is chosen.
        picture: (h, w, 3), the hole with what is around it, small.
    """

    name: str
    record: FillRecord
    picture: Picture


class VariationMaker:
    """Makes further variations of a fill. `make` may be called on any thread."""

    def __init__(self, preparation: Preparation, present: Variation, around: Rect) -> None:
        """Args:
        preparation: Of the document.
        present: The one in the photo.
        around: What pictures show.
        """
        self._preparation = preparation
        self._present = present
        self._around = around

    @property
    def picture(self) -> Picture:
        """(h, w, 3) of the one in the photo; not to be written to."""
        return self._present.picture

    def make(self, holes: Sequence[HoleLike], *, seed: int, alternative: int = 0) -> Variation:
        """Stores an answer for the same holes, makes it ready for the present one's edge, draws its picture.

        Raises:
            ValueError: The arrays do not fit the photo.
        """
        present = self._present.record
        record = self._preparation.record(holes, seed=seed, alternative=alternative, replaces=present)
        record.composite_ahead(present.edge, self._preparation.keep)
        return Variation("", record, self._drawn(record, present.edge))

    def _drawn(self, record: FillRecord, edge: Edge) -> Picture:
        around = self._around
        region = self._preparation.pixels[around.slices].copy()
        for tile, pixels in zip(record.tiles, record.composited(edge), strict=True):
            seen = tile.rect.intersection(around)
            if not seen.is_empty:
                part = pixels[seen.shifted(-tile.rect.x0, -tile.rect.y0).slices]
                region[seen.shifted(-around.x0, -around.y0).slices] = part
        return shrunk(region, THUMBNAIL_PX)
