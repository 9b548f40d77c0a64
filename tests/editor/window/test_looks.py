"""Both themes: every color named, every icon there, every word readable."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from editor.app import Editor
from editor.icons import application_icon, icon
from editor.menus import ACTIONS
from editor.settings import THEME, Settings
from editor.theme import DARK, LIGHT, Theme, style_sheet, theme_named
from resources.locate import resource
from tests.editor.window.conftest import Answers, Desk
from tests.fakes import FakeLoader

_THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])


def luminance(color: str) -> float:
    """Relative luminance. Source: WCAG 2.1."""
    channels = [value / 255 for value in QColor(color).getRgb()[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@_THEMES
def test_words_are_readable_on_every_ground(theme: Theme) -> None:
    for ground in (theme.window, theme.panel, theme.raised, theme.hover):
        assert contrast(theme.text, ground) >= 7
    for ground in (theme.window, theme.panel):
        assert contrast(theme.muted, ground) >= 4.5
        for mark in (theme.info, theme.warning, theme.error, theme.success, theme.accent):
            assert contrast(mark, ground) >= 3
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.on_accent, theme.accent_hover) >= 4.5


@_THEMES
def test_the_canvas_does_not_tint_the_eye(theme: Theme) -> None:
    red, green, blue, _ = QColor(theme.canvas).getRgb()
    assert max(red, green, blue) - min(red, green, blue) <= 6


@_THEMES
def test_the_style_sheet_knows_all_its_colors(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "@" not in sheet
    assert all(QColor(color).isValid() for name, color in asdict(theme).items() if name != "name")


def test_every_icon_can_be_drawn_in_every_state(qtbot: QtBot) -> None:
    for spec in ACTIONS:
        if not spec.icon:
            continue
        drawn = icon(spec.icon, DARK)
        images = [
            drawn.pixmap(24, 24, mode, state).toImage()
            for mode, state in (
                (QIcon.Mode.Normal, QIcon.State.Off),
                (QIcon.Mode.Normal, QIcon.State.On),
                (QIcon.Mode.Disabled, QIcon.State.Off),
            )
        ]
        assert images[0] != images[1]
        assert images[0] != images[2]
    assert not application_icon().isNull()


def test_every_drawing_is_valid_svg() -> None:
    folder = resource("icons")
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(".svg")]
    assert len(names) > 20
    for name in names:
        assert QSvgRenderer(str(folder.joinpath(name))).isValid(), name


def test_the_theme_changes_while_the_window_is_open(desk: Desk) -> None:
    desk.open()
    window = desk.editor.window
    dark = window.grab().toImage().pixelColor(5, window.height() // 2)
    desk.editor.actions["theme_light"].trigger()
    light = window.grab().toImage().pixelColor(5, window.height() // 2)
    assert light.lightness() > dark.lightness() + 100
    assert desk.editor.settings.get(THEME) == "light"


def test_an_unknown_theme_is_dark() -> None:
    assert theme_named("dark") is DARK
    assert theme_named("light") is LIGHT


def test_the_window_comes_back_as_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    came_back: tuple[float, ...] = ()
    for is_first in (True, False):
        editor = Editor(Settings(tmp_path / "settings.ini"), FakeLoader(), Answers)
        editor.start()
        if is_first:
            editor.window.resize(900, 620)  # offscreen screens are 800 x 800: only the height is free
            editor.window.brush.size_changed.emit(123.0)
            editor.actions["theme_light"].trigger()
        else:
            came_back = (
                editor.window.height(),
                editor.canvas.brush.size_px,
                editor.actions["theme_light"].isChecked(),
            )
        assert editor.window.close()
        editor.window.deleteLater()
        editor.deleteLater()
        qtbot.wait(0)
    assert came_back == (620, 123.0, True)
