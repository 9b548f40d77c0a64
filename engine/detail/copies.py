"""What a finished search gives: for every pixel of the hole one source pixel, and its color there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.detail.compilation import in_ranges
from engine.detail.search import Search
from engine.detail.starts import Ints
from engine.detail.task import Image, Mask
from engine.detail.voting import choose, copy


@dataclass(frozen=True)
class Copies:
    """Of the pixels of a search's hole, row by row.

    Attributes:
        from_y: (M,) row of the source pixel; -1 where there is none.
        from_x: (M,) its column in the atlas.
        colors: (M, 3) what it shows, with the bias of its patch; the pixel as it was where there is none.
    """

    from_y: Ints
    from_x: Ints
    colors: Image

    @property
    def there(self) -> Mask:
        """(M,) whether there is a source."""
        return self.from_y >= 0


def chosen_targets(search: Search) -> Ints:
    """(M,) number of the target that every hole pixel is copied from; -1 where there is none."""
    out = np.empty(search.pixel_y.size, np.int32)
    cost = search.relative_cost()
    centering = np.float32(0.02 * float(np.median(cost)) + 1e-6)
    in_ranges(
        choose, search.pixel_y.size, search.threads, search.index, search.match_y, search.match_x, cost,
        centering, search.level.kinds.forbidden, search.level.kinds.numbers,
        search.pixel_y, search.pixel_x, out,
    )  # fmt: skip
    return out


def copies_of(search: Search, chosen: Ints) -> Copies:
    """The hole's pixels copied from the sources of these targets, see `chosen_targets`."""
    there = chosen >= 0
    from_y = np.where(there, search.match_y[chosen] + search.pixel_y - search.target_y[chosen], -1)
    from_x = np.where(there, search.match_x[chosen] + search.pixel_x - search.target_x[chosen], -1)
    out = search.colors[search.pixel_y, search.pixel_x]
    in_ranges(
        copy, search.pixel_y.size, search.threads, search.atlas.pixels, from_y, from_x, chosen,
        search.given(), out,
    )  # fmt: skip
    return Copies(from_y, from_x, out)
