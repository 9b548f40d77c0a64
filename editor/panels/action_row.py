"""A row of buttons that do what menu entries do, and are enabled when those are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget


class ActionRow(QWidget):
    """Small buttons with shorter words than the menu has room for."""

    def __init__(
        self,
        entries: Sequence[tuple[QAction, str]],
        widths: Sequence[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        entries: Actions, and what their buttons say.
        widths: How the row is shared out between them; none = evenly.
        parent: The owner.
        """
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._buttons: list[tuple[QPushButton, QAction]] = []
        for (action, text), width in zip(entries, widths or [1] * len(entries), strict=True):
            button = QPushButton(text)
            button.setObjectName("compact")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(action.trigger)
            row.addWidget(button, width)
            self._buttons.append((button, action))
            action.changed.connect(self._show_state)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        for button, action in self._buttons:
            button.setEnabled(action.isEnabled())
            button.setToolTip(action.toolTip())
