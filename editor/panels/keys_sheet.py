"""F1: every key in one sheet."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from editor.actions import Actions
from editor.panels.keys_table import KeysTable


class KeysSheet(QDialog):
    """The table of keys as a dialog of its own."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(860, 680)
        self._table = KeysTable(actions)
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        column.addWidget(self._table, 1)
        column.addWidget(buttons)

    def rows(self) -> dict[str, str]:
        """What the sheet shows: action name -> keys; gestures under their own words."""
        return self._table.rows()

    def choose(self, name: str) -> None:
        """Selects an action."""
        self._table.choose(name)

    def give(self, keys: QKeySequence) -> None:
        """Gives the chosen action another key; asked for twice, it takes one that is taken."""
        self._table.give(keys)
