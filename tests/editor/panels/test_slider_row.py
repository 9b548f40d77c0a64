"""Slider and number show one value, and say once that it changed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from editor.panels.slider_row import SliderRow


@pytest.fixture
def row(qtbot: QtBot) -> SliderRow:
    it = SliderRow("Size", 1, 2000, 48, suffix=" px", is_logarithmic=True)
    qtbot.addWidget(it)
    return it


def test_showing_a_value_is_silent(row: SliderRow) -> None:
    said: list[int] = []
    row.value_changed.connect(said.append)
    row.set_value(700)
    assert row.value == 700
    assert said == []


def test_each_change_is_said_once(row: SliderRow) -> None:
    said: list[int] = []
    row.value_changed.connect(said.append)
    row._box.setValue(500)
    row._slider.setValue(0)
    row._slider.setValue(row._slider.maximum())
    assert said == [500, 1, 2000]


def test_values_beyond_the_ends_are_cut(row: SliderRow) -> None:
    row.set_value(5000)
    assert row.value == 2000
    row.set_value(-3)
    assert row.value == 1


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 2000))
def test_the_slider_stands_where_its_value_is(row: SliderRow, value: int) -> None:
    row.set_value(value)
    near = row._value_at(row._slider.value())
    assert abs(near - value) <= max(1, 0.02 * value)
