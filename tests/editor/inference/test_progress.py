"""The arithmetic of the status bar."""

from __future__ import annotations

import pytest

from editor.inference.progress import FillProgress, RunProgress, eta_text, sentence_of
from engine.api import Stage


def test_every_stage_has_a_sentence_of_its_own() -> None:
    assert len({sentence_of(stage) for stage in Stage}) == len(Stage)


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
    progress.advance(Stage.DETAIL, 4, 4)
    progress.work(2.0, 8.0)
    shown = progress.shown(3, is_open=True)
    assert shown is not None
    assert (shown.sentence, shown.done, shown.total) == (sentence_of(Stage.DETAIL), 4, 4)
    assert shown.waiting == 2
    assert shown.eta_s is not None
    progress.enter(Stage.FINISH)
    now[0] += shown.eta_s / 4
    later = progress.shown(1, is_open=True)
    assert later is not None
    # No row has come, and a quarter of the time has gone by all the same.
    assert later.sentence == sentence_of(Stage.FINISH)
    assert later.eta_s == pytest.approx(shown.eta_s * 3 / 4)
    assert later.share > shown.share
    progress.succeed()
    assert progress.shown(1, is_open=True) is not None
    progress.end()
    assert progress.shown(1, is_open=True) == FillProgress(starting.sentence)
