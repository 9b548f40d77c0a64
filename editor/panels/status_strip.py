"""The line at the bottom: what happens, how far it is, what is under the pointer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from editor.panels.elided_label import ElidedLabel

_BAR_WIDTH_PX = 150


class StatusStrip(QWidget):
    """Stage, patch count, percentage and time left; proof; pixel, zoom and photo."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit, self._per_unit = "px", 1.0
        self.stage = _label(self.tr("Stage of the fill"), "stage")
        self.bar = QProgressBar()
        self.bar.setFixedWidth(_BAR_WIDTH_PX)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the fill"))
        self.count = _label(self.tr("Patches and time left"))
        # Long ones are cut short rather than making the window wider.
        self.hint = ElidedLabel()
        self.hint.setAccessibleName(self.tr("How the tool is used"))
        self.proof = ElidedLabel(takes_all=False)
        self.proof.setAccessibleName(self.tr("Proof of the last fill or export"))
        self.position = _label(self.tr("Pixel under the pointer"))
        self.zoom = _label(self.tr("Zoom"))
        self.photo = ElidedLabel(takes_all=False)
        self.photo.setAccessibleName(self.tr("Photo"))
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(4)
        for left in (self.stage, self.bar, self.count, self.proof):
            row.addWidget(left)
        row.addWidget(self.hint, 1)
        for right in (self.position, self.zoom, self.photo):
            row.addWidget(right)
        self.bar.hide()
        self.position.setMinimumWidth(90)
        self.position.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_idle(self, text: str) -> None:
        """Nothing runs."""
        self.stage.setText(text)
        self.bar.hide()
        self.count.setText("")
        self.hint.show()

    def show_work(self, sentence: str, done: int, total: int, share: float, remarks: list[str]) -> None:
        """Something runs. There is no room for hints then.

        Args:
            sentence: What it does.
            done: Rows of patches that have arrived.
            total: Rows expected; 0 = none is known of.
            share: How much of the time has gone by, 0..1.
            remarks: What else is to be said.
        """
        self.hint.hide()
        self.stage.setText(sentence)
        percent = round(100 * share)
        self.bar.setRange(0, 100 if total > 0 or share > 0 else 0)
        self.bar.setValue(percent)
        self.bar.show()
        rows = self.tr("{done} of %n patch rows", "", total).format(done=done)
        parts = [f"{percent} %"] if total > 0 or share > 0 else []
        parts += [rows] if total > 0 else []
        self.count.setText(" · ".join([*parts, *remarks]))

    @Slot(float)
    def show_zoom(self, scale: float) -> None:
        """1.0 = 100 %; 0 = nothing is shown."""
        percent = 100 * scale
        if percent <= 0:
            self.zoom.setText("")
            return
        self.zoom.setText(f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %")

    def set_units(self, unit: str, per_mm: float) -> None:
        """Tells places from now on in "px", or in "mm" or "in" on paper.

        Args:
            unit: One of the three.
            per_mm: Pixels of the photo per millimeter.
        """
        self._unit = unit
        self._per_unit = per_mm * (25.4 if unit == "in" else 1.0)

    @Slot(float, float)
    def show_position(self, x: float, y: float) -> None:
        """The photo point under the pointer."""
        if self._unit == "px":
            self.position.setText(f"{int(x // 1)}, {int(y // 1)}")
            return
        digits = 1 if self._unit == "mm" else 2
        across, down = x / self._per_unit, y / self._per_unit
        self.position.setText(f"{across:.{digits}f}, {down:.{digits}f} {self._unit}")

    @Slot()
    def hide_position(self) -> None:
        """No pixel is under the pointer."""
        self.position.setText("")


def _label(accessible: str, name: str = "") -> QLabel:
    label = QLabel()
    label.setAccessibleName(accessible)
    if name:
        label.setObjectName(name)
    return label
