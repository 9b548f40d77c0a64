"""The Tools menu: what is in the hand."""

from __future__ import annotations

from editor.language import QT_TRANSLATE_NOOP
from editor.menus.spec import ActionSpec

TOOLS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "brush",
        QT_TRANSLATE_NOOP("Actions", "&Brush"),
        "Tools",
        ("B",),
        QT_TRANSLATE_NOOP("Actions", "Paint over what should disappear."),
        "brush",
        True,
    ),
    ActionSpec(
        "eraser",
        QT_TRANSLATE_NOOP("Actions", "&Eraser"),
        "Tools",
        ("E",),
        QT_TRANSLATE_NOOP("Actions", "Take away from the mask."),
        "eraser",
        True,
    ),
    ActionSpec(
        "hand",
        QT_TRANSLATE_NOOP("Actions", "&Hand"),
        "Tools",
        ("H",),
        QT_TRANSLATE_NOOP("Actions", "Move the photo."),
        "hand",
        True,
    ),
    ActionSpec(
        "swap",
        QT_TRANSLATE_NOOP("Actions", "S&wap Brush and Eraser"),
        "Tools",
        ("X",),
        QT_TRANSLATE_NOOP("Actions", "Change between brush and eraser."),
        "swap",
    ),
    ActionSpec(
        "smaller",
        QT_TRANSLATE_NOOP("Actions", "S&maller Brush"),
        "Tools",
        ("[",),
        QT_TRANSLATE_NOOP("Actions", "Make the brush smaller."),
    ),
    ActionSpec(
        "larger",
        QT_TRANSLATE_NOOP("Actions", "La&rger Brush"),
        "Tools",
        ("]",),
        QT_TRANSLATE_NOOP("Actions", "Make the brush larger."),
    ),
    ActionSpec(
        "softer",
        QT_TRANSLATE_NOOP("Actions", "&Softer Brush"),
        "Tools",
        ("Shift+[", "{"),
        QT_TRANSLATE_NOOP("Actions", "Soften the edge of the brush."),
    ),
    ActionSpec(
        "harder",
        QT_TRANSLATE_NOOP("Actions", "Har&der Brush"),
        "Tools",
        ("Shift+]", "}"),
        QT_TRANSLATE_NOOP("Actions", "Sharpen the edge of the brush."),
    ),
)
