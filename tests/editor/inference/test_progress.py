"""The arithmetic of the status bar."""

from __future__ import annotations

import pytest

from editor.inference.progress import EtaClock, FillProgress, eta_text, sentence_of
from engine.api import Stage


def test_every_stage_has_a_sentence_of_its_own() -> None:
    assert len({sentence_of(stage) for stage in Stage}) == len(Stage)


def test_percent_is_unknown_before_the_first_row_and_never_above_100() -> None:
    assert FillProgress("x").percent is None
    assert FillProgress("x", 3, 12).percent == 25
    assert FillProgress("x", 13, 12).percent == 100


def test_a_steady_run_is_guessed_exactly() -> None:
    clock = EtaClock(100.0)
    for done in range(1, 11):
        assert clock.eta_s(done, 10, 100.0 + done) == pytest.approx(10 - done)


def test_no_guess_from_nothing() -> None:
    clock = EtaClock(0.0)
    assert clock.eta_s(0, 0, 5.0) is None
    assert clock.eta_s(1, 100, 5.0) is None


def test_the_guess_moves_half_way_and_is_never_negative() -> None:
    clock = EtaClock(0.0)
    assert clock.eta_s(1, 2, 10.0) == pytest.approx(10.0)
    # The rest comes slower: the end moves from 20 to 40, the guess to 30.
    assert clock.eta_s(2, 4, 20.0) == pytest.approx(10.0)
    assert clock.eta_s(4, 4, 60.0) == 0.0


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
