"""What the engine looks at to fill one hole: the crop around it, at output and at working resolution."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.composite import checked_ring
from engine.distance import distance_from
from engine.holes import Hole
from engine.labels.codes import check_codes
from engine.photo.color import to_srgb
from engine.protocol import LARGEST_SEED, VOCABULARIES, FillRequest, InvalidRequestError, hole_of
from engine.regions import Box, bounding_box, context_box

Bits = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint8]

LEAST_REACH_PX = 8
REACH_SHARE = 0.03
# Side of a crop in units of its hole's longer side.
CONTEXT = 2.2
# A view must be this much larger to be looked at from closer.
LEAST_CLOSER = 1.25
# Fewer pixels than this hold too few patches to choose texture from.
LEAST_SOURCES_PX = 32 * 32


@dataclass(frozen=True)
class HoleCrop:
    """One hole in its surroundings.

    Attributes:
        box: The crop, in the photo.
        inner: The hole plus its reach, in crop coordinates.
        photo: (H, W, 3) float32 sRGB, 0..1; hole pixels hold what the photo has there.
        hole: (H, W) bool, of which nothing is known: what must be filled, and other holes.
        valid: (H, W) bool, hole plus reach, inside `inner`; nothing of other holes.
        sources: (H, W) bool, known pixels that texture may be taken from.
    """

    box: Box
    inner: Box
    photo: Floats
    hole: Bits
    valid: Bits
    sources: Bits

    @property
    def own(self) -> Bits:
        """(H, W) bool, what must be filled."""
        return self.hole & self.valid

    def within(self, box: Box) -> HoleCrop:
        """A part of the crop that holds all of `inner`, as a crop of its own."""
        part = box.slices
        return HoleCrop(
            box=box.shifted(self.box.x0, self.box.y0),
            inner=self.inner.shifted(-box.x0, -box.y0),
            photo=self.photo[part],
            hole=self.hole[part],
            valid=self.valid[part],
            sources=self.sources[part],
        )


@dataclass(frozen=True)
class WorkingView:
    """The crop as the network sees it.

    Attributes:
        photo: (h, w, 3) float32; averages of known pixels only.
        hole: (h, w) bool; true wherever the hole touches a pixel.
    """

    photo: Floats
    hole: Bits


def validated_hole(request: FillRequest) -> Bits:
    """The hole of a request that can be answered.

    Raises:
        InvalidRequestError: Wrong types, shapes, ranges or labels; an empty hole, or one that covers all.
    """
    photo = request.photo
    if photo.ndim != 3 or photo.shape[2] not in (3, 4) or photo.dtype not in (np.uint8, np.uint16):
        raise InvalidRequestError("The photo must be RGB or RGBA with 8 or 16 bits per channel.")
    asked = {"mask": request.mask, "source mask": request.sources, "label map": request.labels}
    for name, mask in asked.items():
        if mask is None:
            continue
        if mask.shape != photo.shape[:2]:
            raise InvalidRequestError(
                f"The {name} is {mask.shape[1]} x {mask.shape[0]} pixels, "
                f"but the photo is {photo.shape[1]} x {photo.shape[0]}."
            )
        if name == "label map":
            if mask.dtype != np.uint8:
                raise InvalidRequestError("The label map must be made of 8-bit codes.")
            check_codes(np.asarray(mask, np.uint8), "The label map")
        elif mask.dtype not in (np.bool_, np.uint8):
            raise InvalidRequestError(f"The {name} must be made of booleans or 8-bit coverage.")
    for name, share in (("detail", request.detail), ("grain", request.grain)):
        if not 0.0 <= share <= 1.0:
            raise InvalidRequestError(f"{name.capitalize()} must lie between 0 and 1.")
    if request.vocabulary not in VOCABULARIES:
        raise InvalidRequestError(
            f"The vocabulary “{request.vocabulary}” is unknown; use {', '.join(VOCABULARIES)}."
        )
    if request.alternative < 0:
        raise InvalidRequestError("The number of an alternative must not be negative.")
    if not 0 <= request.seed <= LARGEST_SEED:
        raise InvalidRequestError(f"The seed must be a whole number from 0 to {LARGEST_SEED}.")
    if request.reach_px is not None and request.reach_px < 0:
        raise InvalidRequestError("How far a fill goes beyond the mask must not be negative.")
    checked_ring(request.ring_px)
    hole = hole_of(request.mask)
    if not hole.any():
        raise InvalidRequestError("The mask is empty: there is nothing to fill.")
    if hole.all():
        raise InvalidRequestError("The mask covers the whole photo: nothing is left to fill it from.")
    return hole


def crop_around(request: FillRequest, mask: Bits, hole: Hole, working_px: int) -> HoleCrop:
    """Cuts out a hole of a mask with its context; memory follows the hole, not the photo."""
    size = (int(mask.shape[0]), int(mask.shape[1]))
    box = _with_known_pixels(context_box(hole.box, size, CONTEXT, working_px), mask, size)
    if request.sources is not None:
        box = _with_sources(box, request.sources, mask, size)
    inside = np.zeros((box.height, box.width), dtype=bool)
    inside[hole.box.shifted(-box.x0, -box.y0).slices] = hole.mask
    reach = request.reach_px
    if reach is None:
        reach = max(LEAST_REACH_PX, round(REACH_SHARE * max(hole.box.width, hole.box.height)))
        reach = max(reach, request.ring_px + 1)  # the fade must not meet the end of the fill
    known = ~mask[box.slices]
    valid = dilated(inside, reach) & (known | inside)
    sources = known if request.sources is None else known & hole_of(request.sources[box.slices])
    return HoleCrop(
        box=box,
        inner=bounding_box(valid),
        photo=to_srgb(request.photo[box.slices][..., :3], request.profile),
        hole=~known,
        valid=valid,
        sources=sources,
    )


def working_view(crop: HoleCrop, working_px: int, stride: int) -> WorkingView:
    """Shrinks a crop to the size the network works at; it is never enlarged beyond rounding."""
    height, width = crop.hole.shape
    scale = min(1.0, working_px / max(height, width))
    return view_of(crop, (_multiple(height * scale, stride), _multiple(width * scale, stride)))


def closer_view(crop: HoleCrop, view: WorkingView, most: float, stride: int) -> WorkingView | None:
    """A larger view of the same crop, for a look from closer.

    Args:
        crop: The crop.
        view: As it was seen first.
        most: How many times larger the other view may be; never more than the crop allows.
        stride: Its sides are multiples of it.

    Returns:
        None where the first view shows about as much as there is.
    """
    height, width = view.hole.shape
    scale = min(most, max(crop.hole.shape) / max(height, width))
    if scale < LEAST_CLOSER:
        return None
    return view_of(crop, (_multiple(height * scale, stride), _multiple(width * scale, stride)))


def view_of(crop: HoleCrop, size: tuple[int, int]) -> WorkingView:
    """A crop at another size, (height, width)."""
    height, width = crop.hole.shape
    known = (~crop.hole).astype(np.float32)
    is_smaller = max(size) < max(height, width)
    method = cv2.INTER_AREA if is_smaller else cv2.INTER_LINEAR
    weight = cv2.resize(known, size[::-1], interpolation=method)
    color = cv2.resize(crop.photo * known[..., None], size[::-1], interpolation=method)
    hole = weight < 0.999
    photo = color / np.maximum(weight, 1e-4)[..., None]
    return WorkingView(photo=np.ascontiguousarray(photo, dtype=np.float32), hole=hole)


def _with_known_pixels(box: Box, hole: Bits, size: tuple[int, int]) -> Box:
    """Grows a context that is all hole until it sees something."""
    whole = Box.whole(size)
    while hole[box.slices].all() and box != whole:
        box = box.grown(max(box.width, box.height)).intersection(whole)
    return box


def _with_sources(box: Box, sources: Bits | Codes, hole: Bits, size: tuple[int, int]) -> Box:
    """Grows a context until it sees texture that may be taken: a person may have marked it far away."""
    whole = Box.whole(size)
    while box != whole:
        part = box.slices
        if np.count_nonzero(hole_of(sources[part]) & ~hole[part]) >= LEAST_SOURCES_PX:
            break
        box = box.grown(max(box.width, box.height) // 2).intersection(whole)
    return box


def dilated(mask: Bits, radius_px: int) -> Bits:
    """Everything within a distance of what is set, (H, W)."""
    if radius_px <= 0 or not mask.any():
        return mask
    return distance_from(mask) <= radius_px


def _multiple(length: float, stride: int) -> int:
    return max(2 * stride, round(length / stride) * stride)
