"""From the document to a request and back: snapshots out, fills in the photo's coordinates in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.document.frozen import Frozen
from editor.document.label_map import LabelMap
from editor.document.photo import read_only
from editor.inference.holes import Hole, hole_in, reaching, surroundings
from editor.painting.rect import Rect
from engine.api import Box, FillRequest, HoleFill, HoleLabels, LabelsReady, Pixels


@dataclass(frozen=True)
class FillChoices:
    """What the person chose about a fill.

    Attributes:
        detail: 0..1, share of the photo's own texture.
        grain: 0..1, share of the surroundings' grain.
        ring_px: Over how many pixels outside the mask the fill fades into the photo.
        keep_mask: The mask stays when its hole has been filled.
        vocabulary: What labels are chosen from: "auto", "scene" or "regions".
    """

    detail: float = 1.0
    grain: float = 1.0
    ring_px: int = 0
    keep_mask: bool = False
    vocabulary: str = "auto"


@dataclass(frozen=True)
class Ask:
    """A request under way, and what has to be known to use its answer.

    Attributes:
        request: What the engine got; its photo is the part `crop` of the document's.
        key: The mailbox's name of the hole.
        hole: The hole in photo pixels.
        crop: The part of the photo that was sent.
        generation: Which photo it is about.
        revision: The document's revision when it was asked.
        replaces: The fill that this is another try of.
        labels_revision: What the person had said about labels then.
        settle: Makes the request's arrays complete. The engine's thread does it, before anybody reads them.
    """

    request: FillRequest
    key: int
    hole: Hole
    crop: Box
    generation: int
    revision: int
    replaces: FillRecord | None = None
    labels_revision: int = 0
    settle: Callable[[], None] = lambda: None

    def is_of(self, choices: FillChoices, labels_revision: int) -> bool:
        """Whether it was asked with these choices, and after these labels were painted."""
        request = self.request
        asked = request.detail, request.grain, request.ring_px, request.vocabulary, self.labels_revision
        return asked == (
            choices.detail,
            choices.grain,
            choices.ring_px,
            choices.vocabulary,
            labels_revision,
        )


def box_of(rect: tuple[int, int, int, int]) -> Box | None:
    """A rectangle of the editor as the engine's box; None if it is empty."""
    box = Box(*rect)
    return None if box.is_empty else box


def painted_hole(document: Document) -> Hole | None:
    """The document's mask as one hole; None where nothing is painted."""
    if not document.has_mask:
        return None
    rect = document.mask_rect
    return Hole(Box(*rect), document.frozen_hole(rect).settle)


def hole_of_fill(record: FillRecord) -> Hole:
    """The holes that a fill was asked for, as one."""
    box = Box(*record.rect)
    mask = np.zeros((box.height, box.width), np.bool_)
    for rect, part in record.masks():
        mask[rect.shifted(-box.x0, -box.y0).slices] |= part
    hole = hole_in(mask, box)
    assert hole is not None, "a fill has a hole"
    return hole


def ask_for(
    document: Document,
    hole: Hole,
    *,
    request_id: int,
    key: int,
    seed: int,
    choices: FillChoices,
    viewport: Box | None = None,
    replaces: FillRecord | None = None,
    known: Ask | None = None,
    alternative: int = 0,
    keeps: FillRecord | None = None,
) -> Ask:
    """Takes the snapshot: photo and mask around a hole as they are now, read-only; copied by `Ask.settle`.

    Args:
        document: An open document.
        hole: What is to be filled.
        request_id: The request's id.
        key: The mailbox's name of the hole.
        seed: The request's seed.
        choices: The sliders.
        viewport: What is being looked at, in photo pixels.
        replaces: The last fill, if this is another try of it: the photo is sent as it was before.
        known: What led to that fill, if the photo around it was the same then: saves looking it up.
        alternative: Number of the label map.
        keeps: The fill whose pixels stay where labels are what they were.
    """
    crop = surroundings(hole.box, document.size)
    if document.has_sources:
        crop = reaching(
            crop, lambda box: int(np.count_nonzero(document.sources[box.slices] > 127)), document.size
        )
    frozen: list[Frozen] = []
    if known is not None and known.crop == crop:
        photo = known.request.photo
    elif replaces is not None:
        photo = document.before_fill(replaces, crop)[0]
    else:
        frozen.append(document.frozen_pixels(crop))
        photo = cast(Pixels, frozen[-1].array)
    photo.setflags(write=False)
    mask = np.zeros((crop.height, crop.width), np.bool_)
    sources = None
    if document.has_sources:
        frozen.append(document.frozen_sources(crop))
        sources = frozen[-1].array

    def settle() -> None:
        for part in frozen:
            part.settle()
        mask[hole.box.shifted(-crop.x0, -crop.y0).slices] = hole.mask
        _ = hole.key  # for whoever asks on the window's thread

    view = None if viewport is None else viewport.intersection(crop).shifted(-crop.x0, -crop.y0)
    request = FillRequest(
        id=request_id,
        photo=photo,
        mask=read_only(mask),
        seed=seed,
        viewport=None if view is None or view.is_empty else view,
        profile=document.profile,
        detail=choices.detail,
        grain=choices.grain,
        ring_px=choices.ring_px,
        sources=sources,
        labels=_said_in(document, crop),
        vocabulary=choices.vocabulary,
        alternative=alternative,
        previous=() if keeps is None else tuple(_answers_in(crop, keeps)),
    )
    revisions = document.generation, document.revision
    return Ask(request, key, hole, crop, *revisions, replaces, document.labels.revision, settle)


def _said_in(document: Document, crop: Box) -> npt.NDArray[np.uint8] | None:
    """What the person says about a part of the photo, (h, w) codes; None where that is nothing."""
    if not Rect.of(crop).overlaps(document.labels.edits_rect):
        return None
    codes = document.labels.edits[crop.slices].copy()
    codes.setflags(write=False)
    return codes if codes.any() else None


def _answers_in(crop: Box, record: FillRecord) -> Iterator[HoleFill]:
    """A fill as the engine once gave it, in the coordinates of a crop; holes without labels are left out."""
    for answer in record.answers():
        if answer.labels is None:
            continue
        known = answer.labels
        labels = HoleLabels(known.codes, known.wanted, known.vocabulary, known.grown, known.alternatives)
        box = Box(*answer.box).shifted(-crop.x0, -crop.y0)
        yield HoleFill(box, answer.pixels, answer.mask, answer.valid, answer.confidence, labels)


def map_in_photo(said: LabelsReady, ask: Ask) -> tuple[LabelMap, npt.NDArray[np.bool_]]:
    """A label map that the engine gave to a request, and where in it the person had said so."""
    where = Rect.of(said.box.shifted(ask.crop.x0, ask.crop.y0))
    labels = said.labels
    return LabelMap(where, labels.codes, labels.vocabulary, key=ask.hole.key), labels.wanted


def in_photo(fills: Sequence[HoleFill], crop: Box) -> list[HoleFill]:
    """Fills of a crop in the coordinates of the whole photo."""
    return [replace(fill, box=fill.box.shifted(crop.x0, crop.y0)) for fill in fills]
