"""The Help menu: keys, logs, versions."""

from __future__ import annotations

from editor.language import QT_TRANSLATE_NOOP
from editor.menus.spec import ActionSpec

HELP: tuple[ActionSpec, ...] = (
    ActionSpec(
        "keys",
        QT_TRANSLATE_NOOP("Actions", "&Keyboard Shortcuts"),
        "Help",
        ("F1",),
        QT_TRANSLATE_NOOP("Actions", "Show all keys."),
        "keyboard",
    ),
    ActionSpec(
        "log",
        QT_TRANSLATE_NOOP("Actions", "Open &Log Folder"),
        "Help",
        (),
        QT_TRANSLATE_NOOP("Actions", "Files that help to find an error."),
    ),
    ActionSpec(
        "about",
        QT_TRANSLATE_NOOP("Actions", "&About Lacuna"),
        "Help",
        (),
        QT_TRANSLATE_NOOP("Actions", "Version and licenses."),
        "info",
    ),
)
