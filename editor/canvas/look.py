"""How the canvas is looked at: its colors, and what the photo is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QColorSpace


class Compare(StrEnum):
    """What the photo is compared with."""

    NONE = "none"
    ORIGINAL = "original"
    SPLIT = "split"
    DIFFERENCE = "difference"


@dataclass(frozen=True)
class LabelLook:
    """How labels are shown.

    Attributes:
        is_shown: Whether they are.
        colors: Code and (r, g, b) of each label.
        opacity: 0..1, in the hole; around it they are fainter.
    """

    is_shown: bool = False
    colors: tuple[tuple[int, tuple[int, int, int]], ...] = ()
    opacity: float = 0.5


@dataclass(frozen=True)
class CanvasLook:
    """Colors of the canvas.

    Attributes:
        background: Around the photo.
        overlay: Tint of the mask.
        overlay_opacity: 0..1.
        sources: Tint of the area that texture may come from.
        difference: Tint of changed pixels in the difference view.
        screen: The screen's color space.
        labels: Of what belongs where.
    """

    background: QColor
    overlay: QColor
    overlay_opacity: float
    sources: QColor
    difference: QColor
    screen: QColorSpace
    labels: LabelLook = LabelLook()
