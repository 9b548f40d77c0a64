"""What the editor writes down for the day when something goes wrong."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import format_exception
from types import TracebackType

import platformdirs
from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType, qInstallMessageHandler

_MOST_BYTES = 1_000_000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_folder() -> Path:
    """Where the log files are."""
    return Path(platformdirs.user_log_dir("lacuna", appauthor=False))


def start_logging(folder: Path) -> None:
    """Writes the program's and Qt's messages to a file that never grows beyond some megabytes.

    A folder that cannot be written leaves the messages on the terminal: no log must keep anybody from work.
    """
    form = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "lacuna.log", maxBytes=_MOST_BYTES, backupCount=2, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(form)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    logging.getLogger("pyvips").setLevel(logging.WARNING)  # two lines of it for every photo help nobody
    qInstallMessageHandler(_on_qt_message)


def report_uncaught(tell: Callable[[str, str], None]) -> None:
    """Sends exceptions that nobody caught to the log and to `tell` (a sentence and details)."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logging.getLogger(__name__).critical("Uncaught exception", exc_info=(kind, error, trace))
        details = "".join(format_exception(error))
        sentence = QCoreApplication.translate(
            "Logs", "Something unexpected happened. Your photo is still here; export it to be safe."
        )
        tell(sentence, details)

    sys.excepthook = hook


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), message)
