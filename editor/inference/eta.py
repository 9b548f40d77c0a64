"""How much of a run's time has gone by, and how much is left. Plain arithmetic, no clock of its own."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

_EASING = 0.5
# Whoever guesses the whole from less of it is wrong by minutes.
_LEAST_SHARE = 0.2


class EtaClock:
    """Guesses the end of a run from the rows so far.

    Rows do not come evenly: those of the structure within a moment, the finest texture's all at once near the
    end, and in between the engine is silent for most of the run. So each row counts as much as it did in the
    last run that ended well. The guess is eased, so that the number in the status bar does not jump.

    All times are of one clock that only goes forward.
    """

    # Share of the rows, and of the time until they came: medians of five fills of 8 to 58 s in a photo of
    # 10 megapixels, with the shipped weights on one CPU core.
    _TYPICAL = ((0.05, 0.04), (0.4, 0.05), (0.45, 0.32), (0.6, 0.44), (0.65, 0.83), (1.0, 0.84))

    def __init__(self) -> None:
        self._pace = self._TYPICAL
        self._started_s = 0.0
        self._end_s: float | None = None
        self._came: list[tuple[float, float]] = []

    def start(self, now_s: float) -> None:
        """A run begins."""
        self._started_s, self._end_s, self._came = now_s, None, []

    def advance(self, done: int, total: int, now_s: float) -> None:
        """Rows have come: `done` of `total`."""
        rows = min(1.0, done / total) if total > 0 else 0.0
        if rows <= self._rows:
            return
        self._came.append((rows, now_s))
        share, _ = self._around()
        if share >= _LEAST_SHARE:
            end_s = self._started_s + (now_s - self._started_s) / share
            self._end_s = end_s if self._end_s is None else self._end_s + _EASING * (end_s - self._end_s)

    def finish(self, now_s: float) -> None:
        """The run ended well: the next guess knows how its time was spent."""
        whole_s = now_s - self._started_s
        if self._came and whole_s > 0:
            self._pace = tuple((rows, (came_s - self._started_s) / whole_s) for rows, came_s in self._came)

    def left_s(self, now_s: float) -> float | None:
        """Seconds left, never negative; None before there is something to guess from."""
        if self._end_s is None:
            return None
        # A row that is late puts off all that comes after it.
        _, following = self._around()
        return max(self._end_s - now_s, (1 - following) * (self._end_s - self._started_s), 0.0)

    def share(self, now_s: float) -> float:
        """How much of the run's time has gone by, 0..1; 0 before the first row."""
        share, following = self._around()
        if self._end_s is None:
            return share
        gone = (now_s - self._started_s) / max(self._end_s - self._started_s, 1e-6)
        return min(max(gone, share), following)

    @property
    def _rows(self) -> float:
        return self._came[-1][0] if self._came else 0.0

    def _around(self) -> tuple[float, float]:
        """Share of the time when the last row that has come usually comes, and when the next one does."""
        if not self._came:
            return 0.0, self._pace[0][1]
        rows, shares = zip(*self._pace, strict=True)
        place = bisect_right(rows, self._rows)
        following = shares[place] if place < len(shares) else 1.0
        return float(np.interp(self._rows, (0.0, *rows), (0.0, *shares))), following
