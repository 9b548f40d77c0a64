"""Icons drawn in the colors of a theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from editor.theme import Theme
from resources.locate import resource

_SIZES_PX = (16, 20, 24, 32, 48)


def icon(name: str, theme: Theme) -> QIcon:
    """One of our icons in the colors of a theme: normal, disabled, and chosen.

    Args:
        name: File name in resources/icons without its ending.
    """
    drawing = _drawing(name)
    result = QIcon()
    states = (
        (QIcon.Mode.Normal, QIcon.State.Off, theme.text),
        (QIcon.Mode.Normal, QIcon.State.On, theme.accent),
        (QIcon.Mode.Disabled, QIcon.State.Off, theme.disabled),
        (QIcon.Mode.Disabled, QIcon.State.On, theme.disabled),
        (QIcon.Mode.Selected, QIcon.State.Off, theme.text),
    )
    for mode, state, color in states:
        for size_px in _SIZES_PX:
            result.addPixmap(_drawn(drawing, color, size_px), mode, state)
    return result


def icon_pixmap(name: str, color: str, size_px: int, scale: float = 1.0) -> QPixmap:
    """One of our icons in any color, for a screen with `scale` pixels per point."""
    drawing = _drawing(name)
    pixmap = _drawn(drawing, color, round(size_px * scale))
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def application_icon() -> QIcon:
    """Lacuna's own icon, in the sizes that desktops ask for."""
    drawing = _drawing("lacuna")
    result = QIcon()
    for size_px in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(_drawn(drawing, "#ffffff", size_px))
    return result


def _drawing(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


def _drawn(drawing: str, color: str, size_px: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))
    pixmap = QPixmap(QSize(size_px, size_px))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap
