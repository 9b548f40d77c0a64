"""The rounds of search and vote of one level: how many, how wide they look, and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from engine.detail.method import Method
from engine.detail.search import Search

# Depth at which a patch says half as much as at the ring.
REACH_PX = 8.0
# In holes of more pixels than this the finest level, which takes longest and changes least, has a round less.
_LARGE_HOLE = 250_000


class Round(NamedTuple):
    """How far one round looks, see `matching.improve`.

    Attributes:
        steps: Distances of the neighbors whose sources are tried.
        tries: Random sources around the best one.
        radius: Of those; 0 = a quarter of the level.
        leaps: Random sources anywhere.
    """

    steps: tuple[int, ...]
    tries: int
    radius: int
    leaps: int

    @property
    def visits(self) -> int:
        """Sources that each target is compared with."""
        return 4 * len(self.steps) + self.tries + self.leaps


_FIRST = Round((1, 3, 8), 6, 0, 4)
_COARSE = Round((1, 3, 8), 5, 32, 2)
_FINE, _FINE_AGAIN = Round((1, 4), 3, 8, 0), Round((1,), 3, 8, 0)


def rounds_of(size: int, is_first: bool, fineness: int, method: Method) -> list[Round]:
    """The rounds of a level.

    Args:
        size: Pixels of its hole.
        is_first: Whether the search begins here.
        fineness: Of the level; 0 is the finest.
        method: How.
    """
    count = method.rounds_at(fineness)
    if fineness == 0 and size > _LARGE_HOLE:
        count = max(1, count - 1)
    if is_first or fineness >= 2:
        return [_FIRST if is_first else _COARSE] * count
    return [_FINE, *[_FINE_AGAIN] * (count - 1)]


def run_level(
    search: Search, is_first: bool, method: Method, fineness: int, check: Callable[[], None]
) -> Iterator[float]:
    """Rounds from a start that has been made; yields the share of them that is done."""
    rounds = rounds_of(search.pixel_y.size, is_first, fineness, method)
    sharpness = method.sharpness_at(fineness)
    for number, (steps, tries, radius, leaps) in enumerate(rounds):
        check()
        turn = 100 * fineness + number
        search.improve(turn, steps, tries, radius or max(search.level.size) // 4, leaps)
        if method.overuse > 0 and fineness >= 2:
            search.penalize_overuse(method.overuse)
        if fineness > 0 or number < len(rounds) - 1:
            search.vote(sharpness, REACH_PX)
        yield (number + 1) / len(rounds)
