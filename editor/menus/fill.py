"""The Fill menu: filling, and doing it again."""

from __future__ import annotations

from editor.language import QT_TRANSLATE_NOOP
from editor.menus.spec import ActionSpec

FILL: tuple[ActionSpec, ...] = (
    ActionSpec(
        "fill",
        QT_TRANSLATE_NOOP("Actions", "&Fill"),
        "Fill",
        ("Return", "Enter"),
        QT_TRANSLATE_NOOP("Actions", "Fill what is painted."),
        "fill",
    ),
    ActionSpec(
        "cancel",
        QT_TRANSLATE_NOOP("Actions", "&Cancel"),
        "Fill",
        ("Esc",),
        QT_TRANSLATE_NOOP("Actions", "Stop the fill; when none runs, take the mask away."),
        "cancel",
    ),
    ActionSpec(
        "again",
        QT_TRANSLATE_NOOP("Actions", "Try &Again"),
        "Fill",
        ("Shift+Return", "Shift+Enter"),
        QT_TRANSLATE_NOOP("Actions", "Fill the same hole differently."),
        "again",
    ),
    ActionSpec(
        "refill",
        QT_TRANSLATE_NOOP("Actions", "Fill with &Labels"),
        "Fill",
        ("R",),
        QT_TRANSLATE_NOOP("Actions", "Fill the same hole anew, with the labels as they are painted now."),
        "refill",
    ),
    ActionSpec(
        "variations",
        QT_TRANSLATE_NOOP("Actions", "&Variations"),
        "Fill",
        ("V",),
        QT_TRANSLATE_NOOP("Actions", "Fill the same hole in several ways and choose."),
        "variations",
    ),
    ActionSpec(
        "previous_variation",
        QT_TRANSLATE_NOOP("Actions", "P&revious Variation"),
        "Fill",
        (",",),
        QT_TRANSLATE_NOOP("Actions", "Show the variation before this one."),
        "",
    ),
    ActionSpec(
        "next_variation",
        QT_TRANSLATE_NOOP("Actions", "Ne&xt Variation"),
        "Fill",
        (".",),
        QT_TRANSLATE_NOOP("Actions", "Show the variation after this one."),
        "",
    ),
    ActionSpec(
        "fill_on_release",
        QT_TRANSLATE_NOOP("Actions", "Fill When the &Stroke Ends"),
        "Fill",
        ("J",),
        QT_TRANSLATE_NOOP("Actions", "Fill each stroke at once."),
        "heal",
        True,
    ),
)
