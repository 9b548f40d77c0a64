"""How long a run will still take. Plain arithmetic, no clock of its own."""

from __future__ import annotations

# A machine as fast as the one that work is measured on takes a second for one.
_USUAL_PACE = 1.0
# Seconds of work that a pace known before counts as much as: what a machine like any other does says little
# about this one, earlier fills of the session say a lot.
_USUAL_WEIGHT, _LEARNED_WEIGHT = 0.2, 4.0
# Before so much of the work is done, a run on an unknown machine is not guessed from.
_LEAST_SHARE = 0.02
# A step takes at most this share of what is left before it: longer silences count no more.
_LONGEST_STEP = 0.8
# How strongly the number follows the guess, and its least and highest speed, in seconds for each second.
_CORRECTION, _SLOWEST, _FASTEST = 3.0, 0.25, 4.0
# The number shown is wrong by so much that it says so at once instead of counting more slowly.
_FAR_OFF, _FAR_OFF_S = 2.0, 5.0


class Pace:
    """Seconds that a piece of work takes on this machine, learned from the runs of a session.

    Attributes:
        value: Seconds for each second of work on the machine that it was measured on.
        weight: Seconds of work that it counts as much as.
    """

    def __init__(self) -> None:
        self.value = _USUAL_PACE
        self.weight = _USUAL_WEIGHT

    @property
    def is_learned(self) -> bool:
        """Whether any run has been seen."""
        return self.weight > _USUAL_WEIGHT

    def learn(self, seconds: float, work: float) -> None:
        """A run took so long for so much work; both above 0."""
        fresh = seconds / work
        # The machine may have become busier or idle since.
        self.value = (self.value + fresh) / 2 if self.is_learned else fresh
        self.weight = _LEARNED_WEIGHT


class EtaClock:
    """Guesses the end of a run from the work that is done.

    The number that is shown counts down: where the guess gets longer it counts more slowly, where it gets
    shorter faster. Only where it is far off it jumps.

    All times are of one clock that only goes forward.
    """

    def __init__(self, pace: Pace | None = None) -> None:
        """Args:
        pace: Shared with other clocks of the same engine; None = its own.
        """
        self._pace = pace or Pace()
        self.start(0.0)

    def start(self, now_s: float) -> None:
        """A run begins."""
        self._started_s = self._told_s = self._shown_at_s = now_s
        self._done = self._total = self._share = 0.0
        self._shown_s: float | None = None

    def advance(self, done: float, total: float, now_s: float) -> None:
        """Of `total` seconds of work, as far as is known, `done` are done."""
        self._follow(now_s)
        self._done, self._total, self._told_s = max(done, self._done), total, now_s
        self._correct(now_s)

    def finish(self, now_s: float) -> None:
        """The run ended well: the next guess knows how fast the machine is."""
        if self._total > 0 and now_s > self._started_s:
            self._pace.learn(now_s - self._started_s, self._total)

    def left_s(self, now_s: float) -> float | None:
        """Seconds left, never negative; None before there is something to guess from."""
        self._follow(now_s)
        return self._shown_s

    def share(self, now_s: float) -> float:
        """How much of the run is done, 0..1; never falls, 0 before there is a guess."""
        guess = self._guess(now_s)
        if guess is not None:
            self._share = max(self._share, 1 - guess / (self._total * self._value))
        return self._share

    @property
    def _value(self) -> float:
        """Seconds for each second of work, by this run and those before."""
        pace, weight = self._pace.value, self._pace.weight
        return (self._told_s - self._started_s + pace * weight) / (self._done + weight)

    def _guess(self, now_s: float) -> float | None:
        """Seconds left by what is known of the work; None where that is too little."""
        is_early = not self._pace.is_learned and self._done < _LEAST_SHARE * self._total
        if self._total <= 0 or (is_early and self._shown_s is None):
            return None
        left_s = max(0.0, self._total - self._done) * self._value
        return max(left_s - (now_s - self._told_s), (1 - _LONGEST_STEP) * left_s)

    def _follow(self, now_s: float) -> None:
        """Time goes by: the number counts down, faster or more slowly where the guess is another one."""
        gone_s, guess, shown = now_s - self._shown_at_s, self._guess(now_s), self._shown_s
        self._shown_at_s = now_s
        if shown is None or guess is None:
            return
        off = (shown - gone_s - guess) / max(guess, 1.0)
        counted = shown - gone_s * min(max(1 + _CORRECTION * off, _SLOWEST), _FASTEST)
        if off > 0:
            counted = max(counted, guess)
        # Where the engine is stuck, what comes after this step will take its time all the same.
        self._shown_s = max(counted, min(shown, guess / 2), 0.0)

    def _correct(self, now_s: float) -> None:
        guess, shown = self._guess(now_s), self._shown_s
        if guess is None:
            return
        if shown is None or max(guess, shown) > _FAR_OFF * min(guess, shown) + _FAR_OFF_S:
            self._shown_s = guess
