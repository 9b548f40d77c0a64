"""Files that are there completely or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from engine.photo.names import check_name
from engine.protocol import PhotoError

_PREFIX_LETTERS = 40
"""So much of a file's name its part is called by: a name may be as long as the file system allows."""


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a new file beside `path` to write to, and moves it there once the block ends well.

    The new file lies in the same folder, so that the move is one step of the file system: after a crash
    at any moment `path` is the old file or the new one, never a part.

    Raises:
        PhotoError: The folder is missing, read-only or full.
    """
    target = path.resolve()
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{target.name[:_PREFIX_LETTERS]}.", suffix=".part", dir=target.parent
        )
        os.close(handle)
    except OSError as error:
        raise not_writable(path, error) from error
    part = Path(name)
    try:
        yield part
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        put_in_place(part, target)
    except OSError as error:
        raise not_writable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def put_in_place(part: Path, target: Path) -> None:
    """Moves a finished file of the same folder to where another one may be.

    Raises:
        OSError: It cannot be moved.
    """
    # mkstemp makes files private; a photo gets the rights of the file it replaces, or the usual ones.
    # Memory cards know no rights and refuse; that is no reason to lose the photo.
    with contextlib.suppress(OSError):
        part.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    os.replace(part, target)
    sync_folder(target.parent)


def check_writable(path: Path) -> None:
    """Finds out before the work begins whether `path` can be written.

    Raises:
        PhotoError: Its folder is missing or read-only, `path` is a folder, or no file can have that name.
    """
    check_name(path.resolve())  # as it is written to, see `replacing`
    if path.is_dir():
        raise PhotoError(f"{path} is a folder; please name a file in it.")
    target = path.resolve()
    try:
        with tempfile.TemporaryFile(dir=target.parent):
            pass
    except OSError as error:
        raise not_writable(path, error) from error


def not_writable(path: Path, error: OSError) -> PhotoError:
    """The sentence for a file that the system does not let us write."""
    folder = path.resolve().parent
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return PhotoError(f"There is not enough room in {folder} to write {path.name}.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return PhotoError(f"There is no folder {folder} to write {path.name} to.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return PhotoError(f"{path.name} cannot be written: {folder} is read-only.")
    return PhotoError(f"{path} cannot be written: {error.strerror or error}.")


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """Makes sure that a file just moved into a folder is still there after a power cut."""
    # The move itself must reach the disk too; Windows neither needs nor allows this.
    if os.name != "posix":
        return
    # Some network file systems refuse, and so do folders that nobody may read; the file is safe by then.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
