"""What an action is, before Qt knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class ActionSpec:
    """One thing to do.

    Attributes:
        name: Name in the code and in the settings.
        text: What menus say; `&` marks the mnemonic.
        group: The menu it is in.
        keys: Key sequences in Qt's portable text.
        help: One sentence for tooltip and F1 sheet.
        icon: Name of an icon, or "".
        is_checkable: It is on or off.
    """

    name: str
    text: str
    group: str
    keys: tuple[str, ...]
    help: str
    icon: str = ""
    is_checkable: bool = False

    @property
    def title(self) -> str:
        """`text` in the person's language."""
        return QCoreApplication.translate("Actions", self.text)

    @property
    def explanation(self) -> str:
        """`help` in the person's language."""
        return QCoreApplication.translate("Actions", self.help)


def plain(text: str) -> str:
    """A menu's text as a name: without mnemonic, which Chinese menus have in brackets, and dots."""
    return re.sub(r"\(&\w\)", "", text).replace("&", "").rstrip("…")
