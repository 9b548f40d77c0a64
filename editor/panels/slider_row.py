"""A named slider with its value beside it, both editable, both reachable by keyboard."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QSpinBox, QWidget

_LOG_STEPS = 400
_LABEL_WIDTH_PX = 64
_BOX_WIDTH_PX = 74
_TEXT_MARGIN_PX = 4


class NumberBox(QSpinBox):
    """A number field that keeps Enter and Esc to itself: in it they end the typing, not start a fill.

    Signals:
        left: The person has finished typing.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(_TEXT_MARGIN_PX, 0, _TEXT_MARGIN_PX, 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _ends_typing(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _ends_typing(event):
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.lineEdit().setText(self.textFromValue(self.value()) + self.suffix())
        self.interpretText()
        self.clearFocus()
        self.left.emit()


def _ends_typing(event: QEvent) -> bool:
    keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
    return isinstance(event, QKeyEvent) and event.key() in keys


class SliderRow(QWidget):
    """A whole number between two ends.

    Signals:
        value_changed: The person chose another value (int).
        released: The person let go of it, or typed it in.
    """

    value_changed = Signal(int)
    released = Signal()

    def __init__(
        self,
        name: str,
        least: int,
        most: int,
        value: int,
        *,
        suffix: str = "",
        help: str = "",
        is_logarithmic: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        name: What it is called on the screen and to screen readers.
        least: Smallest value.
        most: Largest value.
        value: First value.
        suffix: Unit, shown behind the number.
        help: One sentence for the tooltip.
        is_logarithmic: Small values get as much of the way as large ones.
        parent: The owner.
        """
        super().__init__(parent)
        self._least, self._most = least, most
        self._is_logarithmic = is_logarithmic
        self._label = QLabel(name)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, _LOG_STEPS if is_logarithmic else most - least)
        # Dragging with the mouse leaves the keys with the canvas; Tab still gets here.
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._slider.setAccessibleName(name)
        self._slider.setAccessibleDescription(help)
        self._box = NumberBox()
        self._box.setRange(least, most)
        self._box.setSuffix(suffix)
        self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._box.setKeyboardTracking(False)
        self._box.setAccessibleName(self.tr("{name}, value").format(name=name))
        self._box.setAccessibleDescription(help)
        self._label.setBuddy(self._box)
        self.setToolTip(help)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._label)
        row.addWidget(self._slider, 1)
        row.addWidget(self._box)
        self.set_value(value)
        self._slider.valueChanged.connect(self._on_slider)
        self._slider.sliderReleased.connect(self.released)
        self._box.valueChanged.connect(self._on_box)
        self._box.editingFinished.connect(self.released)

    @property
    def columns_px(self) -> tuple[int, int]:
        """Widths that the name and the number need."""
        label = max(_LABEL_WIDTH_PX, self._label.sizeHint().width())
        return label, max(_BOX_WIDTH_PX, self._box.sizeHint().width())

    def set_columns(self, label_px: int, box_px: int) -> None:
        """Gives name and number these widths, so that rows below each other stand in columns."""
        self._label.setFixedWidth(label_px)
        self._box.setFixedWidth(box_px)

    @property
    def value(self) -> int:
        """The number chosen."""
        return self._box.value()

    @Slot(int)
    def set_value(self, value: int) -> None:
        """Shows a value without announcing it."""
        with QSignalBlocker(self._slider), QSignalBlocker(self._box):
            self._box.setValue(value)
            self._slider.setValue(self._place_of(self._box.value()))

    @Slot(int)
    def _on_slider(self, place: int) -> None:
        value = self._value_at(place)
        if value == self._box.value():
            return
        with QSignalBlocker(self._box):
            self._box.setValue(value)
        self.value_changed.emit(value)

    @Slot(int)
    def _on_box(self, value: int) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._place_of(value))
        self.value_changed.emit(value)

    def _place_of(self, value: int) -> int:
        if not self._is_logarithmic:
            return value - self._least
        span = math.log(self._most / self._least)
        return round(_LOG_STEPS * math.log(max(value, self._least) / self._least) / span)

    def _value_at(self, place: int) -> int:
        if not self._is_logarithmic:
            return place + self._least
        return round(self._least * (self._most / self._least) ** (place / _LOG_STEPS))
