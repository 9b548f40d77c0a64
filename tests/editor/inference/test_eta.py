"""The guess of a run's end, from rows that come in bursts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.inference.eta import EtaClock

# Eight rows of structure at once, silence, four of texture, silence, the last eight at once.
_BURSTS = [(done, 1.0) for done in range(1, 9)]
_BURSTS += [(9, 4.0), (10, 4.2), (11, 4.5), (12, 5.0)]
_BURSTS += [(done, 8.0) for done in range(13, 21)]
_END_S = 10.0


def _run(clock: EtaClock, begin_s: float, scale: float = 1.0) -> list[tuple[float, float | None]]:
    """Seconds since the begin of each row, and what the clock guessed then."""
    guesses = []
    clock.start(begin_s)
    for done, at_s in _BURSTS:
        now_s = begin_s + scale * at_s
        clock.advance(done, 20, now_s)
        guesses.append((scale * at_s, clock.left_s(now_s)))
    clock.finish(begin_s + scale * _END_S)
    return guesses


def test_a_run_like_the_last_one_is_guessed_exactly_however_its_rows_come() -> None:
    clock = EtaClock()
    _run(clock, 100.0)
    for scale in (1.0, 7.0):
        for at_s, left_s in _run(clock, 500.0, scale):
            # A tenth of the run is too little to guess from.
            assert left_s is None if at_s < 2 * scale else left_s == pytest.approx(scale * _END_S - at_s)


def test_rows_of_structure_do_not_promise_an_early_end() -> None:
    """Before anything is learned: two fifths of the rows come in the first tenth of the time."""
    for at_s, left_s in _run(EtaClock(), 0.0):
        assert left_s is None or left_s > (_END_S - at_s) / 3


def test_time_goes_by_while_no_row_comes() -> None:
    clock = EtaClock()
    _run(clock, 0.0)
    clock.start(0.0)
    for done, at_s in _BURSTS[:12]:
        clock.advance(done, 20, at_s)
    assert clock.left_s(6.0) == pytest.approx(4.0)
    assert clock.share(6.0) == pytest.approx(0.6)
    # The rows due at eight seconds are late; what follows them will take its two seconds all the same.
    assert clock.left_s(30.0) == pytest.approx(2.0)
    assert clock.share(30.0) == pytest.approx(0.8)


def test_nothing_is_guessed_from_nothing() -> None:
    clock = EtaClock()
    clock.start(0.0)
    clock.advance(0, 0, 5.0)
    assert clock.left_s(5.0) is None
    assert clock.share(5.0) == 0.0
    # A run without any row, a cancelled one for instance, teaches nothing.
    clock.finish(6.0)
    clock.start(0.0)
    clock.advance(20, 20, 9.0)
    assert clock.left_s(9.0) is not None


@given(
    st.lists(st.tuples(st.integers(0, 40), st.floats(0.0, 100.0)), min_size=1, max_size=20),
    st.integers(1, 30),
)
def test_whatever_comes_time_left_is_never_negative_and_the_share_never_falls(
    events: list[tuple[int, float]], total: int
) -> None:
    clock = EtaClock()
    for _ in range(2):
        now_s = share = 0.0
        clock.start(now_s)
        for done, wait_s in events:
            now_s += wait_s
            clock.advance(done, total, now_s)
            left_s = clock.left_s(now_s)
            assert left_s is None or left_s >= 0
            assert 0 <= share <= clock.share(now_s) + 1e-9 <= 1 + 1e-9
            share = clock.share(now_s)
        clock.finish(now_s)
