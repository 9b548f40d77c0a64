"""The line between original and result, with a knob that says that it can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen

GRIP_PX = 8
"""The pointer has hold of the line within this distance, widget units."""

_KNOB_PX = 6
_SHADE = QColor(0, 0, 0, 160)
_LINE = QColor(255, 255, 255)


def paint_split_line(painter: QPainter, x: int, height_px: int, ratio: float) -> None:
    """Paints it from top to bottom.

    Args:
        painter: In device pixels.
        x: Device column.
        height_px: Of the window, device pixels.
        ratio: Device pixels per widget unit.
    """
    for width, color in ((3 * ratio, _SHADE), (ratio, _LINE)):
        painter.setPen(QPen(color, width))
        painter.drawLine(x, 0, x, height_px)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_SHADE, ratio))
    painter.setBrush(_LINE)
    painter.drawEllipse(QPointF(x, height_px / 2), _KNOB_PX * ratio, _KNOB_PX * ratio)
