"""The holes of a mask: which of its parts are filled together, and which one after the other."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.regions import Box, bounding_box, context_box, context_side

Bits = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int32]

# Parts with no more than this between them are one part: dashes of a scratch, letters of a word. The reach
# around each of them, 8 px at least, would meet that of the next.
NEAR_PX = 16
# A hole is scattered if its crop is more than this many times as wide as the widest crop of a part of it, and
# as the least one. None of the evaluation's is, nor are a few strokes around an object.
_SCATTERED = 3.0
# Parts of a scattered hole stay together as long as their crop is at most this many times as wide.
_TOGETHER = 1.5


@dataclass(frozen=True, eq=False)
class Hole:
    """What is filled at once.

    Attributes:
        box: The smallest that holds it, in the photo. Those of several holes may overlap.
        mask: (h, w) bool, its own pixels in the box; never one of another hole.
    """

    box: Box
    mask: Bits

    @staticmethod
    def of(mask: Bits) -> Hole:
        """All that is set in a mask (H, W)."""
        box = bounding_box(mask)
        return Hole(box, mask[box.slices])


def separate_holes(mask: Bits, context: float, least_px: int) -> list[Hole]:
    """The holes that are filled one by one, top to bottom.

    Parts whose surroundings meet are one hole: they would be each other's context. Whether they meet is asked
    again of what has been put together, whose surroundings are wider. Dust all over a photo would so become
    one hole, in whose crop no speck is to be seen. Such parts stay with those nearest to them alone, and
    show in the crops of others as places of which nothing is known.

    Args:
        mask: (H, W), true = hole.
        context: As in `context_box`.
        least_px: As in `context_box`.

    Returns:
        Holes that have every pixel of the mask once. Parts within `NEAR_PX` are in the same hole.
    """
    whole = bounding_box(mask)
    if whole.is_empty:
        return []
    part = mask[whole.slices]
    labels, boxes = _parts(part, whole)
    sight = _Sight((int(mask.shape[0]), int(mask.shape[1])), context, least_px)
    holes: list[Hole] = []
    for group in _meeting(boxes, sight):
        for numbers in _nearest(boxes, group, sight) if _is_scattered(boxes, group, sight) else [group]:
            box = _union(boxes[number] for number in numbers)
            own = np.zeros(len(boxes) + 1, np.bool_)
            own[[number + 1 for number in numbers]] = True
            inside = box.shifted(-whole.x0, -whole.y0).slices
            holes.append(Hole(box, part[inside] & own[labels[inside]]))
    return sorted(holes, key=lambda hole: (hole.box.y0, hole.box.x0))


@dataclass(frozen=True)
class _Sight:
    """How boxes are seen: in a photo of (height, width), see `context_box` for the others."""

    size: tuple[int, int]
    context: float
    least_px: int

    def around(self, box: Box) -> Box:
        return context_box(box, self.size, self.context, self.least_px)

    def side(self, box: Box) -> int:
        return context_side(box, self.context, self.least_px)


def _parts(mask: Bits, box: Box) -> tuple[Ints, list[Box]]:
    """(H, W) numbers of the parts of a mask, from 1 up, and their boxes, where the mask has this box."""
    radius = NEAR_PX // 2
    framed = cv2.copyMakeBorder(
        mask.astype(np.uint8), radius, radius, radius, radius, cv2.BORDER_CONSTANT, value=0
    )
    grown = cv2.dilate(framed, np.ones((2 * radius + 1, 2 * radius + 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    boxes = [
        Box(int(x), int(y), int(x + w), int(y + h)).grown(-radius).shifted(box.x0 - radius, box.y0 - radius)
        for x, y, w, h, _ in stats[1:]
    ]
    return np.asarray(labels[radius:-radius, radius:-radius], np.int32), boxes


def _meeting(boxes: Sequence[Box], sight: _Sight) -> list[list[int]]:
    """Numbers of the boxes, in groups whose surroundings do not meet."""
    groups: list[list[int]] = []
    # What has been put together is a row of its own; the rows that it is made of are gone.
    unions, contexts = np.zeros((0, 4), np.int64), np.zeros((0, 4), np.int64)
    for number in sorted(range(len(boxes)), key=lambda number: boxes[number].y0):
        box, group = boxes[number], [number]
        while True:
            meets = _overlap(unions, sight.around(box)) | _overlap(contexts, box)
            if not meets.any():
                break
            for row in np.flatnonzero(meets):
                box = box.union(Box(*unions[row].tolist()))
                group += groups[row]
            groups = [other for other, is_met in zip(groups, meets, strict=True) if not is_met]
            unions, contexts = unions[~meets], contexts[~meets]
        groups.append(group)
        unions = np.vstack([unions, _row(box)])
        contexts = np.vstack([contexts, _row(sight.around(box))])
    return groups


def _is_scattered(boxes: Sequence[Box], group: Sequence[int], sight: _Sight) -> bool:
    together = _union(boxes[number] for number in group)
    crop = sight.around(together)
    widest = max(sight.side(boxes[number]) for number in group)
    return (
        sight.side(together) > _SCATTERED * widest
        and max(crop.width, crop.height) > _SCATTERED * sight.least_px
    )


def _nearest(boxes: Sequence[Box], group: Sequence[int], sight: _Sight) -> list[list[int]]:
    """The group in smaller ones, whose crops are hardly wider than those of the widest of their parts."""
    groups = {number: [number] for number in group}
    belongs = {number: number for number in group}
    unions = {number: boxes[number] for number in group}
    widest = {number: sight.side(boxes[number]) for number in group}
    for one, other in _neighbors(boxes, group, sight):
        first, second = belongs[one], belongs[other]
        if first == second:
            continue
        union, side = unions[first].union(unions[second]), max(widest[first], widest[second])
        if sight.side(union) > _TOGETHER * side:
            continue
        unions[first], widest[first] = union, side
        groups[first] += groups[second]
        belongs.update(dict.fromkeys(groups.pop(second), first))
    return list(groups.values())


def _neighbors(boxes: Sequence[Box], group: Sequence[int], sight: _Sight) -> Iterator[tuple[int, int]]:
    """Pairs of boxes of which one lies in the other's surroundings, nearest first."""
    numbers = np.array(group)
    rows = np.vstack([_row(boxes[number]) for number in group])
    contexts = np.vstack([_row(sight.around(boxes[number])) for number in group])
    firsts, seconds, gaps = [], [], []
    for place, number in enumerate(group):
        later = slice(place + 1, None)
        sees = _overlap(rows[later], Box(*contexts[place].tolist()))
        is_seen = _overlap(contexts[later], boxes[number])
        found = place + 1 + np.flatnonzero(sees | is_seen)
        apart = np.maximum(rows[found, :2] - rows[place, 2:], rows[place, :2] - rows[found, 2:]).clip(0)
        firsts.append(np.full(len(found), number))
        seconds.append(numbers[found])
        gaps.append(np.hypot(apart[:, 0], apart[:, 1]))
    order = np.argsort(np.concatenate(gaps), kind="stable")
    pairs = np.stack([np.concatenate(firsts), np.concatenate(seconds)], axis=1)[order]
    yield from ((int(one), int(other)) for one, other in pairs)


def _overlap(rows: npt.NDArray[np.int64], box: Box) -> npt.NDArray[np.bool_]:
    """Which of the boxes (N, 4) share a pixel with this one."""
    return (rows[:, 0] < box.x1) & (rows[:, 1] < box.y1) & (rows[:, 2] > box.x0) & (rows[:, 3] > box.y0)


def _row(box: Box) -> npt.NDArray[np.int64]:
    return np.array([box.x0, box.y0, box.x1, box.y1], np.int64)


def _union(boxes: Iterator[Box]) -> Box:
    return functools.reduce(Box.union, boxes)
