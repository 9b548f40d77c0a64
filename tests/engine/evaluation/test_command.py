"""How the evaluation's programs end."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluation.command import ended
from engine.protocol import InvalidRequestError

OUTPUT = Path("somewhere")


def test_work_that_succeeds_says_its_word_on_stdout_and_ends_with_zero(capsys) -> None:
    assert ended("trial", OUTPUT, lambda: "somewhere/report.md") == 0
    assert capsys.readouterr() == ("somewhere/report.md\n", "")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InvalidRequestError("There is no photo."), "lacuna trial: There is no photo.\n"),
        (
            PermissionError(13, "Permission denied"),
            "lacuna trial: somewhere cannot be written: Permission denied.\n",
        ),
    ],
)
def test_what_went_wrong_is_one_sentence_on_stderr_and_ends_with_two(error, sentence, capsys) -> None:
    def work() -> str:
        raise error

    assert ended("trial", OUTPUT, work) == 2
    assert capsys.readouterr() == ("", sentence)


def test_a_mistake_of_our_own_is_not_hidden() -> None:
    def work() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ended("trial", OUTPUT, work)
