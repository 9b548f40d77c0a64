"""What the status line says about the tool in the hand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from editor.language import QT_TRANSLATE_NOOP

_HINTS = {
    "brush": QT_TRANSLATE_NOOP("Hints", "Paint over what should disappear. Shift: straight. Alt: erase."),
    "eraser": QT_TRANSLATE_NOOP("Hints", "Take away from the mask. Shift: straight. Alt: paint."),
    "click": QT_TRANSLATE_NOOP(
        "Hints", "Click on an object. Alt: leave out. Shift: one more object. Backspace: last click back."
    ),
    "lasso": QT_TRANSLATE_NOOP("Hints", "Drag around what should disappear. Shift: add. Alt: subtract."),
    "polygon": QT_TRANSLATE_NOOP(
        "Hints", "Click corner by corner; double click or Enter closes. Backspace: last corner back."
    ),
    "rectangle": QT_TRANSLATE_NOOP("Hints", "Drag a rectangle. Shift: add. Alt: subtract."),
    "line": QT_TRANSLATE_NOOP("Hints", "Click both ends of a wire or pole. Shift: 15° steps. [ ]: width."),
    "label": QT_TRANSLATE_NOOP(
        "Hints", "Paint what belongs there. Alt: pick from the photo. R: fill with labels."
    ),
    "hand": QT_TRANSLATE_NOOP("Hints", "Drag the photo."),
    "blend": QT_TRANSLATE_NOOP(
        "Hints", "Paint parts of the variation marked by a brush over the fill. Alt: take them back."
    ),
}


def hint_for(tool: str) -> str:
    """One line about a tool, in the person's language; "" for an unknown one."""
    return QCoreApplication.translate("Hints", _HINTS[tool]) if tool in _HINTS else ""
