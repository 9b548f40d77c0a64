"""Where each label occurs: how much of the hole, how much of what surrounds it, and where it is seen best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.document.label_map import Indices
from editor.document.labels import Labels
from editor.painting.labels import UNKNOWN, Codes
from editor.painting.morphology import Bools
from editor.painting.opencv import cv2
from editor.painting.rect import Rect

# Shares need no more samples than this along each side.
_MOST_SAMPLES = 384
_LEAST_VIEW_PX = 12


@dataclass(frozen=True)
class LabelPlace:
    """One label's occurrence.

    Attributes:
        code: The label.
        in_hole: Share of the hole, 0..1.
        around: Share of what is known around the hole, 0..1.
        seen: A rectangle of the photo, outside the hole, that shows nearly nothing else; None = it is not
            there.
    """

    code: int
    in_hole: float
    around: float
    seen: Rect | None


def places(labels: Labels, aspect: float) -> list[LabelPlace]:
    """Every label that occurs, the most frequent first.

    Args:
        labels: Of a photo.
        aspect: Width through height of `seen`.
    """
    extent = labels.extent
    if extent.is_empty:
        return []
    rows, columns = _samples(extent.y0, extent.y1), _samples(extent.x0, extent.x1)
    codes, hole = labels.sampled(rows, columns), labels.sampled_holes(rows, columns)
    in_hole, around = _shares(codes[hole]), _shares(codes[~hole])
    found = [
        LabelPlace(code, in_hole[code], around[code], _seen(codes == code, hole, rows, columns, aspect))
        for code in np.flatnonzero(in_hole + around).tolist()
    ]
    return sorted(found, key=lambda place: -(place.in_hole + place.around))


def _samples(start: int, end: int) -> Indices:
    return np.unique(np.linspace(start, end - 1, min(end - start, _MOST_SAMPLES)).astype(np.intp))


def _shares(codes: Codes) -> npt.NDArray[np.float64]:
    """(256,), the share of each code among those that are known."""
    counts = np.bincount(codes.ravel(), minlength=256).astype(np.float64)
    counts[UNKNOWN] = 0
    return counts / max(1.0, counts.sum())


def _seen(same: Bools, hole: Bools, rows: Indices, columns: Indices, aspect: float) -> Rect | None:
    """The largest place, by the distance to what is something else."""
    framed = np.pad((same & ~hole).view(np.uint8), 1)
    distance = cv2.distanceTransform(framed, cv2.DIST_C, 3)[1:-1, 1:-1]
    row, column = divmod(int(np.argmax(distance)), distance.shape[1])
    if distance[row, column] == 0:
        return None
    step = max(1.0, (rows[-1] - rows[0] + 1) / rows.size)
    half = max(_LEAST_VIEW_PX // 2, int(distance[row, column] * step))
    x, y = int(columns[column]), int(rows[row])
    return Rect(x - round(half * aspect), y - half, x + round(half * aspect) + 1, y + half + 1)
