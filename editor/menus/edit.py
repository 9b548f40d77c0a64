"""The Edit menu: steps back and forth, and the mask as a whole."""

from __future__ import annotations

from editor.language import QT_TRANSLATE_NOOP
from editor.menus.spec import ActionSpec

EDIT: tuple[ActionSpec, ...] = (
    ActionSpec(
        "undo",
        QT_TRANSLATE_NOOP("Actions", "&Undo"),
        "Edit",
        ("Ctrl+Z",),
        QT_TRANSLATE_NOOP("Actions", "Take the last step back."),
        "undo",
    ),
    ActionSpec(
        "redo",
        QT_TRANSLATE_NOOP("Actions", "&Redo"),
        "Edit",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        QT_TRANSLATE_NOOP("Actions", "Do the step again."),
        "redo",
    ),
    ActionSpec(
        "clear_mask",
        QT_TRANSLATE_NOOP("Actions", "&Clear Mask"),
        "Edit",
        ("Ctrl+D",),
        QT_TRANSLATE_NOOP("Actions", "Take the whole mask away."),
        "clear",
    ),
    ActionSpec(
        "invert_mask",
        QT_TRANSLATE_NOOP("Actions", "&Invert Mask"),
        "Edit",
        ("Ctrl+Shift+I",),
        QT_TRANSLATE_NOOP("Actions", "Swap what is masked and what is not."),
        "invert",
    ),
    ActionSpec(
        "last_mask",
        QT_TRANSLATE_NOOP("Actions", "&Last Mask Again"),
        "Edit",
        ("Ctrl+Shift+D",),
        QT_TRANSLATE_NOOP("Actions", "Bring the last mask back."),
        "history",
    ),
    ActionSpec(
        "settings",
        QT_TRANSLATE_NOOP("Actions", "Se&ttings…"),
        "Edit",
        ("Ctrl+,",),
        QT_TRANSLATE_NOOP("Actions", "Language, colors, keys and other choices."),
        "settings",
    ),
)
