"""How far a fill has come and how long it will still take. Plain arithmetic, no Qt, no clock of its own."""

from __future__ import annotations

from dataclasses import dataclass

from engine.api import Stage

_SENTENCES = {
    Stage.PREPARE: "Preparing the photo",
    Stage.SEMANTICS: "Understanding the scene",
    Stage.FIELD: "Painting the structure",
    Stage.DETAIL: "Growing texture",
    Stage.FINISH: "Finishing the edge",
}


@dataclass(frozen=True)
class FillProgress:
    """What the status bar shows.

    Attributes:
        sentence: What happens now.
        done: Rows of patches that have arrived.
        total: Rows expected; 0 = not known yet.
        eta_s: Seconds left; None = no guess yet.
        waiting: Fills that wait behind this one.
    """

    sentence: str
    done: int = 0
    total: int = 0
    eta_s: float | None = None
    waiting: int = 0

    @property
    def percent(self) -> int | None:
        """Whole percents of the rows; None while their number is unknown."""
        return None if self.total <= 0 else min(100, 100 * self.done // self.total)


def sentence_of(stage: Stage) -> str:
    """A stage in words."""
    return _SENTENCES[stage]


class EtaClock:
    """Guesses the end of a run from the rows so far.

    The rows of a run differ in cost, and most of the wait lies before the first one, so the guess is
    the time so far divided by the share done, eased so that the number in the status bar does not jump.
    """

    _LEAST_SHARE = 0.1  # before a tenth is done the guess is noise
    _EASING = 0.5

    def __init__(self, started_s: float) -> None:
        """Args:
        started_s: When the run began, on any clock that the other calls share.
        """
        self._started_s = started_s
        self._end_s: float | None = None

    def eta_s(self, done: int, total: int, now_s: float) -> float | None:
        """Seconds left, never negative; None before there is something to guess from."""
        if total <= 0 or done < self._LEAST_SHARE * total:
            return None
        spent_s = now_s - self._started_s
        end_s = self._started_s + spent_s * total / done
        self._end_s = end_s if self._end_s is None else self._end_s + self._EASING * (end_s - self._end_s)
        return max(0.0, self._end_s - now_s)


def eta_text(eta_s: float | None) -> str:
    """Seconds left in words; empty where there is no guess."""
    if eta_s is None:
        return ""
    if eta_s < 1:
        return "less than 1 s left"
    if eta_s < 90:
        return f"about {round(eta_s)} s left"
    return f"about {round(eta_s / 60)} min left"
