"""Fill and try again, and how fills are to be: texture, grain, and the ring they fade over."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from editor.icons import icon
from editor.panels.folding import FoldingSection
from editor.panels.slider_row import SliderRow
from editor.theme import DARK, Theme

_MOST_RING_PX = 32


class FillPanel(FoldingSection):
    """Starts fills and says how they should be.

    Signals:
        detail_changed: 0..1 (float).
        grain_changed: 0..1 (float).
        ring_changed: Pixels outside the mask over which the next fills fade (int).
    """

    detail_changed = Signal(float)
    grain_changed = Signal(float)
    ring_changed = Signal(int)

    def __init__(
        self,
        fill: QAction,
        cancel: QAction,
        again: QAction,
        on_release: QAction,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        fill: Fills what is painted.
        cancel: Stops it; takes the fill button's place while a fill runs.
        again: Fills the last hole differently.
        on_release: Fill each stroke at once, on or off.
        parent: The owner.
        """
        super().__init__(self.tr("Fill"), parent)
        self._fill, self._cancel, self._again = fill, cancel, again
        self._on_release = on_release
        self._is_busy = False
        self._has_mask = False
        self._has_fill = False
        self._button = QPushButton()
        self._button.setObjectName("primary")
        self._button.setIconSize(QSize(18, 18))
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._again_button = QPushButton(" " + self.tr("Try again"))
        self._again_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._release_box = QCheckBox(self.tr("Fill when the stroke ends"))
        self._release_box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._detail = SliderRow(
            self.tr("Detail"),
            0,
            100,
            100,
            suffix=" %",
            help=self.tr("How much of the photo's own texture the fill takes."),
        )
        self._grain = SliderRow(
            self.tr("Grain"),
            0,
            100,
            100,
            suffix=" %",
            help=self.tr("How much of the surroundings' grain the fill gets."),
        )
        self._ring = SliderRow(
            self.tr("Ring"),
            0,
            _MOST_RING_PX,
            0,
            suffix=" " + self.tr("px"),
            help=self.tr(
                "Fade the fill into the photo over this ring outside the mask; nothing beyond changes."
            ),
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self._button, 3)
        buttons.addWidget(self._again_button, 2)
        self.rows.addLayout(buttons)
        for row in (self._release_box, self._detail, self._grain, self._ring):
            self.rows.addWidget(row)
        self._button.clicked.connect(self._on_clicked)
        self._again_button.clicked.connect(again.trigger)
        self._release_box.toggled.connect(on_release.setChecked)
        on_release.toggled.connect(self._release_box.setChecked)
        for action in (fill, cancel, again, on_release):
            action.changed.connect(self._show_tooltips)  # its key may be another one
        self._detail.value_changed.connect(self._on_detail)
        self._grain.value_changed.connect(self._on_grain)
        self._ring.value_changed.connect(self.ring_changed)
        self.set_theme(DARK)
        self.set_busy(False)

    def set_theme(self, theme: Theme) -> None:
        """Draws the icons in other colors."""
        super().set_theme(theme)
        colored = replace(theme, text=theme.on_accent)
        self._icons = {False: icon("fill", colored), True: icon("cancel", colored)}
        self._again_button.setIcon(icon("again", theme))
        self._button.setIcon(self._icons[self._is_busy])

    def set_choices(self, detail: float, grain: float) -> None:
        """Shows the sliders' values, 0..1."""
        self._detail.set_value(round(100 * detail))
        self._grain.set_value(round(100 * grain))

    def set_ring(self, ring_px: int) -> None:
        """Shows the ring's width."""
        self._ring.set_value(ring_px)

    def set_ready(self, has_mask: bool, has_fill: bool) -> None:
        """There is something to fill, and a fill that can be tried again."""
        self._has_mask, self._has_fill = has_mask, has_fill
        self._show_state()

    @Slot(bool)
    def set_busy(self, is_busy: bool) -> None:
        """While a fill runs the large button stops it."""
        self._is_busy = is_busy
        self._button.setText(" " + (self.tr("Cancel") if is_busy else self.tr("Fill")))
        self._button.setIcon(self._icons[is_busy])
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        self._button.setEnabled(self._is_busy or self._has_mask)
        self._show_tooltips()
        self._again_button.setEnabled(self._has_fill)

    @Slot()
    def _show_tooltips(self) -> None:
        self._button.setToolTip((self._cancel if self._is_busy else self._fill).toolTip())
        self._again_button.setToolTip(self._again.toolTip())
        self._release_box.setToolTip(self._on_release.toolTip())

    @Slot()
    def _on_clicked(self) -> None:
        (self._cancel if self._is_busy else self._fill).trigger()

    @Slot(int)
    def _on_detail(self, value: int) -> None:
        self.detail_changed.emit(value / 100)

    @Slot(int)
    def _on_grain(self, value: int) -> None:
        self.grain_changed.emit(value / 100)
