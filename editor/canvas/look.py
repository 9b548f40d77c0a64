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
class CanvasLook:
    """Colors of the canvas.

    Attributes:
        background: Around the photo.
        overlay: Tint of the mask.
        overlay_opacity: 0..1.
        sources: Tint of the area that texture may come from.
        difference: Tint of changed pixels in the difference view.
        screen: The screen's color space.
    """

    background: QColor
    overlay: QColor
    overlay_opacity: float
    sources: QColor
    difference: QColor
    screen: QColorSpace
