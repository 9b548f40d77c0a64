"""The only way to tell the user something: post a notice; the window shows it in its bar."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from editor.engine_sentences import spoken

_log = logging.getLogger(__name__)


class Kind(StrEnum):
    """How serious a notice is."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


class Scope(StrEnum):
    """What a notice is about: it says nothing any more once that is another."""

    FILL = "fill"
    PHOTO = "photo"
    PROGRAM = "program"


@dataclass(frozen=True)
class Notice:
    """Something the person should know.

    Attributes:
        kind: How serious it is.
        text: One clear sentence.
        details: The technical story, for a report; shown on demand.
        scope: What it is about.
    """

    kind: Kind
    text: str
    details: str = ""
    scope: Scope = Scope.PHOTO

    @property
    def stays(self) -> bool:
        """Whether it is shown until it is closed or over; others leave by themselves."""
        return self.kind in (Kind.WARNING, Kind.ERROR)


class Notices(QObject):
    """Takes notices from everywhere on the GUI's thread.

    Signals:
        posted: A `Notice`.
    """

    posted = Signal(object)

    def info(self, text: str) -> None:
        """Something worth knowing."""
        self._post(Notice(Kind.INFO, text))

    def success(self, text: str) -> None:
        """Something that was asked for is done."""
        self._post(Notice(Kind.SUCCESS, text))

    def warning(self, text: str, details: str = "") -> None:
        """Something did not go as wished, and nothing is lost."""
        self._post(Notice(Kind.WARNING, text, details))

    def error(self, text: str, details: str = "") -> None:
        """Something that was asked for could not be done."""
        self._post(Notice(Kind.ERROR, text, details))

    def fill_error(self, text: str, details: str = "") -> None:
        """A fill could not be made; another mask, or another try, is another matter."""
        self._post(Notice(Kind.ERROR, text, details, Scope.FILL))

    def program_error(self, text: str, details: str = "") -> None:
        """Something is wrong whichever photo is open."""
        self._post(Notice(Kind.ERROR, text, details, Scope.PROGRAM))

    def _post(self, notice: Notice) -> None:
        notice = replace(notice, text=spoken(notice.text))
        level = logging.WARNING if notice.stays else logging.INFO
        _log.log(level, "%s%s", notice.text, f"\n{notice.details}" if notice.details else "")
        self.posted.emit(notice)
