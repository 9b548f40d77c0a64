"""A form's label that stands at the height of its field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QLayout, QWidget


class FormLabel(QLabel):
    """Names a field. Qt sets the labels of a form near the top of whatever is taller than they are."""

    def __init__(self, text: str, field: QWidget | QLayout) -> None:
        """Args:
        text: The name.
        field: What stands beside it in the form.
        """
        super().__init__(text)
        self._field = field
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if isinstance(field, QWidget):
            self.setBuddy(field)

    def showEvent(self, event: QShowEvent) -> None:
        # Only now has the field the size that the theme gives it.
        self.setMinimumHeight(self._field.sizeHint().height())
        super().showEvent(event)
