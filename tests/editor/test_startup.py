"""The window comes first, and an engine that nobody waits for any more is not opened."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.inference.client import EngineClient
from editor.startup import Startup, since_start_s
from tests.fakes import FakeLoader


class Painted(QWidget):
    """Notes whether the engine had been asked for when it was painted first."""

    def __init__(self, loader: FakeLoader) -> None:
        super().__init__()
        self.loader = loader
        self.calls_at_first_paint: int | None = None

    def paintEvent(self, event: object) -> None:
        if self.calls_at_first_paint is None:
            self.calls_at_first_paint = self.loader.calls


def test_the_engine_is_opened_once_the_window_is_painted(qtbot: QtBot) -> None:
    loader, owner = FakeLoader(), QObject()
    window = Painted(loader)
    qtbot.addWidget(window)
    client = EngineClient(loader)
    startup = Startup(window, client, owner)

    window.show()
    startup.begin()
    qtbot.waitUntil(lambda: client.is_open)

    assert window.calls_at_first_paint == 0
    window.update()
    qtbot.wait(0)
    assert loader.calls == 1
    client.close()


def test_a_window_that_is_never_painted_opens_the_engine_all_the_same(qtbot: QtBot) -> None:
    loader, owner = FakeLoader(), QObject()
    window = Painted(loader)
    qtbot.addWidget(window)
    client = EngineClient(loader)
    startup = Startup(window, client, owner)

    startup.begin()
    qtbot.waitUntil(lambda: client.is_open)

    assert window.calls_at_first_paint is None
    client.close()


def test_after_closing_nothing_is_opened(qtbot: QtBot) -> None:
    loader, owner = FakeLoader(), QObject()
    window = Painted(loader)
    qtbot.addWidget(window)
    client = EngineClient(loader)
    startup = Startup(window, client, owner)

    window.show()
    startup.begin()
    startup.stop()
    qtbot.waitUntil(lambda: window.calls_at_first_paint is not None)
    qtbot.wait(0)

    assert not startup._timer.isActive()
    assert loader.calls == 0


def test_the_clock_starts_with_the_process() -> None:
    first = since_start_s()
    assert 0 < first <= since_start_s()
