"""Projects together with their photos: found, read, compared; written in one step. Runs on workers.

What brings libvips along is imported where it is used: the window opens before it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication

from editor.project.content import Content, read_content, source_of, write_file, write_folder
from editor.project.entries import PhotoReference
from editor.project.errors import ProjectError, Trouble
from engine.api import PhotoError, Pixels
from engine.photo.photo import Photo, WriteOptions, file_stamp

SUFFIX = ".lacuna"


@dataclass(frozen=True)
class OpenedProject:
    """A project and its photo.

    Attributes:
        path: The project.
        content: Its work, which fits the photo.
        photo: The photo, under the name that the project has for it.
        has_changed: The photo is not the file any more that the project was made with.
        is_embedded: The photo came with the project.
    """

    path: Path
    content: Content
    photo: Photo
    has_changed: bool
    is_embedded: bool


@dataclass(frozen=True)
class PhotoAstray:
    """A project whose photo is not where it was."""

    path: Path
    photo: PhotoReference


def reference_to(photo: Photo, name: str) -> PhotoReference:
    """How a project finds an open photo again. Reads the whole file once, for its hash.

    A photo without a file, or whose file is another one by now, has to travel inside the project.
    """
    height, width = photo.size
    path = photo.path.absolute()
    known = PhotoReference(name, None, str(path), "", height, width, photo.depth)
    if has_own_file(photo):
        return replace(known, sha256=_hash_of(path, photo.stamp))
    return replace(known, embedded="photo/photo.png")


def has_own_file(photo: Photo) -> bool:
    """Whether the file that a photo was read from is there, as it was then."""
    return photo.path.is_file() and photo.stamp in ((0, 0), file_stamp(photo.path))


def write_project(content: Content, path: Path, photo: Photo, original: Pixels | None, embed: bool) -> Path:
    """Writes a `.lacuna` file: the old one stays whole until the new one is.

    Args:
        content: The work; where its photo lies is filled in here.
        path: The file.
        photo: The photo it is about.
        original: (H, W, 3 or 4) pixels as opened, for a photo without a file.
        embed: Puts the photo's file inside.

    Raises:
        PhotoError: It cannot be written.
    """
    from engine.photo.atomic import replacing

    with _photo_file(photo, original) as file, replacing(path) as part:
        reference = replace(reference_to(photo, content.photo.name), relative=_relative(file, path.parent))
        write_file(replace(content, photo=_embedding(reference, file) if embed else reference), part, file)
    return path


def write_autosave(
    content: Content, folder: Path, number: int, photo: Photo, original: Pixels | None
) -> None:
    """Brings an autosave up to date, as `write_project` does a file.

    Args:
        content: The work.
        folder: The autosave's.
        number: Greater than that of the autosave before.
        photo: The photo it is about.
        original: As for `write_project`. A photo that lies in the session's own folder travels inside too.

    Raises:
        OSError: It cannot be written; the autosave before is still whole.
    """
    reference = reference_to(photo, content.photo.name)
    is_inside = photo.path.is_relative_to(folder.parent)
    if reference.embedded is not None and (folder / reference.embedded).is_file():
        write_folder(replace(content, photo=reference), folder, number)
        return
    with _photo_file(photo, original) as file:
        reference = _embedding(reference, file) if is_inside else reference
        write_folder(replace(content, photo=reference), folder, number, file)


@contextmanager
def _photo_file(photo: Photo, original: Pixels | None) -> Iterator[Path]:
    """A file of the photo as it was opened: its own, or one made for the moment."""
    if has_own_file(photo) or original is None:
        yield photo.path
        return
    from engine.photo.writing import write_photo

    with TemporaryDirectory(prefix="lacuna-photo-") as folder:
        path = Path(folder) / "photo.png"
        write_photo(path, original, photo, WriteOptions(mark_source=False))
        yield path


def _embedding(reference: PhotoReference, file: Path) -> PhotoReference:
    if reference.embedded is not None:
        return reference
    return replace(reference, embedded=f"photo/photo{file.suffix.lower()}", relative=None)


def read_project(path: Path, photo_path: Path | None, folder: Path) -> OpenedProject | PhotoAstray:
    """Reads a project and its photo.

    Args:
        path: A `.lacuna` file, or the folder of an autosave.
        photo_path: Where the person says the photo is; None = where the project says.
        folder: Where an embedded photo is unpacked to; it is needed as long as the photo is open.

    Raises:
        PhotoError: A sentence that says what is wrong with project or photo.
    """
    from engine.photo.reading import read_photo

    try:
        source = source_of(path)
        content = read_content(source)
        reference = content.photo
        if reference.embedded is not None:
            folder.mkdir(parents=True, exist_ok=True)
            found: Path | None = folder / f"{_stem(reference.name)}{Path(reference.embedded).suffix}"
            source.copy_to(reference.embedded, found)
        else:
            found = photo_path or _found(reference, path.parent)
    except ProjectError as error:
        raise PhotoError(_sentence(error.trouble, path.name)) from error
    if found is None:
        return PhotoAstray(path, reference)
    photo = read_photo(found, to_rgb=True)  # whoever made the project from a CMYK photo had it converted
    if photo.size != reference.size or photo.depth != reference.depth:
        sentence = QCoreApplication.translate(
            "Projects", "{photo} is not the photo that {project} was made with: its size is another."
        )
        raise PhotoError(sentence.format(photo=found.name, project=path.name))
    has_changed = bool(reference.sha256) and _hash_of(found, photo.stamp) != reference.sha256
    return OpenedProject(path, content, photo, has_changed, reference.embedded is not None)


def _sentence(trouble: Trouble, name: str) -> str:
    translate = QCoreApplication.translate
    match trouble:
        case Trouble.NO_PROJECT:
            sentence = translate("Projects", "{name} is not a Lacuna project.")
        case Trouble.NEWER:
            sentence = translate("Projects", "{name} was made with a newer Lacuna; please update this one.")
        case Trouble.MISSING:
            sentence = translate("Projects", "{name} cannot be read; is it still there?")
        case Trouble.DAMAGED:
            sentence = translate("Projects", "{name} is damaged and cannot be opened.")
    return sentence.format(name=name)


def _found(reference: PhotoReference, folder: Path) -> Path | None:
    """Beside the project first: folders are moved and copied as a whole."""
    candidates = [Path(reference.absolute)]
    if reference.relative is not None:
        candidates.insert(0, folder / reference.relative)
    return next((path for path in candidates if path.is_file()), None)


def _relative(path: Path, folder: Path) -> str | None:
    try:
        return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive of a Windows computer
        return None


def _stem(name: str) -> str:
    """A file name's stem as far as it can do no harm: it comes from somebody's file."""
    stem = Path(name.replace("\\", "/")).stem
    return "".join(c for c in stem if c.isalnum() or c in " -_()")[:80] or "photo"


@lru_cache(maxsize=4)
def _hash_of(path: Path, stamp: tuple[int, int]) -> str:
    from engine.photo.writing import sha256_of

    del stamp  # part of the key: another time of change is another file
    return sha256_of(path)
