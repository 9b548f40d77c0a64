"""The pointer over the photo: a crosshair, and beside it what the tool is."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

from editor.canvas.tools import ToolName
from editor.icons import icon_pixmap

# The brushes have their own circle, and say everything by it.
_ICONS = {
    ToolName.LASSO: "lasso",
    ToolName.POLYGON: "polygon",
    ToolName.RECTANGLE: "rectangle",
    ToolName.CLICK: "select",
    ToolName.LINE: "line",
}
_SIZE_PX, _CENTER_PX, _ICON_PX = 32, 9, 15
_ARM_PX, _GAP_PX = 7, 2


@lru_cache(maxsize=16)
def tool_cursor(name: str) -> QCursor:
    """The cursor of a tool; a plain crosshair for tools without a picture."""
    drawing = next((icon for tool, icon in _ICONS.items() if tool == name), None)
    if drawing is None:
        return QCursor(Qt.CursorShape.CrossCursor)
    picture = QPixmap(_SIZE_PX, _SIZE_PX)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        for color, width in ((QColor(0, 0, 0), 3), (QColor(255, 255, 255), 1)):
            painter.setPen(QPen(color, width))
            _draw_cross(painter)
        corner = _SIZE_PX - _ICON_PX
        halo = icon_pixmap(drawing, "#000000", _ICON_PX)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            painter.drawPixmap(corner - 1 + dx, corner - 1 + dy, halo)
        painter.drawPixmap(corner - 1, corner - 1, icon_pixmap(drawing, "#ffffff", _ICON_PX))
    return QCursor(picture, _CENTER_PX, _CENTER_PX)


def _draw_cross(painter: QPainter) -> None:
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        begin = QPointF(_CENTER_PX + dx * _GAP_PX + 0.5, _CENTER_PX + dy * _GAP_PX + 0.5)
        end = QPointF(_CENTER_PX + dx * _ARM_PX + 0.5, _CENTER_PX + dy * _ARM_PX + 0.5)
        painter.drawLine(begin, end)
