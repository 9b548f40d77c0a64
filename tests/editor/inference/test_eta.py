"""The guess of a run's end, from work that is done in steps of any length."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.inference.eta import EtaClock, Pace

_WORK = 20.0
# A long silence in the middle, as in a large hole's finest level.
_STEPS = (0.0, 1.0, 2.0, 3.0, 6.0, 7.0, 9.0, 13.0, 15.0, 16.0, 18.0, 19.0, 19.5, 20.0)


def _run(clock: EtaClock, begin_s: float, pace: float, expected: float = _WORK) -> list[float | None]:
    """What is shown after every half second of work, in a run whose work takes `pace` seconds each."""
    shown: list[float | None] = []
    clock.start(begin_s)
    steps = [(pace * step, step) for step in _STEPS]
    for tick in range(round(2 * _WORK)):
        now_s = begin_s + pace * tick / 2
        while steps and begin_s + steps[0][0] <= now_s:
            clock.advance(steps.pop(0)[1], expected, now_s)
        shown.append(clock.left_s(now_s))
    clock.finish(begin_s + pace * _WORK)
    return shown


@pytest.mark.parametrize("pace", [0.25, 1.0, 3.0])
def test_a_session_that_has_seen_a_fill_knows_the_next_one_from_its_first_moment(pace: float) -> None:
    clock = EtaClock()
    _run(clock, 100.0, pace)
    for tick, left_s in enumerate(_run(clock, 500.0, pace)):
        assert left_s == pytest.approx(pace * (_WORK - tick / 2))


@pytest.mark.parametrize("pace", [0.25, 1.0, 3.0])
def test_the_first_fill_is_guessed_before_a_tenth_of_it_is_over(pace: float) -> None:
    shown = _run(EtaClock(), 0.0, pace)
    guesses = [(pace * tick / 2, left_s) for tick, left_s in enumerate(shown) if left_s is not None]
    assert guesses[0][0] <= 0.1 * pace * _WORK
    for now_s, left_s in guesses:
        assert left_s == pytest.approx(pace * _WORK - now_s, rel=0.6)


def test_what_is_shown_counts_down_without_a_step_back_or_a_stand_still() -> None:
    """Also where the work was expected a fifth too small, and the machine has become slower."""
    clock = EtaClock()
    _run(clock, 0.0, 1.0)
    shown = [left_s for left_s in _run(clock, 100.0, 1.4, expected=0.8 * _WORK) if left_s is not None]
    assert len(shown) > 30
    assert all(later <= earlier for earlier, later in itertools.pairwise(shown))
    moving = [earlier - later for earlier, later in itertools.pairwise(shown)][: len(shown) // 2]
    assert min(moving) > 0.05


def test_time_goes_by_while_nothing_is_said() -> None:
    clock = EtaClock()
    clock.start(0.0)
    clock.advance(5.0, 20.0, 5.0)
    assert clock.left_s(5.0) == pytest.approx(15.0)
    assert clock.left_s(8.0) == pytest.approx(12.0)
    assert clock.share(8.0) == pytest.approx(0.4)
    # The engine is stuck: what comes after this step will take its time all the same.
    assert clock.left_s(100.0) == pytest.approx(1.5)
    assert clock.share(8.0) >= 0.4


def test_a_guess_far_off_is_corrected_at_once() -> None:
    clock = EtaClock()
    clock.start(0.0)
    clock.advance(1.0, 10.0, 1.0)
    clock.advance(1.1, 60.0, 1.1)
    assert clock.left_s(1.1) == pytest.approx(59, rel=0.1)


def test_clocks_of_one_engine_share_its_pace() -> None:
    pace = Pace()
    first, other = EtaClock(pace), EtaClock(pace)
    _run(first, 0.0, 2.0)
    other.start(0.0)
    other.advance(0.0, 10.0, 0.0)
    assert other.left_s(0.0) == pytest.approx(20.0)


def test_nothing_is_guessed_from_nothing() -> None:
    clock = EtaClock()
    clock.start(0.0)
    assert clock.left_s(5.0) is None
    assert clock.share(5.0) == 0.0
    clock.advance(0.0, 0.0, 5.0)
    assert clock.left_s(5.0) is None
    # A run of which nothing was heard, a label map for instance, teaches nothing.
    clock.finish(6.0)
    clock.start(0.0)
    clock.advance(0.0, 9.0, 0.0)
    assert clock.left_s(1.0) is None


@given(
    st.lists(st.tuples(st.floats(0.0, 40.0), st.floats(0.0, 100.0)), min_size=1, max_size=20),
    st.floats(1.0, 30.0),
)
def test_whatever_comes_time_left_is_never_negative_and_the_share_never_falls(
    events: list[tuple[float, float]], total: float
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
