"""Where the search for texture begins, and with what: shifted pieces of the photo, where they stay in one.

On a level that is mostly hole few patches of the photo are whole, and a search sends every place to the same
few: pieces of a lawn came out as its stamps. Copied pixel by pixel to a finer level, the pieces stay in one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from engine.detail.continuation import Continuation
from engine.detail.kinds import wanted_offsets
from engine.detail.leads import Lead
from engine.detail.levels import BROAD, Level, low_pass
from engine.detail.offsets import Offsets, dominant_offsets
from engine.detail.patch_sums import SIDE
from engine.detail.shift_map import ShiftMap, finer, shift_map
from engine.detail.task import Image
from engine.detail.vetoes import Vetoes

# A level with fewer sources than this for a patch of the hole is no place to search.
_LEAST_SOURCES = 1.3
# Where more of the hole than this stays with the field there are no pieces to save: patches must find them.
_MOST_STAYING = 0.8


@dataclass(frozen=True)
class FirstGuess:
    """What a search begins with.

    Attributes:
        number: Of the level, counted from the coarsest.
        offsets: (N, 2), in pixels of that level.
        found: Which of them serves where.
    """

    number: int
    offsets: Offsets
    found: ShiftMap


def first_guess(
    levels: list[Level],
    most: int,
    guide_weight: float,
    heard: float,
    vetoes: Vetoes,
    contours: Continuation | None,
    seed: int,
    threads: int,
    check: Callable[[], None],
) -> FirstGuess:
    """Fills the coarsest level with shifted pieces, and takes them to the level that a search can begin at.

    Args:
        levels: Coarsest first.
        most: Offsets.
        guide_weight: Of the guide where it is trusted wholly.
        heard: Share of it that the field is worth; contours are worth all of it.
        vetoes: What may stand for what.
        contours: That lead through the hole; None = there are none.
        seed: Of the run.
        threads: To use; changes no result.
        check: Called between steps.
    """
    level = levels[0]
    leads = contours.leads_at(level.size) if contours is not None else []
    offsets = _offsets(level, most, leads, seed)
    check()
    here: Image = np.full(level.size, heard, np.float32)
    if contours is not None:
        here += (1 - here) * contours.say_at(level.size)
    broad = replace(level, guide=low_pass(level.picture, BROAD * level.guide_sigma_px))
    found = shift_map(broad, offsets, guide_weight * here, vetoes, leads, seed, threads)
    number = 0
    staying = float((found.labels < 0)[level.hole[found.box.slices]].mean())
    # The last two levels are too fine to find what is still missing.
    while staying <= _MOST_STAYING and number < len(levels) - 2 and is_crowded(levels[number]):
        number += 1
        offsets = 2 * offsets
        found = finer(found, offsets, levels[number])
    return FirstGuess(number, offsets, found)


def is_crowded(level: Level) -> bool:
    """Whether a level has too few whole patches of the photo for those that the hole needs."""
    needed = cv2.dilate(level.hole.astype(np.uint8), np.ones((SIDE, SIDE), np.uint8))
    return int(level.centers.sum()) < _LEAST_SOURCES * int(needed.sum())


def _offsets(level: Level, most: int, leads: list[Lead], seed: int) -> Offsets:
    """Offsets for a shift map: those that chosen labels and contours need, and the photo's own."""
    wanted = wanted_offsets(level.kinds, level.centers, seed)
    wanted = np.concatenate([wanted, *(lead.offsets for lead in leads)])[:most]
    found = dominant_offsets(level, most)
    return found if len(wanted) == 0 else np.concatenate([found[: most - len(wanted)], wanted])
