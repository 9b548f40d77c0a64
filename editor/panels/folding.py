"""A section of a panel that is folded away until somebody wants it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from editor.icons import icon
from editor.theme import DARK, Theme

_ICON_PX = 14


class FoldingSection(QWidget):
    """A heading that unfolds the controls below it. Add them to `rows`.

    Signals:
        unfolded: The person unfolded it (true), or folded it away (false).
        wants_view: Its controls have just come into sight, if there is room.

    Attributes:
        rows: The layout that the controls go into.
    """

    unfolded = Signal(bool)
    wants_view = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = DARK
        self._heading = QToolButton()
        self._heading.setObjectName("fold")
        self._heading.setText(title)
        self._heading.setCheckable(True)
        self._heading.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self._heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._inside = QWidget()
        self.rows = QVBoxLayout(self._inside)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(6)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 5, 14, 7)
        column.setSpacing(6)
        column.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._inside)
        self.setAccessibleName(title)
        self._inside.hide()
        self._heading.clicked.connect(self._on_folded)
        self._show_arrow()

    def minimumSizeHint(self) -> QSize:
        """As wide as its controls need, folded too: unfolding must not push the photo aside."""
        margins = self._column.contentsMargins()
        needed_px = self.rows.minimumSize().width() + margins.left() + margins.right()
        return super().minimumSizeHint().expandedTo(QSize(needed_px, 0))

    @property
    def is_unfolded(self) -> bool:
        """Whether its controls are in sight."""
        return not self._inside.isHidden()

    def unfold(self, is_unfolded: bool) -> None:
        """Shows or hides the controls, without announcing it."""
        self._heading.setChecked(is_unfolded)
        self._inside.setVisible(is_unfolded)
        self._show_arrow()
        if is_unfolded:
            self.wants_view.emit()

    def set_theme(self, theme: Theme) -> None:
        """Draws the arrow in other colors."""
        self._theme = theme
        self._show_arrow()

    def set_help(self, text: str) -> None:
        """What the section is for, as a tooltip; or why it cannot be used."""
        self.setToolTip(text)
        self._heading.setToolTip(text)

    def set_usable(self, is_usable: bool) -> None:
        """Whether its controls can be used; the heading always can. While they cannot, the section's own
        tooltip is shown in place of theirs."""
        self._inside.setEnabled(is_usable)
        self._inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not is_usable)

    def _show_arrow(self) -> None:
        self._heading.setIcon(icon("chevron-down" if self.is_unfolded else "chevron-right", self._theme))

    @Slot(bool)
    def _on_folded(self, is_unfolded: bool) -> None:
        self.unfold(is_unfolded)
        self.unfolded.emit(is_unfolded)
