"""Labels as costs of sources: texture for water comes from water.

Where a person chose the label the constraint is strong: nothing but that label serves, and the field has no
say. Elsewhere labels are a prediction, and a source of another label costs no more than a wrong hue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from engine.detail.patch_sums import SIDE
from engine.detail.task import Image, Mask

Codes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int32]

# What a source of another label costs, mean squared difference per channel: predicted, chosen.
_MILD, _STRONG = 0.006, 2.0
# A label with fewer source pixels than two patches constrains nothing.
_LEAST_SOURCES = 2 * SIDE * SIDE
# Overlaps are told on masks of about this side; the best ones are this share of the side apart, and so many
# are offered per label. Seeds vary them by chance.
_GRID_PX, _APART, _MOST_OFFSETS, _CHANCE = 64, 1 / 10, 6, 0.1


@dataclass(frozen=True)
class Kinds:
    """Labels of one level.

    Attributes:
        numbers: (H, W) int16 kind of every pixel, chosen and predicted labels apart; 0 = unknown. (1, 1)
            where there are no labels.
        cost: (kinds, kinds) float32; [target, source] is the cost per channel and pixel. (1, 1) likewise.
        wanted: (H, W), pixels of the hole whose label was chosen and has sources at this level; (1, 1)
            likewise.
    """

    numbers: npt.NDArray[np.int16]
    cost: Image
    wanted: Mask

    @cached_property
    def forbidden(self) -> Mask:
        """(kinds, kinds); [target, source]: what serves only as a last resort. (1, 1) = nothing."""
        return self.cost >= _STRONG if self.wanted.any() else NO_KINDS.cost > 0

    @property
    def plain(self) -> npt.NDArray[np.int16]:
        """(H, W), the same number for a label whether chosen or predicted."""
        count = (self.cost.shape[0] - 1) // 2
        return np.where(self.numbers > count, self.numbers - count, self.numbers).astype(np.int16)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is constrained."""
        return self.cost.size == 1


NO_KINDS = Kinds(np.zeros((1, 1), np.int16), np.zeros((1, 1), np.float32), np.zeros((1, 1), np.bool_))


@dataclass(frozen=True)
class KindMap:
    """Labels at output resolution, ready to be handed down the pyramid.

    Attributes:
        numbers: (H, W) int16: 0 = unknown, 1..count predicted labels, count + 1..2 count chosen ones.
        count: Labels that occur.
        served: (count + 1,), whether a label has sources enough.
    """

    numbers: npt.NDArray[np.int16]
    count: int
    served: npt.NDArray[np.bool_]

    def level(self, scale: int, hole: Mask, centers: Mask) -> Kinds:
        """The labels of one level.

        Args:
            scale: Output pixels per pixel of the level.
            hole: (H, W) of the level.
            centers: (H, W), its sources.
        """
        numbers = np.ascontiguousarray(self.numbers[::scale, ::scale])
        label = np.where(numbers > self.count, numbers - self.count, numbers)
        there = np.bincount(label[centers], minlength=self.count + 1) > 0
        binding = np.flatnonzero(there & self.served)
        binding = binding[binding > 0]
        size = 2 * self.count + 1
        of = np.concatenate([np.arange(self.count + 1), np.arange(1, self.count + 1)])
        cost = np.zeros((size, size), np.float32)
        for number in binding:
            cost[number] = np.where((of != number) & (of != 0), _MILD, 0)
            # Who picked a label meant it: what nobody labeled is no source for it.
            cost[number + self.count] = np.where(of != number, _STRONG, 0)
        wanted = hole & np.isin(numbers, binding + self.count)
        return Kinds(numbers, cost, wanted)


def kind_map(labels: Codes | None, wanted: Mask | None, hole: Mask, sources: Mask) -> KindMap | None:
    """The labels of a task; None where they constrain nothing.

    Args:
        labels: (H, W) codes, 0 = unknown; None = all unknown.
        wanted: (H, W), where a person chose the label; None = nowhere.
        hole: (H, W).
        sources: (H, W), pixels that texture may be taken from.
    """
    if labels is None or not labels[hole].any():
        return None
    codes = np.unique(labels)
    codes = codes[codes > 0]
    place = np.zeros(256, np.int16)
    place[codes] = np.arange(1, len(codes) + 1)
    numbers = place[labels]
    served = np.bincount(numbers[sources], minlength=len(codes) + 1) >= _LEAST_SOURCES
    if not served[np.unique(numbers[hole & (numbers > 0)])].any():
        return None
    if wanted is not None:
        numbers = np.where(wanted & hole & (numbers > 0), numbers + len(codes), numbers).astype(np.int16)
    return KindMap(numbers, len(codes), served)


def overlaps(places: Mask, sources: Mask, most: int, seed: int) -> Offsets:
    """Offsets at which most of some places find a source.

    Args:
        places: (H, W), that ask.
        sources: (H, W), that may answer.
        most: Offsets wanted.
        seed: Overlaps about as good are taken in another order for every seed.

    Returns:
        (N, 2) int32 (rows, columns) with N <= `most`, best first.
    """
    height, width = places.shape
    factor = max(1.0, max(height, width) / _GRID_PX)
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    ask, answer = (
        cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) for mask in (places, sources)
    )
    rows, columns = ask.shape
    shape = (2 * rows, 2 * columns)
    shared = np.fft.irfft2(np.fft.rfft2(answer, shape) * np.conj(np.fft.rfft2(ask, shape)), shape)
    shared *= 1 - _CHANCE * np.random.default_rng([seed, 0x6F76]).random(shape)
    apart = max(1, round(_APART * max(rows, columns)))
    found: list[tuple[int, int]] = []
    least = 0.5 / factor**2
    while len(found) < most and shared.max() > least:
        down, right = np.unravel_index(shared.argmax(), shape)
        down, right = int(down) - (down >= rows) * 2 * rows, int(right) - (right >= columns) * 2 * columns
        near_y = np.arange(down - apart, down + apart + 1) % shape[0]
        near_x = np.arange(right - apart, right + apart + 1) % shape[1]
        shared[np.ix_(near_y, near_x)] = 0
        found.append((round(down * height / rows), round(right * width / columns)))
    return np.array(found, np.int32).reshape(-1, 2)


def wanted_offsets(kinds: Kinds, centers: Mask, seed: int) -> Offsets:
    """Offsets that bring chosen labels their own texture in large pieces.

    Args:
        kinds: Of a level.
        centers: (H, W), its sources.
        seed: Of the run.

    Returns:
        (N, 2) int32; empty where no label was chosen.
    """
    if not kinds.wanted.any():
        return np.zeros((0, 2), np.int32)
    found = [
        overlaps(
            kinds.wanted & (kinds.numbers == number), own_sources(kinds, number, centers), _MOST_OFFSETS, seed
        )
        for number in np.unique(kinds.numbers[kinds.wanted])
    ]
    return np.concatenate(found)


def own_sources(kinds: Kinds, number: int, centers: Mask) -> Mask:
    """(H, W), sources that cost a kind nothing."""
    return centers & (kinds.cost[number][kinds.numbers] == 0)
