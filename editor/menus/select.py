"""The Select menu: what becomes of a selection, and where texture may come from."""

from __future__ import annotations

from editor.language import QT_TRANSLATE_NOOP
from editor.menus.spec import ActionSpec

SELECT: tuple[ActionSpec, ...] = (
    ActionSpec(
        "grow",
        QT_TRANSLATE_NOOP("Actions", "&Grow"),
        "Select",
        ("G",),
        QT_TRANSLATE_NOOP("Actions", "Let the mask reach further."),
        "grow",
    ),
    ActionSpec(
        "shrink",
        QT_TRANSLATE_NOOP("Actions", "&Shrink"),
        "Select",
        ("Shift+G",),
        QT_TRANSLATE_NOOP("Actions", "Let the mask end earlier."),
        "shrink",
    ),
    ActionSpec(
        "feather",
        QT_TRANSLATE_NOOP("Actions", "&Feather"),
        "Select",
        ("F",),
        QT_TRANSLATE_NOOP("Actions", "Fade the edge of the mask outwards."),
        "feather",
    ),
    ActionSpec(
        "import_mask",
        QT_TRANSLATE_NOOP("Actions", "&Import Mask…"),
        "Select",
        ("Ctrl+Alt+O",),
        QT_TRANSLATE_NOOP("Actions", "Take the mask from a picture: white is the hole."),
    ),
    ActionSpec(
        "export_mask",
        QT_TRANSLATE_NOOP("Actions", "&Export Mask…"),
        "Select",
        ("Ctrl+Alt+E",),
        QT_TRANSLATE_NOOP("Actions", "Write the mask to a PNG file."),
    ),
    ActionSpec(
        "keep_mask",
        QT_TRANSLATE_NOOP("Actions", "&Keep the Mask After a Fill"),
        "Select",
        ("Shift+K",),
        QT_TRANSLATE_NOOP("Actions", "Leave the mask where it is when its hole has been filled."),
        "",
        True,
    ),
    ActionSpec(
        "edit_sources",
        QT_TRANSLATE_NOOP("Actions", "&Paint the Source Area"),
        "Select",
        ("S",),
        QT_TRANSLATE_NOOP("Actions", "Brush and selections mark where texture may come from."),
        "sources",
        True,
    ),
    ActionSpec(
        "clear_sources",
        QT_TRANSLATE_NOOP("Actions", "&Clear Source Area"),
        "Select",
        ("Ctrl+Alt+D",),
        QT_TRANSLATE_NOOP("Actions", "Let texture come from everywhere."),
    ),
    ActionSpec(
        "invert_sources",
        QT_TRANSLATE_NOOP("Actions", "In&vert Source Area"),
        "Select",
        ("Ctrl+Alt+I",),
        QT_TRANSLATE_NOOP("Actions", "Swap where texture may and may not come from."),
    ),
    ActionSpec(
        "clear_labels",
        QT_TRANSLATE_NOOP("Actions", "Clear &Labels"),
        "Select",
        ("Ctrl+Alt+L",),
        QT_TRANSLATE_NOOP("Actions", "Leave what belongs where to the engine again."),
    ),
)
