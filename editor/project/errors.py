"""Why a project cannot be read or written; the sentences are made where there is a language."""

from __future__ import annotations

from enum import Enum


class Trouble(Enum):
    """What is wrong with a project file."""

    NO_PROJECT = "it is something else"
    NEWER = "a newer Lacuna has written it"
    DAMAGED = "a part is missing or makes no sense"
    MISSING = "it is not there, or may not be read"


class ProjectError(Exception):
    """A project that cannot be used.

    Attributes:
        trouble: What kind of fault it is.
        detail: The technical story, for the log.
    """

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble
        self.detail = detail


def damaged(detail: str) -> ProjectError:
    """A part of the project is missing or makes no sense."""
    return ProjectError(Trouble.DAMAGED, detail)
