"""The arithmetic of the status bar."""

from __future__ import annotations

import pytest

from editor.inference.progress import EtaClock, FillProgress, RunProgress, eta_text, sentence_of
from engine.api import Stage


def test_every_stage_has_a_sentence_of_its_own() -> None:
    assert len({sentence_of(stage) for stage in Stage}) == len(Stage)


def test_percent_is_unknown_before_the_first_row_and_never_above_100() -> None:
    assert FillProgress("x").percent is None
    assert FillProgress("x", 3, 12).percent == 25
    assert FillProgress("x", 13, 12).percent == 100


def test_a_run_like_the_last_one_is_guessed_exactly() -> None:
    clock = EtaClock()
    for begin in (100.0, 500.0):
        clock.start(begin)
        guesses = [clock.eta_s(done, 8, begin + 2 + done) or 0.0 for done in range(1, 9)]
        clock.finish(begin + 10)
    # The first row came at 3 of 10 seconds: a head of 0.3, and then a row each second.
    assert guesses == pytest.approx([7, 6, 5, 4, 3, 2, 1, 0])


def test_a_slow_start_is_learned() -> None:
    clock = EtaClock()
    clock.start(0.0)
    first = clock.eta_s(1, 100, 90.0)
    clock.finish(100.0)
    clock.start(0.0)
    second = clock.eta_s(1, 100, 90.0)
    assert first is not None
    assert second is not None
    assert abs(second - 10) < abs(first - 10)


def test_no_guess_from_nothing() -> None:
    clock = EtaClock()
    clock.start(0.0)
    assert clock.eta_s(0, 0, 5.0) is None
    assert clock.eta_s(0, 100, 5.0) is None


def test_the_guess_is_never_negative() -> None:
    clock = EtaClock()
    clock.start(0.0)
    assert clock.eta_s(1, 2, 3.0) == pytest.approx(3.0)
    assert clock.eta_s(2, 2, 60.0) == 0.0


@pytest.mark.parametrize(
    ("eta_s", "text"),
    [
        (None, ""),
        (0.4, "less than 1 s left"),
        (7.6, "about 8 s left"),
        (200.0, "about 3 min left"),
    ],
)
def test_words(eta_s: float | None, text: str) -> None:
    assert eta_text(eta_s) == text


def test_what_is_shown_follows_the_run_and_counts_those_that_wait() -> None:
    now = [0.0]
    progress = RunProgress(lambda: now[0])
    assert progress.shown(0, is_open=True) is None
    opening, starting = progress.shown(2, is_open=False), progress.shown(2, is_open=True)
    assert opening is not None
    assert starting is not None
    assert opening.sentence != starting.sentence
    assert opening.waiting == starting.waiting == 1
    progress.begin()
    assert progress.shown(1, is_open=True) == FillProgress(sentence_of(Stage.PREPARE))
    now[0] = 2.0
    progress.advance(Stage.FIELD, 1, 4)
    progress.enter(Stage.DETAIL)
    shown = progress.shown(3, is_open=True)
    assert shown is not None
    # Half of the time lies before the first row: as much again is left.
    assert shown == FillProgress(sentence_of(Stage.DETAIL), 1, 4, pytest.approx(2.0), waiting=2)
    progress.succeed()
    assert progress.shown(1, is_open=True) is not None
    progress.end()
    assert progress.shown(1, is_open=True) == FillProgress(starting.sentence)
