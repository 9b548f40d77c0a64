"""The names of exported files: what is proposed, and the ending that says the format."""

from __future__ import annotations

import os
from pathlib import Path

FORMATS = (
    ("JPEG", ".jpg", (".jpg", ".jpeg", ".jpe")),
    ("PNG", ".png", (".png",)),
    ("TIFF", ".tif", (".tif", ".tiff")),
    ("WebP", ".webp", (".webp",)),
)
"""Of every format that can be written: its name, its ending, and all endings that mean it."""
JPEG, PNG, TIFF, WEBP = range(4)

# Of a name on nearly every file system.
LONGEST_BYTES = 255
_ENDING = "-edited"


def format_of(path: Path) -> int | None:
    """Which format a name's ending means; None = none that can be written."""
    suffix = path.suffix.lower()
    return next((number for number, (_, _, all_) in enumerate(FORMATS) if suffix in all_), None)


def with_format(path: Path, number: int) -> Path:
    """A name that says its format. What follows a dot and means no format belongs to the name and stays."""
    stays = path.name if format_of(path) is None else path.stem
    return path.with_name(stays + FORMATS[number][1])


def is_name(text: str) -> bool:
    """Whether a typed path ends in the name of a file, and not in a folder's."""
    return not text.endswith(("/", os.sep)) and Path(text).name not in ("", "..")


def is_too_long(path: Path) -> bool:
    """Whether no file can be written under this name, or no folder of a name in it can exist."""
    folders = (len(os.fsencode(part)) > LONGEST_BYTES for part in path.parent.parts)
    return len(os.fsencode(path.name)) > LONGEST_BYTES or any(folders)


def proposed(source: Path, folder: Path, number: int) -> Path:
    """A name beside the source's: with its own ending where that means the format, cut off where too long."""
    suffix = source.suffix.lower() if format_of(source) == number else FORMATS[number][1]
    room = LONGEST_BYTES - len(_ENDING + suffix)
    stem = os.fsencode(source.stem)[:room].decode(errors="ignore")
    return folder / f"{stem}{_ENDING}{suffix}"
