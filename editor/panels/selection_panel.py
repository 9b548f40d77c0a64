"""How selections join the mask, how far it grows, how wide lines are."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from editor.icons import icon
from editor.panels.folding import FoldingSection
from editor.panels.slider_row import SliderRow
from editor.selection.combining import Mode
from editor.theme import DARK, Theme

_ICON_PX = 18
_MODES = (Mode.REPLACE, Mode.ADD, Mode.SUBTRACT)
_MODE_ICONS = {Mode.REPLACE: "mode-new", Mode.ADD: "mode-add", Mode.SUBTRACT: "mode-subtract"}


class SelectionPanel(FoldingSection):
    """Choices of the selection tools.

    Signals:
        mode_changed: What a selection does to the mask (`Mode`).
        amount_changed: How far the mask grows, shrinks and fades, photo pixels (int).
        line_width_changed: Width of the line tool's band, photo pixels (float).
        lines_fill_changed: A line is filled at once (bool).
    """

    mode_changed = Signal(object)
    amount_changed = Signal(int)
    line_width_changed = Signal(float)
    lines_fill_changed = Signal(bool)

    def __init__(
        self, grow: QAction, shrink: QAction, feather: QAction, parent: QWidget | None = None
    ) -> None:
        """Args:
        grow: Lets the mask reach further.
        shrink: Lets it end earlier.
        feather: Fades its edge.
        parent: The owner.
        """
        super().__init__(self.tr("Selection"), parent)
        self._modes = QButtonGroup(self)
        self.rows.addLayout(self._mode_row())
        self._amount = SliderRow(
            self.tr("Distance"),
            1,
            200,
            4,
            suffix=" " + self.tr("px"),
            help=self.tr("How far the mask grows, shrinks or fades."),
            is_logarithmic=True,
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        self._reshapers: list[tuple[QPushButton, QAction]] = []
        for action, text in (
            (grow, self.tr("Grow")),
            (shrink, self.tr("Shrink")),
            (feather, self.tr("Feather")),
        ):
            button = QPushButton(text)
            button.setObjectName("compact")
            button.setToolTip(action.toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(action.trigger)
            buttons.addWidget(button, 1)
            self._reshapers.append((button, action))
            action.changed.connect(self._show_state)
        self._width = SliderRow(
            self.tr("Line"),
            1,
            400,
            12,
            suffix=" " + self.tr("px"),
            help=self.tr("Width of the line tool. Keys: [ and ] while it is in the hand"),
            is_logarithmic=True,
        )
        self._fills = QCheckBox(self.tr("Remove lines at once"))
        self._fills.setToolTip(self.tr("The second click of the line tool fills as well."))
        self._fills.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.rows.addWidget(self._amount)
        self.rows.addLayout(buttons)
        self.rows.addWidget(self._width)
        self.rows.addWidget(self._fills)
        self._amount.value_changed.connect(self.amount_changed)
        self._width.value_changed.connect(self._on_width)
        self._fills.toggled.connect(self.lines_fill_changed)
        self._modes.idClicked.connect(self._on_mode)
        self.set_theme(DARK)
        self._show_state()

    def _mode_row(self) -> QHBoxLayout:
        texts = {
            Mode.REPLACE: (self.tr("New selection"), self.tr("A selection takes the place of the mask.")),
            Mode.ADD: (
                self.tr("Add to the mask"),
                self.tr("A selection is added to the mask. Hold Shift for one selection."),
            ),
            Mode.SUBTRACT: (
                self.tr("Subtract from the mask"),
                self.tr("A selection is taken away from the mask. Hold Alt for one selection."),
            ),
        }
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(QLabel(self.tr("Selecting")))
        row.addStretch(1)
        for place, mode in enumerate(_MODES):
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(mode is Mode.REPLACE)
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(texts[mode][0])
            button.setToolTip(texts[mode][1])
            self._modes.addButton(button, place)
            row.addWidget(button)
        return row

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in other colors."""
        super().set_theme(theme)
        for place, mode in enumerate(_MODES):
            self._modes.button(place).setIcon(icon(_MODE_ICONS[mode], theme))

    def set_choices(self, mode: Mode, amount_px: int, line_width_px: float, lines_fill: bool) -> None:
        """Shows what is chosen."""
        if mode in _MODES:
            self._modes.button(_MODES.index(mode)).setChecked(True)
        self._amount.set_value(amount_px)
        self._width.set_value(round(line_width_px))
        with QSignalBlocker(self._fills):
            self._fills.setChecked(lines_fill)

    @Slot()
    def _show_state(self) -> None:
        for button, action in self._reshapers:
            button.setEnabled(action.isEnabled())

    @Slot(int)
    def _on_mode(self, place: int) -> None:
        self.mode_changed.emit(_MODES[place])

    @Slot(int)
    def _on_width(self, value: int) -> None:
        self.line_width_changed.emit(float(value))
