"""The edge of the last fill, moved and softened after it is there."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from editor.panels.folding import FoldingSection
from editor.panels.slider_row import SliderRow

_EDGE_PX = 32


class EdgePanel(FoldingSection):
    """Moves and softens the edge of the last fill, live.

    Signals:
        edge_changed: Expansion and feather in pixels (int, int).
        edge_settled: The person let go: the next change is a step of its own.
    """

    edge_changed = Signal(int, int)
    edge_settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Edge of the last fill"), parent)
        self._expand = SliderRow(
            self.tr("Expand"),
            -_EDGE_PX,
            _EDGE_PX,
            0,
            suffix=" " + self.tr("px"),
            help=self.tr("Let the fill reach further out, or less far."),
        )
        self._feather = SliderRow(
            self.tr("Feather"),
            0,
            _EDGE_PX,
            0,
            suffix=" " + self.tr("px"),
            help=self.tr("Fade the fill into the photo over this distance."),
        )
        self._hint = QLabel(self.tr("Available after a fill."))
        self._hint.setObjectName("muted")
        for row in (self._expand, self._feather, self._hint):
            self.rows.addWidget(row)
        for slider in (self._expand, self._feather):
            slider.value_changed.connect(self._on_value)
            slider.released.connect(self.edge_settled)
        self.set_available(False)

    def set_available(self, is_available: bool) -> None:
        """There is a fill whose edge can be moved."""
        self._expand.setEnabled(is_available)
        self._feather.setEnabled(is_available)
        self._hint.setVisible(not is_available)

    def set_edge(self, expand_px: float, feather_px: float) -> None:
        """Shows where the edge is."""
        with QSignalBlocker(self):
            self._expand.set_value(round(expand_px))
            self._feather.set_value(round(feather_px))

    @Slot(int)
    def _on_value(self, _value: int) -> None:
        self.edge_changed.emit(self._expand.value, self._feather.value)
