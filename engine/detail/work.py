"""How much work a hole's texture is, step by step: what the time left of a fill is told from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.detail.levels import hole_sizes
from engine.detail.method import GUIDED, Method
from engine.detail.rounds import rounds_of
from engine.detail.search import MOST_PAIRS
from engine.detail.shift_map import LEAST_SHIFT_LEVELS, shift_map_level
from engine.detail.task import Mask
from engine.regions import bounding_box

# Seconds on two cores without other work, fitted to round holes of 30 to 450 px radius and a scratch across
# 2400 x 1600 px; whoever is asked for a time left learns from the run itself how fast the machine is.
_PREPARING_S = 6e-7  # per pixel of the crop: lines, contours, levels, roughness
_GUESS_S, _GUESS_PX_S = 0.1, 2.5e-5  # the first guess, and per pixel of its level
_LEVEL_PX_S = 3e-7  # per pixel of a level
_VISIT_S = 2e-7  # a source compared with a target
_PAIR_S = 1e-8  # the same where all are compared with all, see `exhaustive`
_VOTE_S = 7.5e-7  # per pixel of the hole
_FINISH_S, _FINISH_BOX_S = 2e-6, 1e-6  # per pixel of the hole, and of its box


@dataclass(frozen=True)
class DetailStep:
    """Some of a task's work has been done.

    Attributes:
        share: Of all that was expected, 0..1; never falls.
    """

    share: float


@dataclass(frozen=True)
class Work:
    """The expected work of one task, in seconds on the machine that it was measured on.

    Attributes:
        preparing: Of what comes before the search, the first guess included.
        levels: Of every level that may be searched, finest first.
        finishing: Of what comes after it.
    """

    preparing: float
    levels: tuple[float, ...]
    finishing: float

    @classmethod
    def of(
        cls, sizes: Sequence[int], area_px: int, box_px: int, method: Method = GUIDED, searches: bool = True
    ) -> Work:
        """The work of a hole.

        Args:
            sizes: Pixels of the hole at every level, coarsest first, see `levels.hole_sizes`.
            area_px: Of the crop.
            box_px: Of the hole's bounding box.
            method: How.
            searches: False where the field stays, with a strength of 0.
        """
        finishing = sizes[-1] * _FINISH_S + box_px * _FINISH_BOX_S
        if not searches:
            return cls(area_px * _PREPARING_S / 4, (), finishing)
        preparing, coarsest = area_px * _PREPARING_S, 0
        is_guessed = method.offsets > 0 and len(sizes) >= LEAST_SHIFT_LEVELS
        if is_guessed:
            coarsest = shift_map_level(list(sizes))
            preparing += _GUESS_S + _GUESS_PX_S * area_px / 4 ** (len(sizes) - 1 - coarsest)
        searched = sizes[coarsest:]
        levels: list[float] = []
        for fineness, size in enumerate(reversed(searched)):
            area = area_px / 4**fineness
            is_first = fineness == len(searched) - 1
            rounds = rounds_of(size, is_first, fineness, method)
            searching = sum(size * (each.visits * _VISIT_S + _VOTE_S) for each in rounds)
            exhausted = is_first and not is_guessed and size * area <= MOST_PAIRS
            compared = size * area * _PAIR_S if exhausted else 0.0
            levels.append(area * _LEVEL_PX_S + searching + compared)
        return cls(preparing, tuple(levels), finishing)

    @property
    def total(self) -> float:
        """Of the whole task."""
        return self.preparing + sum(self.levels) + self.finishing

    def prepared(self, share: float) -> DetailStep:
        """A share of what comes before the search is done."""
        return self._step(share * self.preparing)

    def searched(self, fineness: int, share: float) -> DetailStep:
        """A share of a level is done, and all coarser ones, or they were left out; 0 is the finest."""
        coarser = self.levels[fineness + 1 :]
        here = self.levels[fineness] if fineness < len(self.levels) else 0.0
        return self._step(self.preparing + sum(coarser) + share * here)

    def finished(self, share: float) -> DetailStep:
        """A share of the last step is done."""
        return self._step(self.preparing + sum(self.levels) + share * self.finishing)

    def _step(self, done: float) -> DetailStep:
        return DetailStep(min(1.0, done / self.total))


def work_of(
    hole: Mask, method: Method = GUIDED, sizes: Sequence[int] | None = None, searches: bool = True
) -> Work:
    """The work of a hole in its crop.

    Args:
        hole: (H, W), at least one pixel.
        method: How.
        sizes: As for `Work.of`, where they are known.
        searches: As for `Work.of`.
    """
    box = bounding_box(hole)
    return Work.of(sizes or hole_sizes(hole), hole.size, box.width * box.height, method, searches)
