"""A row of small buttons of which one at most is pressed, for instance what a tool does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from editor.icons import icon
from editor.theme import Theme

_ICON_PX = 18


@dataclass(frozen=True)
class ModeChoice:
    """One button.

    Attributes:
        value: What it stands for.
        icon: Name of its icon.
        name: For screen readers.
        help: Its tooltip.
    """

    value: str
    icon: str
    name: str
    help: str


class ModeRow(QWidget):
    """A title and a button for each choice.

    Signals:
        chosen: The person pressed a button: its value.
    """

    chosen = Signal(str)

    def __init__(self, title: str, choices: Sequence[ModeChoice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(QLabel(title))
        row.addStretch(1)
        self._buttons = {choice.value: self._button(choice) for choice in self._choices}
        for button in self._buttons.values():
            row.addWidget(button)

    def button(self, value: str) -> QToolButton:
        """The button of a choice."""
        return self._buttons[value]

    def show_mode(self, value: str) -> None:
        """Presses the button of a choice; "" presses none."""
        for choice in self._choices:
            self._buttons[choice.value].setChecked(choice.value == value)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in other colors."""
        for choice in self._choices:
            self._buttons[choice.value].setIcon(icon(choice.icon, theme))

    def _button(self, choice: ModeChoice) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(choice.name)
        button.setToolTip(choice.help)
        button.clicked.connect(partial(self._on_clicked, choice.value))
        return button

    def _on_clicked(self, value: str) -> None:
        self.show_mode(value)  # a second click on the pressed one does not let it go
        self.chosen.emit(value)
