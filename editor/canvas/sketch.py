"""Lines and marks that tools draw over the photo while a selection is being made."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

_DARK, _LIGHT = QColor(0, 0, 0, 190), QColor(255, 255, 255)
_WANTED, _UNWANTED = QColor("#17935a"), QColor("#c62f3d")
_BAND = QColor(255, 255, 255, 70)
_DASH = (4.0, 4.0)
_MARK_PX, _SIGN_PX, _CORNER_PX = 7.0, 3.5, 3.0
# Pens, marks and corners reach this far beyond their points.
_MARGIN_PX = 10.0

PointXY = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """A click that is kept in sight: wanted (+) or not (-)."""

    x: float
    y: float
    is_wanted: bool


@dataclass(frozen=True)
class Sketch:
    """What is drawn, in photo points.

    Attributes:
        line: Corners of a line.
        is_closed: Its last corner is joined to its first.
        has_corners: Its corners are shown.
        width_px: Width of a band along the line, photo pixels; 0 = none.
        marks: Clicks.
    """

    line: tuple[PointXY, ...] = ()
    is_closed: bool = False
    has_corners: bool = False
    width_px: float = 0.0
    marks: tuple[Mark, ...] = ()

    def bounds(self, widget_point: Callable[[float, float], QPointF], scale: float) -> QRectF:
        """The widget's rectangle that the sketch is drawn in; empty where there is nothing.

        Args:
            widget_point: Where a photo point is in the widget.
            scale: Widget units per photo pixel.
        """
        points = [*self.line, *((mark.x, mark.y) for mark in self.marks)]
        if not points:
            return QRectF()
        places = [widget_point(x, y) for x, y in points]
        x0, x1 = min(p.x() for p in places), max(p.x() for p in places)
        y0, y1 = min(p.y() for p in places), max(p.y() for p in places)
        reach = _MARGIN_PX + self.width_px * scale / 2
        return QRectF(x0 - reach, y0 - reach, x1 - x0 + 2 * reach, y1 - y0 + 2 * reach)

    def paint(self, painter: QPainter, widget_point: Callable[[float, float], QPointF], scale: float) -> None:
        """Draws the sketch in the widget's units; arguments as for `bounds`."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = [widget_point(x, y) for x, y in self.line]
        if places:
            self._paint_line(painter, places, scale)
        for mark in self.marks:
            _paint_mark(painter, widget_point(mark.x, mark.y), mark.is_wanted)

    def _paint_line(self, painter: QPainter, places: list[QPointF], scale: float) -> None:
        if self.width_px > 0:
            pen = QPen(_BAND, max(1.0, self.width_px * scale))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(places))
        shape = QPolygonF([*places, places[0]] if self.is_closed else places)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_DARK, 1.5))
        painter.drawPolyline(shape)
        dashes = QPen(_LIGHT, 1.5)
        dashes.setDashPattern(_DASH)
        painter.setPen(dashes)
        painter.drawPolyline(shape)
        if self.has_corners:
            painter.setPen(QPen(_DARK, 1.0))
            painter.setBrush(_LIGHT)
            for place in places:
                painter.drawEllipse(place, _CORNER_PX, _CORNER_PX)


NO_SKETCH = Sketch()


def _paint_mark(painter: QPainter, place: QPointF, is_wanted: bool) -> None:
    painter.setPen(QPen(_LIGHT, 1.5))
    painter.setBrush(_WANTED if is_wanted else _UNWANTED)
    painter.drawEllipse(place, _MARK_PX, _MARK_PX)
    across, up = QPointF(_SIGN_PX, 0), QPointF(0, _SIGN_PX)
    painter.drawLine(place - across, place + across)
    if is_wanted:
        painter.drawLine(place - up, place + up)


def distance(a: PointXY, b: PointXY) -> float:
    """Between two points."""
    return math.hypot(a[0] - b[0], a[1] - b[1])
