"""Which release this is: the stamp of a built program, or the version of an installation or a checkout."""

from __future__ import annotations

import importlib.metadata
import json
import tomllib
from dataclasses import dataclass
from functools import cache

from resources.locate import resource

STAMP = "release.json"
"""Written by `packaging/bundle` into a built program; a checkout has none."""


@dataclass(frozen=True)
class Release:
    """What tells one copy of the program from another.

    Attributes:
        version: "0.1.0"; "unknown" where nothing says it.
        flavor: "cpu" or "cuda" in a built program; "" otherwise.
        commit: Short hash of the sources of a built program, with "+" if they were changed; "" otherwise.
        date: Day of the commit, "2026-11-21"; "" otherwise.
    """

    version: str
    flavor: str = ""
    commit: str = ""
    date: str = ""

    def __str__(self) -> str:
        details = ", ".join(part for part in (self.flavor, self.commit, self.date) if part)
        return f"{self.version} ({details})" if details else self.version


@cache
def release() -> Release:
    """This copy's release."""
    stamp = resource(STAMP)
    if stamp.is_file():
        return Release(**json.loads(stamp.read_text(encoding="utf-8")))
    try:
        return Release(importlib.metadata.version("lacuna"))
    except importlib.metadata.PackageNotFoundError:
        project = resource("..").resolve() / "pyproject.toml"
        if not project.exists():
            return Release("unknown")
        return Release(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
