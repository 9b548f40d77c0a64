"""The engine's labels in the person's language.

The engine knows them in English. Their names stand here once more, so that they are extracted and translated;
a test compares the list with the engine's table.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from editor.language import QT_TRANSLATE_NOOP
from editor.painting.labels import LabelStyle
from engine.api import VOCABULARIES, label_of, vocabulary

__all__ = ["NAMES", "all_styles", "label_name", "more_of"]

NAMES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Labels", "sky"),
    QT_TRANSLATE_NOOP("Labels", "building"),
    QT_TRANSLATE_NOOP("Labels", "pole"),
    QT_TRANSLATE_NOOP("Labels", "road"),
    QT_TRANSLATE_NOOP("Labels", "pavement"),
    QT_TRANSLATE_NOOP("Labels", "tree"),
    QT_TRANSLATE_NOOP("Labels", "sign"),
    QT_TRANSLATE_NOOP("Labels", "fence"),
    QT_TRANSLATE_NOOP("Labels", "car"),
    QT_TRANSLATE_NOOP("Labels", "pedestrian"),
    QT_TRANSLATE_NOOP("Labels", "bicyclist"),
    QT_TRANSLATE_NOOP("Labels", "brown things"),
    QT_TRANSLATE_NOOP("Labels", "cream things"),
    QT_TRANSLATE_NOOP("Labels", "white things"),
    QT_TRANSLATE_NOOP("Labels", "textured things"),
    QT_TRANSLATE_NOOP("Labels", "dark areas"),
    QT_TRANSLATE_NOOP("Labels", "shadow"),
    QT_TRANSLATE_NOOP("Labels", "gray things"),
    QT_TRANSLATE_NOOP("Labels", "bright sky"),
    QT_TRANSLATE_NOOP("Labels", "furniture"),
    QT_TRANSLATE_NOOP("Labels", "orange things"),
    QT_TRANSLATE_NOOP("Labels", "sunlit ground"),
    QT_TRANSLATE_NOOP("Labels", "bright details"),
    QT_TRANSLATE_NOOP("Labels", "pale ground"),
    QT_TRANSLATE_NOOP("Labels", "clouds"),
    QT_TRANSLATE_NOOP("Labels", "blue sky"),
    QT_TRANSLATE_NOOP("Labels", "wall and ceiling"),
    QT_TRANSLATE_NOOP("Labels", "blurred background"),
    QT_TRANSLATE_NOOP("Labels", "clothing"),
    QT_TRANSLATE_NOOP("Labels", "rough surface"),
    QT_TRANSLATE_NOOP("Labels", "trees"),
    QT_TRANSLATE_NOOP("Labels", "pattern"),
    QT_TRANSLATE_NOOP("Labels", "shiny surface"),
    QT_TRANSLATE_NOOP("Labels", "house"),
    QT_TRANSLATE_NOOP("Labels", "grass and leaves"),
    QT_TRANSLATE_NOOP("Labels", "clutter"),
    QT_TRANSLATE_NOOP("Labels", "pink things"),
    QT_TRANSLATE_NOOP("Labels", "dark ground"),
    QT_TRANSLATE_NOOP("Labels", "blue and turquoise things"),
    QT_TRANSLATE_NOOP("Labels", "picture edge"),
    QT_TRANSLATE_NOOP("Labels", "fibers"),
    QT_TRANSLATE_NOOP("Labels", "red things"),
    QT_TRANSLATE_NOOP("Labels", "yellow things"),
)
_NUMBERED = QT_TRANSLATE_NOOP("Labels", "region {number}")
_MORE = QT_TRANSLATE_NOOP("Labels", "more {label}")


def label_name(code: int) -> str:
    """What a label is called in the person's language.

    Raises:
        KeyError: There is no such label.
    """
    name = label_of(code).name
    numbered = re.fullmatch(r"region (\d+)", name)
    if numbered is not None:
        return QCoreApplication.translate("Labels", _NUMBERED).format(number=numbered[1])
    return QCoreApplication.translate("Labels", name)


def more_of(code: int) -> str:
    """What a fill is called in which a label has grown: "more water", in the person's language."""
    text = QCoreApplication.translate("Labels", _MORE).format(label=label_name(code))
    return text[:1].upper() + text[1:]


def all_styles(*names: str) -> tuple[LabelStyle, ...]:
    """The labels of vocabularies, "scene" and "regions", by code; without a name those of both."""
    labels = [label for name in names or VOCABULARIES[1:] for label in vocabulary(name).labels]
    return tuple(LabelStyle(label.code, label_name(label.code), label.color) for label in labels)
