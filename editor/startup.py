"""The order of a start: the window first, the engine behind it, and how long both took.

The log has the processor's time beside the clock's: on a busy machine they differ.
"""

from __future__ import annotations

import logging
import time

import psutil
from PySide6.QtCore import QEvent, QObject, QTimer, Slot

from editor.inference.client import EngineClient

_log = logging.getLogger(__name__)

_LATEST_MS = 800  # a window that starts minimized or on another desktop is not painted, and waits for nothing


class Startup(QObject):
    """Opens the engine once the window has been painted: its imports would hold the interpreter before."""

    def __init__(self, window: QObject, client: EngineClient, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._client = client
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        client.opened.connect(self._on_opened)

    def begin(self) -> None:
        """Call after the window was shown."""
        self._window.installEventFilter(self)
        self._timer.start(_LATEST_MS)

    def stop(self) -> None:
        """The window is closed: an engine that is not open yet is not opened any more."""
        self._window.removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._timer.start(0)  # after the events that are waiting: the widgets inside are painted too
        return False

    @Slot()
    def _on_time(self) -> None:
        _log.info("window usable after %.2f s (%.2f s of processor)", since_start_s(), time.process_time())
        self._client.start()

    @Slot()
    def _on_opened(self) -> None:
        _log.info("engine ready after %.2f s (%.2f s of processor)", since_start_s(), time.process_time())


def since_start_s() -> float:
    """Seconds since this process began, with what happens before Python runs."""
    return time.time() - psutil.Process().create_time()
