"""From the document to a request and back: snapshots out, fills in the photo's coordinates in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from editor.document.document import Document
from editor.document.fills import FillRecord
from editor.inference.holes import Hole, hole_in, reaching, surroundings
from engine.api import Box, FillRequest, HoleFill, Pixels


@dataclass(frozen=True)
class FillChoices:
    """What the person chose about a fill.

    Attributes:
        detail: 0..1, share of the photo's own texture.
        grain: 0..1, share of the surroundings' grain.
        ring_px: Over how many pixels outside the mask the fill fades into the photo.
        keep_mask: The mask stays when its hole has been filled.
    """

    detail: float = 1.0
    grain: float = 1.0
    ring_px: int = 0
    keep_mask: bool = False


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
    """

    request: FillRequest
    key: int
    hole: Hole
    crop: Box
    generation: int
    revision: int
    replaces: FillRecord | None = None


def box_of(rect: tuple[int, int, int, int]) -> Box | None:
    """A rectangle of the editor as the engine's box; None if it is empty."""
    box = Box(*rect)
    return None if box.is_empty else box


def painted_hole(document: Document) -> Hole | None:
    """The document's mask as one hole; None where nothing is painted."""
    if not document.has_mask:
        return None
    rect = document.mask_rect
    box = Box(*rect)
    return hole_in(document.mask[box.slices] > 127, box)


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
    request_id: int,
    key: int,
    seed: int,
    choices: FillChoices,
    viewport: Box | None = None,
    replaces: FillRecord | None = None,
    known: Ask | None = None,
) -> Ask:
    """Takes the snapshot: copies of the photo and the mask around a hole, read-only from now on.

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
    """
    crop = surroundings(hole.box, document.size)
    if document.has_sources:
        crop = reaching(
            crop, lambda box: int(np.count_nonzero(document.sources[box.slices] > 127)), document.size
        )
    if known is not None and known.crop == crop:
        photo = known.request.photo
    elif replaces is not None:
        photo = document.before_fill(replaces, crop)[0]
    else:
        photo = cast(Pixels, document.pixels[crop.slices].copy())
    mask = np.zeros((crop.height, crop.width), np.bool_)
    mask[hole.box.shifted(-crop.x0, -crop.y0).slices] = hole.mask
    photo.setflags(write=False)
    mask.setflags(write=False)
    sources = None
    if document.has_sources:
        sources = document.sources[crop.slices] > 127
        sources.setflags(write=False)
    view = None if viewport is None else viewport.intersection(crop).shifted(-crop.x0, -crop.y0)
    request = FillRequest(
        id=request_id,
        photo=photo,
        mask=mask,
        seed=seed,
        viewport=None if view is None or view.is_empty else view,
        profile=document.profile,
        detail=choices.detail,
        grain=choices.grain,
        ring_px=choices.ring_px,
        sources=sources,
    )
    return Ask(request, key, hole, crop, document.generation, document.revision, replaces)


def in_photo(fills: Sequence[HoleFill], crop: Box) -> list[HoleFill]:
    """Fills of a crop in the coordinates of the whole photo."""
    return [replace(fill, box=fill.box.shifted(crop.x0, crop.y0)) for fill in fills]
