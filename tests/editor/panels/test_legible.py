"""Controls that were hard to read once, and how they have to look."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from editor.panels.form_label import FormLabel
from editor.panels.sources_panel import SourcesPanel
from editor.panels.wrapped_label import WrappedLabel
from editor.theme import DARK, LIGHT, Theme, style_sheet


@pytest.mark.parametrize("height_px", [20, 44])
def test_a_label_stands_at_the_middle_of_its_field(qtbot: QtBot, height_px: int) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    form = QFormLayout(page)
    row = QHBoxLayout()
    field, button = QLineEdit(), QPushButton("Browse…")
    button.setFixedHeight(height_px)
    row.addWidget(field)
    row.addWidget(button)
    label = FormLabel("File", row)
    form.addRow(label, row)
    with qtbot.waitExposed(page):
        page.show()
    middles = [widget.mapTo(page, QPoint(0, 0)).y() + widget.height() / 2 for widget in (label, field)]
    assert abs(middles[0] - middles[1]) <= 1


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_tick_of_a_disabled_box_is_seen(qtbot: QtBot, theme: Theme) -> None:
    pictures = []
    for is_checked in (True, False):
        box = QCheckBox()
        qtbot.addWidget(box)
        box.setStyleSheet(style_sheet(theme))
        box.setChecked(is_checked)
        box.setEnabled(False)
        box.resize(24, 24)
        shown = box.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        flat = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.bytesPerLine())
        pictures.append(flat[:, : shown.width()].astype(int))
    middle = (slice(6, 18), slice(2, 14))
    assert np.ptp(pictures[0][middle]) > 60  # the tick against the box
    assert np.abs(pictures[0] - pictures[1]).max() > 60  # ticked against not


def test_the_hint_of_the_source_area_asks_for_all_its_lines(qtbot: QtBot) -> None:
    panel = SourcesPanel(QAction("Paint"), QAction("Clear"), QAction("Invert"))
    qtbot.addWidget(panel)
    panel.setFixedWidth(180)
    panel.unfold(True)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.set_limited(True)
    [hint] = panel.findChildren(WrappedLabel)
    qtbot.waitUntil(lambda: hint.height() >= hint.heightForWidth(hint.width()) > hint.fontMetrics().height())
