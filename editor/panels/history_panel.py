"""Every step since the photo was opened; a click goes back to it, or forth."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QUndoView, QWidget


class HistoryPanel(QUndoView):
    """The undo stack as a list."""

    def __init__(self, stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(stack, parent)
        self.setEmptyLabel(self.tr("Photo as opened"))
        self.setAccessibleName(self.tr("History"))
        self.setAccessibleDescription(self.tr("Steps since the photo was opened. Choose one to go there."))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(110)
