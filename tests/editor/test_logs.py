"""What nobody caught reaches the person and the log; a log that cannot be written stops nobody."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor import logs


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leaves logging and hooks as they were."""
    root = logging.getLogger()
    handlers, level, hook = list(root.handlers), root.level, sys.excepthook
    monkeypatch.setattr(logs, "qInstallMessageHandler", lambda _handler: None)
    yield
    sys.excepthook = hook
    root.setLevel(level)
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()


def raised() -> Exception:
    try:
        raise KeyError("lost")
    except KeyError as error:
        return error


def test_an_uncaught_error_is_told_and_written_down(tmp_path: Path) -> None:
    logs.start_logging(tmp_path / "deep")
    told: list[tuple[str, str]] = []
    logs.report_uncaught(lambda sentence, details: told.append((sentence, details)))
    error = raised()
    sys.excepthook(KeyError, error, error.__traceback__)
    assert len(told) == 1
    assert told[0][0].endswith(".")
    assert "KeyError: 'lost'" in told[0][1]
    assert "Uncaught exception" in (tmp_path / "deep" / "lacuna.log").read_text(encoding="utf-8")


def test_chatter_of_libraries_is_not_written_down(tmp_path: Path) -> None:
    logs.start_logging(tmp_path)
    logging.getLogger("pyvips").info("VIPS: threadpool completed")
    logging.getLogger("pyvips").warning("something is wrong")
    written = (tmp_path / "lacuna.log").read_text(encoding="utf-8")
    assert "threadpool" not in written
    assert "something is wrong" in written


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    logs.start_logging(tmp_path / "file" / "logs")
    logging.getLogger("lacuna").info("still here")


def test_interrupting_from_the_keyboard_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    logs.report_uncaught(lambda sentence, _details: told.append(sentence))
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
