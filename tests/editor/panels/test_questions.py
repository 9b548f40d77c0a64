"""Questions about files with long names: as wide as other questions, and the name is whole in the tooltip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from editor.elision import elided
from editor.panels.questions import Questions

_NAME = "IMG_" + "x" * 240 + ".jpg"
_WIDEST_PX = 800


@pytest.mark.parametrize(
    "ask",
    [
        lambda questions: questions.unsaved(_NAME),
        lambda questions: questions.hand_back(_NAME),
        lambda questions: questions.convert_cmyk(_NAME),
        lambda questions: questions.replace_source(Path(_NAME)),
        lambda questions: questions.replace_other(Path("/") / ("f" * 240) / _NAME),
    ],
)
def test_a_long_name_makes_no_wide_question(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Questions], object]
) -> None:
    asked: list[QMessageBox] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box)
        box.show()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    window = QWidget()
    qtbot.addWidget(window)
    ask(Questions(window))
    (box,) = asked
    assert box.width() < _WIDEST_PX
    assert elided(_NAME) in box.text()
    assert box.toolTip() == _NAME
