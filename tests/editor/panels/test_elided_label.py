"""A label that has less room than words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from editor.panels.elided_label import ElidedLabel
from editor.panels.status_strip import StatusStrip

_HINT = "Paint what belongs there. Alt: pick from the photo."


@pytest.fixture
def label(qtbot: QtBot) -> ElidedLabel:
    it = ElidedLabel()
    qtbot.addWidget(it)
    it.setText(_HINT)
    it.resize(2000, 20)
    it.show()
    return it


def test_it_shows_what_there_is_room_for(label: ElidedLabel) -> None:
    assert label.shown == _HINT
    assert not label.toolTip()
    label.resize(label.fontMetrics().horizontalAdvance(_HINT) // 2, 20)
    assert label.shown.endswith("…")
    assert _HINT.startswith(label.shown[:-1])
    assert label.fontMetrics().horizontalAdvance(label.shown) <= label.width()
    # All of it is still there for those who ask, and comes back with the room.
    assert label.text() == label.toolTip() == _HINT
    label.setText("Ready")
    assert label.shown == "Ready"
    label.setText(_HINT)
    label.resize(2000, 20)
    assert label.shown == _HINT


def test_padding_of_a_style_sheet_cuts_no_letter(label: ElidedLabel) -> None:
    label.setStyleSheet("QLabel { padding: 0 8px }")
    label.resize(label.sizeHint())
    assert label.shown == _HINT
    plain = QLabel(_HINT)
    plain.setStyleSheet("QLabel { padding: 0 8px }")
    assert label.sizeHint().width() >= plain.sizeHint().width()
    label.resize(label.width() - 4, 20)
    assert label.shown.endswith("…")


def test_what_is_right_of_the_hint_stays_when_something_runs(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.resize(1200, 24)
    strip.photo.setText("4272 × 2848 · 8 bit")
    strip.hint.setText(_HINT)
    strip.show_idle("Ready")
    strip.show()
    before = strip.photo.geometry(), strip.zoom.geometry()
    strip.show_work("Growing texture…", 12, 20, 0.4, ["about 3 s left"])
    strip.layout().activate()
    assert (strip.photo.geometry(), strip.zoom.geometry()) == before


def test_a_proof_has_the_room_it_needs_or_is_whole_in_its_tooltip(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.proof.setText(_HINT)
    strip.proof.setToolTip("SHA-256 of the file")
    strip.resize(1200, 24)
    strip.show()
    assert strip.proof.shown == _HINT
    assert strip.proof.toolTip() == "SHA-256 of the file"
    strip.resize(strip.minimumSizeHint().width() + 40, 24)
    strip.layout().activate()
    assert strip.proof.shown.endswith("…")
    assert strip.proof.toolTip() == f"{_HINT}\nSHA-256 of the file"
