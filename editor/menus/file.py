"""The File menu: photos in and out."""

from __future__ import annotations

from editor.language import QT_TRANSLATE_NOOP
from editor.menus.spec import ActionSpec

FILE: tuple[ActionSpec, ...] = (
    ActionSpec(
        "open",
        QT_TRANSLATE_NOOP("Actions", "&Open…"),
        "File",
        ("Ctrl+O",),
        QT_TRANSLATE_NOOP("Actions", "Open a photo or a project."),
        "open",
    ),
    ActionSpec(
        "sample",
        QT_TRANSLATE_NOOP("Actions", "Open &Sample Photo"),
        "File",
        (),
        QT_TRANSLATE_NOOP("Actions", "Open a photo to try things out."),
        "photo",
    ),
    ActionSpec(
        "save_project",
        QT_TRANSLATE_NOOP("Actions", "&Save Project"),
        "File",
        ("Ctrl+S",),
        QT_TRANSLATE_NOOP("Actions", "Keep photo, mask and fills for later."),
        "save",
    ),
    ActionSpec(
        "save_project_as",
        QT_TRANSLATE_NOOP("Actions", "Save Project &As…"),
        "File",
        ("Ctrl+Shift+S",),
        QT_TRANSLATE_NOOP("Actions", "Save the project under another name."),
    ),
    ActionSpec(
        "export",
        QT_TRANSLATE_NOOP("Actions", "&Export…"),
        "File",
        ("Ctrl+Shift+E",),
        QT_TRANSLATE_NOOP("Actions", "Write the photo to a file."),
        "export",
    ),
    ActionSpec(
        "export_layers",
        QT_TRANSLATE_NOOP("Actions", "Export &Layers…"),
        "File",
        (),
        QT_TRANSLATE_NOOP("Actions", "Write photo, fills and masks as layers for Krita or GIMP."),
    ),
    ActionSpec(
        "batch",
        QT_TRANSLATE_NOOP("Actions", "Fill a &Folder…"),
        "File",
        (),
        QT_TRANSLATE_NOOP("Actions", "Fill many photos, each with its mask."),
    ),
    ActionSpec(
        "quit",
        QT_TRANSLATE_NOOP("Actions", "&Quit"),
        "File",
        ("Ctrl+Q",),
        QT_TRANSLATE_NOOP("Actions", "Close the window."),
    ),
)
