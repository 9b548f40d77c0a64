"""How selections join the mask, how far it grows, how wide lines are."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QWidget

from editor.panels.action_row import ActionRow
from editor.panels.folding import FoldingSection
from editor.panels.mode_row import ModeChoice, ModeRow
from editor.panels.slider_row import SliderRow
from editor.selection.combining import Mode
from editor.theme import DARK, Theme


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
        self._modes = ModeRow(self.tr("Selecting"), self._mode_choices())
        self._modes.show_mode(Mode.REPLACE)
        self._amount = SliderRow(
            self.tr("Distance"),
            1,
            200,
            4,
            suffix=" " + self.tr("px"),
            help=self.tr("How far the mask grows, shrinks or fades."),
            is_logarithmic=True,
        )
        reshapers = ActionRow(
            [(grow, self.tr("Grow")), (shrink, self.tr("Shrink")), (feather, self.tr("Feather"))]
        )
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
        for row in (self._modes, self._amount, reshapers, self._width, self._fills):
            self.rows.addWidget(row)
        self._amount.value_changed.connect(self.amount_changed)
        self._width.value_changed.connect(self._on_width)
        self._fills.toggled.connect(self.lines_fill_changed)
        self._modes.chosen.connect(self._on_mode)
        self.set_theme(DARK)

    def _mode_choices(self) -> list[ModeChoice]:
        return [
            ModeChoice(
                Mode.REPLACE,
                "mode-new",
                self.tr("New selection"),
                self.tr("A selection takes the place of the mask."),
            ),
            ModeChoice(
                Mode.ADD,
                "mode-add",
                self.tr("Add to the mask"),
                self.tr("A selection is added to the mask. Hold Shift for one selection."),
            ),
            ModeChoice(
                Mode.SUBTRACT,
                "mode-subtract",
                self.tr("Subtract from the mask"),
                self.tr("A selection is taken away from the mask. Hold Alt for one selection."),
            ),
        ]

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in other colors."""
        super().set_theme(theme)
        self._modes.set_theme(theme)

    def set_choices(self, mode: Mode, amount_px: int, line_width_px: float, lines_fill: bool) -> None:
        """Shows what is chosen."""
        self._modes.show_mode(mode)
        self._amount.set_value(amount_px)
        self._width.set_value(round(line_width_px))
        with QSignalBlocker(self._fills):
            self._fills.setChecked(lines_fill)

    @Slot(str)
    def _on_mode(self, mode: str) -> None:
        self.mode_changed.emit(Mode(mode))

    @Slot(int)
    def _on_width(self, value: int) -> None:
        self.line_width_changed.emit(float(value))
