"""Names that no file can have: found before the work begins, and said in a sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from engine.protocol import PhotoError


def check_name(path: Path) -> None:
    """Refuses a path that cannot name a file, whether there is one or not.

    Raises:
        PhotoError: A part of it is longer than the file system allows.
    """
    try:
        os.lstat(path)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise PhotoError(f"The name of {path} is too long for the file system.") from error
