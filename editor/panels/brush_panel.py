"""Size, hardness and pressure of the brush, color and strength of the mask's overlay."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from editor.panels.color_button import ColorButton
from editor.panels.folding import FoldingSection
from editor.panels.slider_row import SliderRow


class BrushPanel(FoldingSection):
    """What strokes are painted with.

    Signals:
        size_changed: Diameter in photo pixels (float).
        hardness_changed: 0..1 (float).
        pressure_changed: A pen's pressure scales the brush (bool).
    """

    size_changed = Signal(float)
    hardness_changed = Signal(float)
    pressure_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Brush"), parent)
        self._size = SliderRow(
            self.tr("Size"),
            1,
            2000,
            48,
            suffix=" " + self.tr("px"),
            help=self.tr("Diameter of the brush."),
            is_logarithmic=True,
        )
        self._hardness = SliderRow(
            self.tr("Hardness"),
            0,
            100,
            80,
            suffix=" %",
            help=self.tr("How sharp the brush's edge is."),
        )
        self._pressure = QCheckBox(self.tr("Pen pressure changes the size"))
        self._pressure.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for row in (self._size, self._hardness, self._pressure):
            self.rows.addWidget(row)
        self._size.value_changed.connect(self._on_size)
        self._hardness.value_changed.connect(self._on_hardness)
        self._pressure.toggled.connect(self.pressure_changed)

    @Slot(float)
    def set_size(self, size_px: float) -> None:
        """Shows the diameter."""
        self._size.set_value(round(size_px))

    @Slot(float)
    def set_hardness(self, hardness: float) -> None:
        """Shows the hardness, 0..1."""
        self._hardness.set_value(round(100 * hardness))

    def set_pressure(self, is_on: bool) -> None:
        """Shows whether pressure counts."""
        with QSignalBlocker(self._pressure):
            self._pressure.setChecked(is_on)

    @Slot(int)
    def _on_size(self, value: int) -> None:
        self.size_changed.emit(float(value))

    @Slot(int)
    def _on_hardness(self, value: int) -> None:
        self.hardness_changed.emit(value / 100)


class OverlayPanel(FoldingSection):
    """How the mask is shown.

    Signals:
        color_changed: Another color (`QColor`).
        opacity_changed: 0..1 (float).
    """

    color_changed = Signal(QColor)
    opacity_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Mask overlay"), parent)
        self._opacity = SliderRow(
            self.tr("Opacity"),
            5,
            100,
            45,
            suffix=" %",
            help=self.tr("How strongly the mask's color covers the photo."),
        )
        self._button = ColorButton(self.tr("Color of the mask"))
        self._button.setToolTip(self.tr("Choose a color that stands out from the photo."))
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Color")))
        row.addStretch(1)
        row.addWidget(self._button)
        self.rows.addWidget(self._opacity)
        self.rows.addLayout(row)
        self._opacity.value_changed.connect(self._on_opacity)
        self._button.color_changed.connect(self.color_changed)

    def set_overlay(self, color: QColor, opacity: float) -> None:
        """Shows color and opacity, 0..1."""
        self._button.set_color(color)
        self._opacity.set_value(round(100 * opacity))

    @Slot(int)
    def _on_opacity(self, value: int) -> None:
        self.opacity_changed.emit(value / 100)
