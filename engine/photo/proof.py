"""The proof of a fill: which pixels changed, inside the mask and outside, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.distance import distance_from
from engine.protocol import InvalidRequestError, Pixels

_STRIP_ROWS = 256


@dataclass(frozen=True)
class Proof:
    """Counts of changed pixels.

    Attributes:
        inside: Pixels under the mask.
        inside_changed: Those of them that differ.
        outside: Pixels not under the mask.
        outside_changed: Those of them that differ in any channel, alpha among them.
        outside_largest: Largest difference outside, in levels of the file's depth.
        depth: Bits per channel of the levels.
        ring: Pixels of a ring around the mask that were meant to change too, as a feathered edge does;
            they count neither as inside nor as outside.
        ring_changed: Those of them that differ.
    """

    inside: int
    inside_changed: int
    outside: int
    outside_changed: int
    outside_largest: int
    depth: int
    ring: int = 0
    ring_changed: int = 0

    @property
    def outside_share(self) -> float:
        """Share of the outside pixels that changed, 0..1."""
        return self.outside_changed / self.outside if self.outside else 0.0

    def sentence(self) -> str:
        """The proof in one line, for people."""
        inside = f"inside the mask {self.inside_changed:,} of {self.inside:,} pixels changed"
        if self.ring:
            inside += f", in the ring around it {self.ring_changed:,} of {self.ring:,}"
        if self.outside_changed == 0:
            return f"{inside}; outside it none of {self.outside:,}."
        return (
            f"{inside}; outside it {self.outside_changed:,} of {self.outside:,} "
            f"({self.outside_share:.2%}), by at most {self.outside_largest} of {2**self.depth - 1} levels."
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(
    before: Pixels,
    after: Pixels,
    mask: npt.NDArray[np.bool_],
    ring: npt.NDArray[np.bool_] | None = None,
) -> Proof:
    """Counts what changed between two versions of a photo.

    Args:
        before: (H, W, 3) or (H, W, 4), uint8 or uint16.
        after: Of the same size; where depths differ, the deeper one is reduced to 8 bits. A missing
            alpha channel counts as opaque.
        mask: (H, W), true = may change.
        ring: (H, W), true = may change as well, see `ring_around`.

    Raises:
        InvalidRequestError: The sizes differ.
    """
    if before.shape[:2] != after.shape[:2] or before.shape[:2] != mask.shape:
        sizes = " and ".join(f"{p.shape[1]} x {p.shape[0]}" for p in (before, after, mask))
        raise InvalidRequestError(f"Photos and mask differ in size: {sizes} pixels.")
    heights = range(0, before.shape[0], _STRIP_ROWS)
    strips = (slice(y, y + _STRIP_ROWS) for y in heights)
    return joined(
        _compared(before[rows], after[rows], mask[rows], None if ring is None else ring[rows])
        for rows in strips
    )


def ring_around(mask: npt.NDArray[np.bool_], width_px: int) -> npt.NDArray[np.bool_]:
    """The pixels outside a mask (H, W) that lie within `width_px` of it."""
    ring = np.zeros_like(mask)
    holes = np.flatnonzero(mask.any(axis=1))
    # In strips, each with as many rows around it as the ring is wide: distances are floats, and a mask of
    # 400 megapixels has room for few of them.
    for y in range(0, mask.shape[0], _STRIP_ROWS):
        top, bottom = max(0, y - width_px), min(mask.shape[0], y + _STRIP_ROWS + width_px)
        if np.searchsorted(holes, bottom) == np.searchsorted(holes, top):
            continue
        near = (distance_from(mask[top:bottom]) <= width_px) & ~mask[top:bottom]
        ring[y : y + _STRIP_ROWS] = near[y - top : y - top + _STRIP_ROWS]
    return ring


def _compared(
    before: Pixels, after: Pixels, mask: npt.NDArray[np.bool_], ring: npt.NDArray[np.bool_] | None
) -> Proof:
    is_same_depth = before.dtype == after.dtype
    is_deep = is_same_depth and before.dtype == np.uint16
    depth = 16 if is_deep else 8
    ring = np.zeros_like(mask) if ring is None else ring & ~mask
    inside, around = int(np.count_nonzero(mask)), int(np.count_nonzero(ring))
    outside = mask.size - inside - around
    if before.shape == after.shape and is_same_depth and np.array_equal(before, after):
        return Proof(inside, 0, outside, 0, 0, depth, around, 0)
    pair = _comparable(before, is_deep), _comparable(after, is_deep)
    difference = _difference(*pair, opaque=65535 if is_deep else 255)
    changed, beyond = difference > 0, ~(mask | ring)
    return Proof(
        inside=inside,
        inside_changed=int((changed & mask).sum()),
        outside=outside,
        outside_changed=int((changed & beyond).sum()),
        outside_largest=int(difference[beyond].max(initial=0)),
        depth=depth,
        ring=around,
        ring_changed=int((changed & ring).sum()),
    )


def joined(parts: Iterable[Proof]) -> Proof:
    """The proof of a whole photo from those of its parts."""
    proofs = list(parts)
    return Proof(
        inside=sum(proof.inside for proof in proofs),
        inside_changed=sum(proof.inside_changed for proof in proofs),
        outside=sum(proof.outside for proof in proofs),
        outside_changed=sum(proof.outside_changed for proof in proofs),
        outside_largest=max(proof.outside_largest for proof in proofs),
        depth=proofs[0].depth,
        ring=sum(proof.ring for proof in proofs),
        ring_changed=sum(proof.ring_changed for proof in proofs),
    )


def _comparable(pixels: Pixels, is_deep: bool) -> npt.NDArray[np.int32]:
    values = pixels.astype(np.int32)
    return values if is_deep or pixels.dtype == np.uint8 else (values + 128) // 257


def _difference(
    before: npt.NDArray[np.int32], after: npt.NDArray[np.int32], opaque: int
) -> npt.NDArray[np.int32]:
    """Largest difference over the channels (h, w)."""
    difference = np.abs(before[..., :3] - after[..., :3]).max(axis=2)
    alphas = [pixels[..., 3] for pixels in (before, after) if pixels.shape[2] == 4]
    if len(alphas) == 2:
        difference = np.maximum(difference, np.abs(alphas[0] - alphas[1]))
    elif len(alphas) == 1:
        difference = np.maximum(difference, np.abs(opaque - alphas[0]))
    return difference
