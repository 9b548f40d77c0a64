"""The look of the window: two sets of colors, and one style sheet in them.

The style sheet (resources/theme/style.qss) names colors as `@name`; the names are those of `Theme`, and
`@check` and `@chevron` for the two drawings that it needs as files.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from resources.locate import resource

_FONTS = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "Ubuntu", "DejaVu Sans")


@dataclass(frozen=True)
class Theme:
    """Colors by role, as `#rrggbb`.

    Attributes:
        name: "dark" or "light".
        canvas: Behind the photo; a neutral gray, so that it does not tint the eye.
        window: Toolbars and status bar.
        panel: Panels and menus.
        raised: Buttons and fields.
        hover: A button under the pointer.
        border: Lines between areas.
        text: Words.
        muted: Secondary words.
        disabled: Words and icons that cannot be used now.
        accent: What is chosen or in progress.
        on_accent: Words on the accent.
        accent_hover: The accent under the pointer.
        info: Mark of a plain notice.
        warning: Mark of a warning.
        error: Mark of an error.
        success: Mark of good news.
    """

    name: str
    canvas: str
    window: str
    panel: str
    raised: str
    hover: str
    border: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_hover: str
    info: str
    warning: str
    error: str
    success: str


DARK = Theme(
    name="dark",
    canvas="#19191b",
    window="#222225",
    panel="#29292d",
    raised="#36363c",
    hover="#43434a",
    border="#3b3b42",
    text="#e6e6ea",
    muted="#a3a3ad",
    disabled="#6b6b75",
    accent="#6aa5ff",
    on_accent="#0b1424",
    accent_hover="#8abaff",
    info="#6aa5ff",
    warning="#f0b94d",
    error="#ff7b83",
    success="#5fcf96",
)

LIGHT = Theme(
    name="light",
    canvas="#c9c9cd",
    window="#ececf0",
    panel="#f8f8fa",
    raised="#ffffff",
    hover="#e2e2e8",
    border="#cdcdd5",
    text="#1c1c21",
    muted="#5a5a65",
    disabled="#a0a0aa",
    accent="#1d62cf",
    on_accent="#ffffff",
    accent_hover="#174fa8",
    info="#1d62cf",
    warning="#8f5a00",
    error="#b3202e",
    success="#17724a",
)


def theme_named(name: str) -> Theme:
    """The colors for a setting: "dark", "light", or "system" for what the desktop asks for."""
    if name == "system":
        is_light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
        return LIGHT if is_light else DARK
    return LIGHT if name == "light" else DARK


def style_sheet(theme: Theme) -> str:
    """The style sheet with the colors of a theme.

    Raises:
        KeyError: The style sheet names a color that `Theme` does not have.
    """
    folder = resource("theme")
    names = asdict(theme)
    for drawing in ("check", "chevron"):
        names[drawing] = folder.joinpath(f"{drawing}-{theme.name}.svg").as_posix()
    text = folder.joinpath("style.qss").read_text(encoding="utf-8")
    return re.sub(r"@([a-z_]+)", lambda match: names[match.group(1)], text)


def palette(theme: Theme) -> QPalette:
    """The same colors for whatever the style sheet does not reach, tooltips and dialogs of Qt's own."""
    colors = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.raised,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.error,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
    }
    for role, color in roles.items():
        colors.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        colors.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.disabled))
    return colors


def interface_font() -> QFont:
    """The first of the calm sans-serif fonts that this computer has, in the desktop's size."""
    font = QGuiApplication.font()
    known = set(QFontDatabase.families())
    family = next((name for name in _FONTS if name in known), None)
    if family is not None:
        font.setFamily(family)
    return font
