"""Ctrl-C tells the truth about what is on the disk."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.cli import main
from engine.photo.proof import compare
from tests.engine.cli.conftest import OneColorEngine, fill, sentence


def interrupted(function: Callable[..., Any], call: int, is_after: bool = False) -> Callable[..., Any]:
    """A function with a Ctrl-C before or after the work of its call number `call`."""
    calls: list[object] = []

    def interrupting(*arguments: Any, **options: Any) -> Any:
        calls.append(arguments)
        if len(calls) < call:
            return function(*arguments, **options)
        if is_after:
            function(*arguments, **options)
        raise KeyboardInterrupt

    return interrupting


@pytest.mark.parametrize(
    ("place", "call", "is_after", "words"),
    [
        ("engine.cli.fill.write_filled", 1, False, "nothing was written"),
        ("engine.cli.fill.write_filled", 1, True, "v-1.png was written, the rest was not"),
        ("engine.files.compare", 2, False, "v-1.png and v-2.png were written, the rest was not"),
        ("engine.cli.fill.sum_up", 1, False, "v-1.png, v-2.png, v-3.png and r.json were written"),
    ],
)
def test_an_interrupted_fill_names_what_was_written(
    engine: OneColorEngine,
    files: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: str,
    call: int,
    is_after: bool,
    words: str,
) -> None:
    files["out"] = tmp_path / "v.png"
    more = ("--variations", 3, "--report", tmp_path / "r.json")
    assert fill(files, *more, "--quiet") == 0  # the same bytes are written again: that counts as well
    monkeypatch.setattr(place, interrupted(pkgutil.resolve_name(place), call, is_after))
    assert fill(files, *more) == 130
    assert sentence(capsys) == f"lacuna: interrupted; {words}."


def test_a_photo_that_was_replaced_is_named(
    engine: OneColorEngine,
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files["out"] = files["photo"]
    monkeypatch.setattr("engine.files.compare", interrupted(compare, 1))
    assert fill(files, "--overwrite") == 130
    assert sentence(capsys) == "lacuna: interrupted; photo.png was written."


def test_labels_and_samples_name_theirs(
    engine: OneColorEngine,
    files: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in ("labels", "fill"):
        monkeypatch.setattr(f"engine.cli.{module}.sum_up", interrupted(lambda: None, 1))
    command = ["labels", files["photo"], "--mask", files["mask"], "-o", tmp_path / "l.png"]
    assert main(list(map(str, command))) == 130
    assert sentence(capsys) == "lacuna: interrupted; l.png was written."
    assert main(["sample", "-o", str(tmp_path / "new"), "--fill"]) == 130
    assert sentence(capsys) == (
        "lacuna: interrupted; photo.png, mask.png and filled.png were written, the rest was not."
    )
