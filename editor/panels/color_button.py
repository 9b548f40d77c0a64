"""A button that shows a color and lets the person choose another."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QPushButton, QWidget

_SWATCH_PX = 16


class ColorButton(QPushButton):
    """Signals:
    color_changed: The person chose another color (`QColor`).
    """

    color_changed = Signal(QColor)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Args:
        title: What the color is of, for the dialog and for screen readers.
        parent: The owner.
        """
        super().__init__(parent)
        self._title = title
        self._color = QColor()
        self.setText(" " + self.tr("Choose…"))
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(title)
        self.clicked.connect(self._on_clicked)

    def set_color(self, color: QColor) -> None:
        """Shows a color without announcing it."""
        self._color = color
        swatch = QPixmap(_SWATCH_PX, _SWATCH_PX)
        swatch.fill(color)
        self.setIcon(QIcon(swatch))

    @Slot()
    def _on_clicked(self) -> None:
        color = QColorDialog.getColor(self._color, self, self._title)
        if color.isValid():
            self.set_color(color)
            self.color_changed.emit(color)
