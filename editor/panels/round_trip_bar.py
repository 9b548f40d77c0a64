"""The bar of a window that works for another program: what it waits for, Done and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolBar, QWidget


class RoundTripBar(QToolBar):
    """Signals:
    done: The photo as it is now is to be handed back.
    canceled: The other program is to go on with the photo as it was.
    """

    done = Signal()
    canceled = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Args:
        name: The photo's file name.
        parent: The owner.
        """
        super().__init__(parent)
        self.setObjectName("errand")
        self.setWindowTitle(self.tr("Round trip"))
        self.setMovable(False)
        self._text = QLabel(self.tr("Another program waits for “{name}”.").format(name=name))
        self._done = QPushButton(self.tr("Done"))
        self._done.setObjectName("primary")
        self._done.setShortcut(QKeySequence("Ctrl+Return"))
        self._done.setToolTip(self.tr("Hand the photo back and close the window (Ctrl+Enter)."))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("Close the window; the photo stays as it was."))
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for widget in (self._text, gap, self._cancel, self._done):
            self.addWidget(widget)
        self._done.clicked.connect(self.done)
        self._cancel.clicked.connect(self.canceled)
        self.toggleViewAction().setVisible(False)  # who hides it cannot hand anything back
        self.set_state(False, True)

    def set_state(self, can_finish: bool, can_cancel: bool) -> None:
        """Which of the two can be chosen now."""
        self._done.setEnabled(can_finish)
        self._cancel.setEnabled(can_cancel)
