"""The list of labels, before there are any."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from editor.painting.labels import LabelStyle
from editor.panels.label_list import LabelList, LabelRow


def grays(it: LabelList) -> np.ndarray:
    image = it.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()]


def test_an_empty_list_says_what_fills_it(qtbot: QtBot) -> None:
    it = LabelList()
    qtbot.addWidget(it)
    it.resize(260, it.height())
    it.show()
    middle = slice(it.viewport().height() // 3, 2 * it.viewport().height() // 3)
    assert np.ptp(grays(it)[middle].astype(int)) > 40
    it.show_rows([LabelRow(LabelStyle(1, "sky", (90, 160, 250)))])
    # One row at the top: the words in the middle are gone.
    assert np.ptp(grays(it)[middle].astype(int)) < 10
