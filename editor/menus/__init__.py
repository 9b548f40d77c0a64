"""Everything that can be done by menu or key: a table per menu; menus, toolbars and F1 come from it.

Texts are marked with `QT_TRANSLATE_NOOP("Actions", ...)` and translated when they are shown.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from editor.language import QT_TRANSLATE_NOOP
from editor.menus.edit import EDIT
from editor.menus.file import FILE
from editor.menus.fill import FILL
from editor.menus.gestures import HELD_KEYS, gestures_explained
from editor.menus.help import HELP
from editor.menus.select import SELECT
from editor.menus.spec import ActionSpec, plain
from editor.menus.tools import TOOLS
from editor.menus.view import VIEW

__all__ = ["ACTIONS", "HELD_KEYS", "ActionSpec", "gestures_explained", "menu_title", "plain"]

ACTIONS: tuple[ActionSpec, ...] = (*FILE, *EDIT, *SELECT, *TOOLS, *FILL, *VIEW, *HELP)

_MENUS = {
    "File": QT_TRANSLATE_NOOP("Actions", "&File"),
    "Edit": QT_TRANSLATE_NOOP("Actions", "&Edit"),
    "Select": QT_TRANSLATE_NOOP("Actions", "&Select"),
    "Tools": QT_TRANSLATE_NOOP("Actions", "&Tools"),
    "Fill": QT_TRANSLATE_NOOP("Actions", "F&ill"),
    "View": QT_TRANSLATE_NOOP("Actions", "&View"),
    "Help": QT_TRANSLATE_NOOP("Actions", "&Help"),
}


def menu_title(group: str) -> str:
    """What a menu is called in the person's language, with its mnemonic."""
    return QCoreApplication.translate("Actions", _MENUS[group])
