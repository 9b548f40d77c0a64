"""Where a project's members are written to and read from: a zip file or a folder."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

from editor.project.errors import ProjectError, Trouble, damaged

MANIFEST = "manifest.json"
MIMETYPE = "application/x-lacuna-project"
# A member may not grow beyond this while it is read, whatever the zip's directory claims: 32 bytes per pixel
# of the largest photo that the engine opens would still be less.
_MOST_BYTES = 8 * 2**30
_MOST_MANIFEST_BYTES = 64 * 2**20
_COPY_BYTES = 2**20


class Sink(Protocol):
    """Takes members."""

    def has(self, name: str) -> bool: ...
    def put(self, name: str, data: bytes) -> None: ...
    def put_file(self, name: str, path: Path) -> None: ...


class Source(Protocol):
    """Gives members back."""

    def get(self, name: str) -> bytes: ...
    def copy_to(self, name: str, path: Path) -> None: ...


class ZipSink:
    """Writes a `.lacuna` file. Pictures are compressed already, so members are stored as they are."""

    def __init__(self, path: Path) -> None:
        # Zip files know the years from 1980 to 2107: a photo of another one gets the nearest.
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, strict_timestamps=False)
        self.put("mimetype", MIMETYPE.encode())

    def __enter__(self) -> ZipSink:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def has(self, name: str) -> bool:
        return False

    def put(self, name: str, data: bytes) -> None:
        self._zip.writestr(zipfile.ZipInfo(name), data)

    def put_file(self, name: str, path: Path) -> None:
        self._zip.write(path, name)


class ZipSource:
    """Reads a `.lacuna` file.

    Raises:
        ProjectError: From every method, whatever is wrong with the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with zipfile.ZipFile(path):
                pass
        except OSError as error:
            raise ProjectError(Trouble.MISSING, str(error)) from error
        except zipfile.BadZipFile as error:
            raise ProjectError(_kind_of(path), str(error)) from error

    def get(self, name: str) -> bytes:
        most = _MOST_MANIFEST_BYTES if name == MANIFEST else _MOST_BYTES
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(name) as member:
                data = member.read(most + 1)
        except (OSError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
            raise damaged(f"{name}: {error}") from error
        if len(data) > most:
            raise damaged(f"{name} is longer than {most} bytes")
        return data

    def copy_to(self, name: str, path: Path) -> None:
        try:
            with (
                zipfile.ZipFile(self._path) as archive,
                archive.open(name) as member,
                path.open("wb") as file,
            ):
                _copy(member, file)
        except (KeyError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
            raise damaged(f"{name}: {error}") from error


class FolderSink:
    """Writes into a folder. The manifest is put last and in one step: before it, the old project is whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, name: str) -> bool:
        return (self._folder / name).is_file()

    def put(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(data)
        part.replace(path)

    def put_file(self, name: str, path: Path) -> None:
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        shutil.copyfile(path, part)
        part.replace(target)

    def keep_only(self, names: set[str]) -> None:
        """Deletes the members that the manifest does not name any more."""
        for path in list(self._folder.rglob("*")):
            if path.is_file() and path.relative_to(self._folder).as_posix() not in names:
                with suppress(OSError):
                    path.unlink()


class FolderSource:
    """Reads from a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise damaged(f"{name}: {error}") from error

    def copy_to(self, name: str, path: Path) -> None:
        try:
            shutil.copyfile(self._folder / name, path)
        except OSError as error:
            raise damaged(f"{name}: {error}") from error


def _kind_of(path: Path) -> Trouble:
    """A file that begins as a zip and does not end as one is cut off; any other is something else."""
    with path.open("rb") as file:
        return Trouble.DAMAGED if file.read(4) == b"PK\x03\x04" else Trouble.NO_PROJECT


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    copied = 0
    while data := source.read(_COPY_BYTES):
        copied += len(data)
        if copied > _MOST_BYTES:
            raise damaged(f"a member is longer than {_MOST_BYTES} bytes")
        target.write(data)
