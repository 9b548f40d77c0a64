"""Settings: what is stored comes back, what is damaged counts as its default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from editor.settings import (
    BRUSH_HARDNESS,
    BRUSH_SIZE,
    FILL_ON_RELEASE,
    GEOMETRY,
    RECENT,
    TABLE,
    THEME,
    Settings,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "settings.ini"


def test_every_row_of_the_table_has_a_default_it_accepts_and_a_key_of_its_own() -> None:
    assert all(row.accepts(row.default) for row in TABLE)
    assert len({row.key for row in TABLE}) == len(TABLE)
    assert all(row.help.endswith(".") for row in TABLE)


def test_values_survive_a_restart(path: Path) -> None:
    one = Settings(path)
    one.put(BRUSH_SIZE, 777)
    one.put(BRUSH_HARDNESS, 0.25)
    one.put(FILL_ON_RELEASE, True)
    one.put(THEME, "light")
    one.put(RECENT, "/a b/ö.tif\n/c,d/e;f.jpg")
    one.put(GEOMETRY, QByteArray(b"\x00\x01\xff"))
    one.put_keys_of("fill", "Ctrl+F")
    one.save()
    other = Settings(path)
    assert other.get(BRUSH_SIZE) == 777
    assert other.get(BRUSH_HARDNESS) == 0.25
    assert other.get(FILL_ON_RELEASE) is True
    assert other.get(THEME) == "light"
    assert other.get(RECENT) == "/a b/ö.tif\n/c,d/e;f.jpg"
    assert other.get(GEOMETRY) == QByteArray(b"\x00\x01\xff")
    assert other.keys_of("fill") == "Ctrl+F"


def test_a_fresh_file_gives_the_defaults(path: Path) -> None:
    settings = Settings(path)
    assert all(settings.get(row) == row.default for row in TABLE)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters='\\"%;,'), max_size=12)
)
def test_nonsense_in_the_file_counts_as_the_default_or_is_allowed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "nonsense.ini"
    lines = ["[brush]", f"size_px={text}", f"hardness={text}", "[look]", f"theme={text}"]
    path.write_text("\n".join(lines), encoding="utf-8")
    settings = Settings(path)
    for row in (BRUSH_SIZE, BRUSH_HARDNESS, THEME):
        assert row.accepts(settings.get(row))


@pytest.mark.parametrize(
    ("row", "value"),
    [(BRUSH_SIZE, 0), (BRUSH_SIZE, 2001), (BRUSH_SIZE, 5.0), (BRUSH_HARDNESS, 1.5), (THEME, "pink")],
)
def test_values_out_of_bounds_are_refused(path: Path, row: Any, value: Any) -> None:
    settings = Settings(path)
    with pytest.raises(ValueError, match=row.key):
        settings.put(row, value)
    assert settings.get(row) == row.default


def test_a_change_is_announced_once(path: Path, qtbot: QtBot) -> None:
    settings = Settings(path)
    changes: list[str] = []
    settings.changed.connect(changes.append)
    settings.put(BRUSH_SIZE, 99)
    settings.put(BRUSH_SIZE, 99)
    assert changes == ["brush/size_px"]
