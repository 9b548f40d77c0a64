"""Names that no file can have, or that libraries cannot be told: a sentence before the work begins."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from engine.protocol import PhotoError


def check_name(path: Path) -> None:
    """Refuses a path that cannot name a file, whether there is one or not.

    Raises:
        PhotoError: It is not UTF-8, which libvips and others need; or a part of it is longer than the file
            system allows.
    """
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise PhotoError(f"The name of {path} is not valid UTF-8; please rename it.") from error
    try:
        os.lstat(path)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise PhotoError(f"The name of {path} is too long for the file system.") from error
