"""Label maps of parts of a photo: what lies where, read at single pixels or as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.painting.labels import UNKNOWN, Codes
from editor.painting.morphology import Bools
from editor.painting.rect import Rect

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class LabelMap:
    """Labels of a rectangle of the photo.

    Attributes:
        rect: Where it lies.
        codes: (h, w); `UNKNOWN` says nothing.
        vocabulary: Which one the codes were chosen from: "scene", "regions", or "" for several.
        mask: (h, w), where it holds; None = everywhere.
        key: Whatever tells the hole that it was predicted for from other holes.
    """

    rect: Rect
    codes: Codes
    vocabulary: str = ""
    mask: Bools | None = None
    key: object = None


@dataclass(frozen=True)
class Patch:
    """A part of the photo: where, and (h, w), true = belongs to it."""

    rect: Rect
    mask: Bools


def lay(maps: Sequence[LabelMap], rows: Indices, columns: Indices, target: Codes) -> None:
    """Writes what maps say at pixels of the photo; later maps lie on top of earlier ones.

    Args:
        maps: The maps.
        rows: (n,) ascending, in photo pixels.
        columns: (m,) likewise.
        target: (n, m), changed where a map says something.
    """
    for known in maps:
        where, place = _grid(known.rect, rows, columns)
        if place is None:
            continue
        codes = known.codes[place]
        says = codes != UNKNOWN
        if known.mask is not None:
            says &= known.mask[place]
        np.copyto(target[where], codes, where=says)


def lies_in(patches: Sequence[Patch], rows: Indices, columns: Indices) -> Bools:
    """(n, m), whether pixels of the photo belong to one of the patches; arguments as for `lay`."""
    result = np.zeros((rows.size, columns.size), np.bool_)
    for patch in patches:
        where, place = _grid(patch.rect, rows, columns)
        if place is not None:
            result[where] |= patch.mask[place]
    return result


def _grid(
    rect: Rect, rows: Indices, columns: Indices
) -> tuple[tuple[slice, slice], tuple[Indices, Indices] | None]:
    """Which of the pixels lie in a rectangle: as slices of them, and as indices into it."""
    y0, y1 = np.searchsorted(rows, (rect.y0, rect.y1))
    x0, x1 = np.searchsorted(columns, (rect.x0, rect.x1))
    where = slice(int(y0), int(y1)), slice(int(x0), int(x1))
    if y0 >= y1 or x0 >= x1:
        return where, None
    return where, (rows[where[0]][:, None] - rect.y0, columns[where[1]][None, :] - rect.x0)
