"""Work that must not stop the window, on a thread of its own; its outcome arrives on the window's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")


class Background(QObject):
    """Does one thing after the other, in the order in which they were asked for."""

    _ended = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """Args:
        name: Of the thread, for logs and debuggers.
        parent: The owner.
        """
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._under_way = 0
        self._is_closed = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way, or its outcome has not been heard yet."""
        return self._under_way > 0

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Does some work in the background.

        Args:
            work: Called on the thread; takes everything along that it needs.
            done: Called on the window's thread with what `work` returned.
            failed: Called there with what it raised instead.
        """
        self._under_way += 1
        self._pool.submit(self._do, work, done, failed)

    def close(self) -> None:
        """Finishes what was asked for; nobody hears of it any more. A second time it does nothing."""
        if not self._is_closed:
            self._is_closed = True
            self._ended.disconnect(self._on_ended)
            self._pool.shutdown(wait=True)

    def _do(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[..., None]) -> None:
        try:
            result = work()
        except Exception as error:
            self._ended.emit(failed, error)
        else:
            self._ended.emit(done, result)

    @Slot(object, object)
    def _on_ended(self, tell: Callable[[object], None], outcome: object) -> None:
        self._under_way -= 1
        tell(outcome)
