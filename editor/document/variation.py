"""One answer to a hole that has several, kept within undo's budget of memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from editor.document.document import Document
from editor.document.fills import Answer, HoleLike, StoredLabels
from editor.document.store import Blob
from editor.painting.labels import HoleLabels
from editor.painting.rect import Rect


class Variation:
    """One answer, kept within undo's budget of memory.

    Attributes:
        name: What the strip calls it.
        seed: The request's.
        alternative: The request's number of the label map.
    """

    def __init__(
        self, name: str, seed: int, holes: Sequence[HoleLike], document: Document, alternative: int = 0
    ) -> None:
        self.name = name
        self.seed = seed
        self.alternative = alternative
        self._holes: list[tuple[Rect, tuple[Blob, ...], StoredLabels | None]] = []
        for hole in holes:
            confidence = np.rint(np.clip(hole.confidence, 0, 1) * 255).astype(np.uint8)
            blobs = (
                document.keep(np.asarray(hole.pixels)),
                document.keep(np.asarray(hole.mask, np.bool_), pack=True),
                document.keep(np.asarray(hole.valid, np.bool_), pack=True),
                document.keep(confidence),
            )
            labels = None if hole.labels is None else StoredLabels(hole.labels, document.keep)
            self._holes.append((Rect.of(hole.box), blobs, labels))

    @property
    def rects(self) -> tuple[Rect, ...]:
        """Where each hole's answer lies."""
        return tuple(hole[0] for hole in self._holes)

    def holes(self) -> list[Answer]:
        """The answer again."""
        result = []
        for rect, (pixels, mask, valid, confidence), labels in self._holes:
            surely = np.divide(confidence.read(), 255, dtype=np.float32)
            known = None if labels is None else labels.read()
            result.append(Answer(rect, pixels.read(), mask.read(), valid.read(), surely, known))
        return result


def mixed_labels(
    ours: HoleLabels | None,
    theirs: HoleLabels | None,
    place: tuple[slice, slice],
    share: npt.NDArray[np.float32],
) -> HoleLabels | None:
    """Labels of a mixture: theirs where they have the larger share (of `place`)."""
    if ours is None or theirs is None:
        return ours
    codes, wanted = ours.codes.copy(), ours.wanted.copy()
    np.copyto(codes[place], theirs.codes[place], where=share > 0.5)
    np.copyto(wanted[place], theirs.wanted[place], where=share > 0.5)
    return replace(ours, codes=codes, wanted=wanted)
