"""Every example of docs/api.md runs as it stands, with the shipped weights or with some that know labels."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import api
from engine.api import FillEngine
from engine.photo.reading import read_photo
from tests.e2e.test_editor import photo
from tests.engine.labeled_model import labeled_model
from tests.engine.photo import makers
from tests.engine.test_labeled_fills import engine_with

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
EXAMPLES = dict(re.findall(r"^## ([^\n]+)\n.*?^```python\n(.*?)^```", _PAGE.read_text(), re.M | re.S))


@pytest.fixture
def folder(tmp_path: Path, engine: FillEngine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the examples run: a photo, a mask, a folder of photos."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(api, "load_engine", lambda device="auto", weights=None: engine)
    hole = np.zeros((96, 120, 1), np.uint8)
    hole[30:60, 40:70] = 255
    makers.save_vips(tmp_path / "mask.png", hole)
    Path("photos").mkdir()
    for path in (Path("photo.png"), Path("photos/one.png")):
        makers.save_vips(path, photo((96, 120)))
    return tmp_path


def _run(title: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(EXAMPLES[title], f"docs/api.md, {title}", "exec"), names)
    return names


def _outside_is_untouched(clean: np.ndarray) -> bool:
    before = photo((96, 120))
    hole = np.zeros((96, 120), bool)
    hole[30:60, 40:70] = True
    return np.array_equal(clean[~hole], before[~hole]) and not np.array_equal(clean, before)


def test_there_is_an_example_of_each_kind() -> None:
    assert list(EXAMPLES) == [
        "Five lines",
        "Files: everything kept, and a proof",
        "Folders",
        "Labels: what belongs where",
        "Edits that keep the rest",
        "Rows as they come",
    ]


def test_five_lines(folder: Path) -> None:
    assert _outside_is_untouched(_run("Five lines")["clean"])


def test_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run("Files: everything kept, and a proof")
    assert "clean.tif" in capsys.readouterr().out
    assert read_photo(folder / "clean.tif").size == (96, 120)


def test_folders(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress = _run("Folders")["progress"]
    assert "one.png done" in capsys.readouterr().out
    assert progress.outcomes[0].risk is not None
    assert _outside_is_untouched(read_photo(folder / "results" / "one.png").pixels)


@pytest.fixture
def labeled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with an engine that knows labels, whatever the shipped weights do."""
    engine = engine_with(labeled_model())
    monkeypatch.setattr(api, "load_engine", lambda device="auto", weights=None: engine)
    return folder


def test_labels(labeled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = _run("Labels: what belongs where")
    assert "road" in capsys.readouterr().out
    for result in ("green", "other", "again"):
        assert _outside_is_untouched(names[result])
    assert not np.array_equal(names["green"], names["again"])


def test_edits(labeled: Path) -> None:
    names = _run("Edits that keep the rest")
    (fill,) = names["finished"].fills
    assert fill.labels.wanted.any()
    assert not fill.labels.wanted.all()


def test_rows_as_they_come(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _outside_is_untouched(_run("Rows as they come")["clean"])
    assert "rows" in capsys.readouterr().out
