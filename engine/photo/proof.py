"""The proof of a fill: which pixels changed, inside the mask and outside, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

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
    """

    inside: int
    inside_changed: int
    outside: int
    outside_changed: int
    outside_largest: int
    depth: int

    @property
    def outside_share(self) -> float:
        """Share of the outside pixels that changed, 0..1."""
        return self.outside_changed / self.outside if self.outside else 0.0

    def sentence(self) -> str:
        """The proof in one line, for people."""
        inside = f"inside the mask {self.inside_changed:,} of {self.inside:,} pixels changed"
        if self.outside_changed == 0:
            return f"{inside}; outside it none of {self.outside:,}."
        return (
            f"{inside}; outside it {self.outside_changed:,} of {self.outside:,} "
            f"({self.outside_share:.2%}), by at most {self.outside_largest} of {2**self.depth - 1} levels."
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(before: Pixels, after: Pixels, mask: npt.NDArray[np.bool_]) -> Proof:
    """Counts what changed between two versions of a photo.

    Args:
        before: (H, W, 3) or (H, W, 4), uint8 or uint16.
        after: Of the same size; where depths differ, the deeper one is reduced to 8 bits. A missing
            alpha channel counts as opaque.
        mask: (H, W), true = may change.

    Raises:
        InvalidRequestError: The sizes differ.
    """
    if before.shape[:2] != after.shape[:2] or before.shape[:2] != mask.shape:
        sizes = " and ".join(f"{p.shape[1]} x {p.shape[0]}" for p in (before, after, mask))
        raise InvalidRequestError(f"Photos and mask differ in size: {sizes} pixels.")
    is_same_depth = before.dtype == after.dtype
    is_deep = is_same_depth and before.dtype == np.uint16
    counts = np.zeros(3, np.int64)
    largest = 0
    for y in range(0, before.shape[0], _STRIP_ROWS):
        rows = slice(y, y + _STRIP_ROWS)
        if before.shape == after.shape and is_same_depth and np.array_equal(before[rows], after[rows]):
            counts[0] += np.count_nonzero(mask[rows])
            continue
        pair = _comparable(before[rows], is_deep), _comparable(after[rows], is_deep)
        difference = _difference(*pair, opaque=65535 if is_deep else 255)
        hole = mask[rows]
        changed = difference > 0
        counts += (hole.sum(), (changed & hole).sum(), (changed & ~hole).sum())
        largest = max(largest, int(difference[~hole].max(initial=0)))
    inside = int(counts[0])
    return Proof(inside, int(counts[1]), mask.size - inside, int(counts[2]), largest, 16 if is_deep else 8)


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
