"""How it is done, in three steps, for who opens the program for the first time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from editor.icons import icon_pixmap
from editor.panels.wrapped_label import WrappedLabel
from editor.theme import Theme

_ICON_PX = 28


class Steps(QWidget):
    """Three pictures with a line each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("First steps"))
        steps = (
            ("brush", self.tr("1. Paint over what should disappear")),
            ("fill", self.tr("2. Press Enter and watch it go")),
            ("export", self.tr("3. Export the photo, or save the project")),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 6)
        row.setSpacing(18)
        self._pictures: dict[str, QLabel] = {}
        for name, text in steps:
            picture, words = QLabel(), WrappedLabel(text)
            picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            words.setMinimumWidth(150)
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(picture)
            column.addWidget(words, 1)
            row.addLayout(column, 1)
            self._pictures[name] = picture

    def set_theme(self, theme: Theme, scale: float) -> None:
        """Draws the pictures in other colors, for a screen with `scale` pixels per point."""
        for name, picture in self._pictures.items():
            picture.setPixmap(icon_pixmap(name, theme.accent, _ICON_PX, scale))
