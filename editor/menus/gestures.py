"""What hands do on the canvas itself: not actions, but part of the sheet of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from editor.language import QT_TRANSLATE_NOOP

# Held on the canvas, whatever has the focus: no action can have them.
HELD_KEYS = ("\\", "Space")

GESTURES: tuple[tuple[str, str], ...] = (
    (
        QT_TRANSLATE_NOOP("Actions", "Hold \\"),
        QT_TRANSLATE_NOOP("Actions", "Show the photo as it was opened."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Hold Space, or middle button"),
        QT_TRANSLATE_NOOP("Actions", "Move the photo."),
    ),
    (QT_TRANSLATE_NOOP("Actions", "Ctrl + wheel"), QT_TRANSLATE_NOOP("Actions", "Zoom around the pointer.")),
    (
        QT_TRANSLATE_NOOP("Actions", "Wheel, Shift + wheel"),
        QT_TRANSLATE_NOOP("Actions", "Move the photo up and down, left and right."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Hold Alt"),
        QT_TRANSLATE_NOOP("Actions", "Subtract while painting, add while erasing."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Shift + click"),
        QT_TRANSLATE_NOOP("Actions", "Straight line from the end of the last stroke."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Shift while painting"),
        QT_TRANSLATE_NOOP("Actions", "Keep the stroke horizontal or vertical."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Shift, Alt while selecting"),
        QT_TRANSLATE_NOOP("Actions", "Add to the mask, subtract from it."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Alt + click with click select"),
        QT_TRANSLATE_NOOP("Actions", "Leave out what is clicked."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Alt + click with the label brush"),
        QT_TRANSLATE_NOOP("Actions", "Pick the label that is there."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Double click, Enter"),
        QT_TRANSLATE_NOOP("Actions", "Close the polygon."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Backspace"),
        QT_TRANSLATE_NOOP("Actions", "Take the last corner or click back."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Right button, drag sideways"),
        QT_TRANSLATE_NOOP("Actions", "Size of the brush."),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Right button, drag up or down"),
        QT_TRANSLATE_NOOP("Actions", "Hardness of the brush."),
    ),
)


def gestures_explained() -> list[tuple[str, str]]:
    """What hands do and what happens then, in the person's language."""
    translate = QCoreApplication.translate
    return [(translate("Actions", hands), translate("Actions", what)) for hands, what in GESTURES]
