"""The area that texture may come from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QWidget

from editor.panels.action_row import ActionRow
from editor.panels.folding import FoldingSection
from editor.panels.wrapped_label import WrappedLabel


class SourcesPanel(FoldingSection):
    """Where texture may come from: switches painting over, clears and inverts."""

    def __init__(self, edit: QAction, clear: QAction, invert: QAction, parent: QWidget | None = None) -> None:
        """Args:
        edit: Makes brush and selections mark the source area, on or off.
        clear: Lets texture come from everywhere.
        invert: Swaps where it may and may not come from.
        parent: The owner.
        """
        super().__init__(self.tr("Source area"), parent)
        self._box = QCheckBox(self.tr("Paint the source area"))
        self._box.setToolTip(edit.toolTip())
        self._box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._hint = WrappedLabel()
        self._hint.setObjectName("muted")
        buttons = ActionRow([(clear, self.tr("Clear")), (invert, self.tr("Invert"))])
        self.rows.addWidget(self._box)
        self.rows.addWidget(self._hint)
        self.rows.addWidget(buttons)
        self._edit = edit
        self._box.toggled.connect(edit.setChecked)
        edit.toggled.connect(self._box.setChecked)
        edit.changed.connect(self._show_state)
        self.set_limited(False)
        self._show_state()

    def set_limited(self, is_limited: bool) -> None:
        """Texture comes from the marked area only, or from everywhere."""
        self._hint.setText(
            self.tr("Texture comes from the marked area only.")
            if is_limited
            else self.tr("Texture comes from everywhere.")
        )

    @Slot()
    def _show_state(self) -> None:
        self._box.setEnabled(self._edit.isEnabled())
