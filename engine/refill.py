"""After an edit of labels: what of a fill stays, and what of the hole is made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.crops import Bits, HoleCrop, dilated
from engine.photo.color import to_srgb
from engine.protocol import FillRequest, HoleFill
from engine.regions import bounding_box

# Around changed labels this much is made anew too, so that the new meets the old in texture of one kind.
_MARGIN_SHARE, _LEAST_MARGIN_PX = 0.04, 12


def of_same_hole(previous: Sequence[HoleFill], request: FillRequest, crop: HoleCrop) -> HoleFill | None:
    """The fill among previous ones that was made for this very hole, by labels; None where there is none."""
    part = crop.inner.slices
    box = crop.inner.shifted(crop.box.x0, crop.box.y0)
    for fill in previous:
        if fill.labels is None or fill.box != box or fill.pixels.dtype != request.photo.dtype:
            continue
        is_same = (fill.mask == (crop.hole & crop.valid)[part]).all() and (
            fill.valid == crop.valid[part]
        ).all()
        if is_same:
            return fill
    return None


def part_to_refill(crop: HoleCrop, changed: Bits, previous: HoleFill, profile: bytes | None) -> HoleCrop:
    """The crop with the previous fill in it, as known as the photo, but for what is made anew.

    Args:
        crop: As for a first fill.
        changed: (H, W), where labels have changed; somewhere, and in the hole only.
        previous: Of this hole.
        profile: ICC profile of the photo.

    Returns:
        A crop with a smaller hole. Texture still comes from the photo, never from the fill.
    """
    own = crop.hole & crop.valid
    margin = max(_LEAST_MARGIN_PX, round(_MARGIN_SHARE * max(crop.inner.width, crop.inner.height)))
    anew = own & dilated(changed, margin)
    photo = crop.photo.copy()
    part = crop.inner.slices
    inside = crop.valid[part]
    photo[part][inside] = to_srgb(previous.pixels, profile)[inside]
    # The ring beyond the mask is the photo's own until the hole is filled; `valid` says where it is redone.
    ring = crop.valid & ~crop.hole
    photo[ring] = crop.photo[ring]
    valid = anew | (ring & dilated(anew, margin))
    return replace(crop, inner=bounding_box(valid), photo=photo, hole=crop.hole & ~(own & ~anew), valid=valid)


def joined(previous: HoleFill, fresh: HoleFill) -> HoleFill:
    """The previous fill with what was made anew, bit by bit itself elsewhere.

    Args:
        previous: Of the whole hole.
        fresh: Of the part from `part_to_refill`; its box lies in that of the previous one.
    """
    pixels, confidence = previous.pixels.copy(), previous.confidence.copy()
    part = fresh.box.shifted(-previous.box.x0, -previous.box.y0).slices
    pixels[part][fresh.valid] = fresh.pixels[fresh.valid]
    confidence[part][fresh.valid] = fresh.confidence[fresh.valid]
    return replace(previous, pixels=pixels, confidence=confidence)
