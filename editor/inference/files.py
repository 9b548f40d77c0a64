"""Photographs in and out, on a thread of their own: a large file never stops the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from editor.background import Background
from editor.inference.client import details_of
from editor.inference.convert import ExportChoices, changed_outside, in_srgb, with_depth
from editor.inference.thread import as_engine_error
from engine.api import CmykError, PhotoError, Pixels
from engine.photo.photo import READ_SUFFIXES, Format, Photo, WriteOptions

PHOTO_NAMES = " ".join(f"*{suffix}" for suffix in sorted(READ_SUFFIXES))
"""Names of files that may be photos, for file dialogs."""

if TYPE_CHECKING:
    from editor.inference.projects import OpenedProject, PhotoAstray


@dataclass(frozen=True)
class ExportJob:
    """A snapshot to be written.

    Attributes:
        choices: How.
        pixels: (H, W, 3 or 4), not shared with anybody.
        photo: The source: its profile and metadata go along. Its pixels are not looked at: they are the
            document's, changed like them.
        changed: (H, W), true where `pixels` differ from the source's file.
        touched: (H, W), true where fills, with their edges, may have changed the photo.
        edge_px: Pixels that only a moved edge has changed, outside the painted masks.
        stray_px: Pixels outside `touched` that the document itself has changed; 0 unless something is wrong.
    """

    choices: ExportChoices
    pixels: Pixels
    photo: Photo
    changed: npt.NDArray[np.bool_]
    touched: npt.NDArray[np.bool_]
    edge_px: int = 0
    stray_px: int = 0


@dataclass(frozen=True)
class Exported:
    """What became of an export, read back from the file.

    Attributes:
        path: The file.
        changed_px: Pixels outside the fills that differ from the source.
        outside_px: Pixels outside the fills, all of them.
        edge_px: Pixels outside the painted masks that a moved edge has changed on purpose.
        is_lossy: The format itself changes pixels.
        notices: What could not be kept, in sentences.
        largest: The largest difference outside the fills, in levels of the file.
        sha256: Hash of the file, hexadecimal.
    """

    path: Path
    changed_px: int
    outside_px: int
    edge_px: int
    is_lossy: bool
    notices: tuple[str, ...]
    largest: int = 0
    sha256: str = ""


class PhotoFiles(QObject):
    """Opens and exports photographs in the background.

    Signals:
        opened: A photo was read (`Photo`). Only the latest one asked for is announced.
        project_read: A project was read (`OpenedProject`), or its photo is missed (`PhotoAstray`); likewise.
        open_failed: It could not be read: a sentence and details.
        overtaken: What was being read is not announced any more: something else is read.
        cmyk_found: A photo is CMYK and was not read (`Path`): `open` it with `to_rgb`, or `refuse`.
        export_failed: It could not be written, or not be read back; the old file, if any, is as it was: a
            sentence and details.
        busy_changed: Something is being read or written, or no more: what, or "".
    """

    opened = Signal(object)
    project_read = Signal(object)
    open_failed = Signal(str, str)
    overtaken = Signal()
    cmyk_found = Signal(object)
    export_failed = Signal(str, str)
    busy_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._exports = 0
        self._is_reading = False
        self._wanted = Path()
        self._cmyk: CmykError | None = None
        self._background = Background("photos", self)

    @property
    def is_exporting(self) -> bool:
        """Whether a file is still being written."""
        return self._exports > 0

    def open(self, path: Path, to_rgb: bool = False) -> None:
        """Reads a photo; a later call makes this one's answer be dropped.

        Args:
            path: The file.
            to_rgb: Convert CMYK to sRGB instead of asking.
        """
        self._wanted = path
        self._begin_reading(_reader(path, to_rgb), self.tr("Opening {name}").format(name=path.name))

    def refuse(self) -> None:
        """The CMYK photo that was found is not to be converted."""
        if self._cmyk is not None:
            error, self._cmyk = self._cmyk, None
            self.open_failed.emit(error.user_message, details_of(error))

    def open_project(self, path: Path, photo: Path | None, folder: Path) -> None:
        """Reads a project with its photo; arguments as for `read_project`."""
        sentence = self.tr("Opening {name}").format(name=path.name)
        self._begin_reading(partial(_project, path, photo, folder), sentence)

    def open_sample(self) -> None:
        """Makes the sample photo ready, as if it had been opened."""
        self._begin_reading(sample_photo, self.tr("Opening the sample photo"))

    def export(self, path: Path, job: Callable[[], ExportJob], done: Callable[[Exported], None]) -> None:
        """Writes a photo; exports are done one after the other.

        Args:
            path: Where to.
            job: Says what is to be written; called in the background.
            done: Called on the window's thread once it was written and read back; `export_failed` otherwise.
        """
        self._exports += 1
        self.busy_changed.emit(self.tr("Exporting {name}").format(name=path.name))
        self._background.run(
            lambda: export(job()),
            partial(self._on_written, done),
            partial(self._on_write_failed, self.tr("The photo could not be exported.")),
        )

    def close(self) -> None:
        """Finishes what is being written and ends the thread."""
        self._background.close()

    def _begin_reading(self, source: Callable[[], object], sentence: str) -> None:
        self._number += 1
        if self._is_reading:
            self.overtaken.emit()
        self._is_reading = True
        self.busy_changed.emit(sentence)
        self._background.run(
            source,
            partial(self._on_read, self._number),
            partial(self._on_read_failed, self._number, self.tr("The photo could not be opened.")),
        )

    def _settle(self) -> None:
        if not self._is_reading and not self._exports:
            self.busy_changed.emit("")

    def _on_read(self, number: int, answer: object) -> None:
        if number == self._number:
            self._is_reading = False
            self._settle()
            (self.opened if isinstance(answer, Photo) else self.project_read).emit(answer)

    def _on_read_failed(self, number: int, sentence: str, failure: Exception) -> None:
        if number != self._number:
            return
        error = as_engine_error(failure, sentence)
        self._is_reading = False
        self._settle()
        if isinstance(error, CmykError):
            self._cmyk = error
            self.cmyk_found.emit(self._wanted)
        else:
            self.open_failed.emit(error.user_message, details_of(error))

    def _on_written(self, done: Callable[[Exported], None], exported: Exported) -> None:
        self._exports -= 1
        self._settle()
        done(exported)

    def _on_write_failed(self, sentence: str, failure: Exception) -> None:
        error = as_engine_error(failure, sentence)
        self._exports -= 1
        self._settle()
        self.export_failed.emit(error.user_message, details_of(error))


def refusal(choices: ExportChoices, photo: Photo) -> str:
    """Why a photo cannot be written so: the name, the folder, what the format cannot hold; "" = it can."""
    from engine.photo.writing import check_output

    try:
        check_output(choices.path, photo, WriteOptions(overwrite=choices.overwrite))
    except PhotoError as error:
        return error.user_message
    return ""


def export(job: ExportJob) -> Exported:
    """Writes a photo and counts, in the file as written, what changed outside the fills.

    Raises:
        PhotoError: It cannot be written, or what was written cannot be read; nothing is replaced then.
    """
    from engine.photo.reading import read_stored, turned_back
    from engine.photo.writing import write_photo

    choices = job.choices
    pixels, changed = job.pixels, job.changed
    if choices.to_srgb and job.photo.profile is not None:
        pixels = in_srgb(pixels, job.photo.profile)
        changed = np.broadcast_to(np.True_, changed.shape)
    pixels = with_depth(pixels, choices.depth)
    like = replace(job.photo, pixels=pixels, profile=None if choices.to_srgb else job.photo.profile)
    options = WriteOptions(
        overwrite=choices.overwrite,
        quality=choices.quality,
        keep_metadata=choices.keep_metadata,
        mark_source=choices.mark_source,
    )
    stray, largest, is_lossy = job.stray_px, 0, False

    def read_back(part: Path) -> None:
        nonlocal stray, largest, is_lossy
        back, strips = read_stored(part)
        # As the file stores them: it is compared row by row, and never as a whole in memory.
        stored = turned_back(pixels, back.orientation), turned_back(job.touched, back.orientation)
        count, largest = changed_outside(strips, *stored)
        stray += count
        is_lossy = back.format is Format.JPEG or (back.format is Format.WEBP and choices.quality is not None)

    written = write_photo(choices.path, pixels, like, options, changed, read_back)
    outside = int(job.touched.size - np.count_nonzero(job.touched))
    return Exported(
        choices.path, stray, outside, job.edge_px, is_lossy, written.notices, largest, written.sha256
    )


def put_in_place(part: Path, target: Path) -> None:
    """Moves a photo that was written beside `target` there, with the rights of what it replaces.

    Raises:
        OSError: It cannot be moved.
    """
    from engine.photo import atomic

    atomic.put_in_place(part, target)


def sample_photo() -> Photo:
    """The photograph to try things out with: scikit-image brings it, nothing is downloaded."""
    from skimage import data

    return Photo(Path("rocket.png"), data.rocket().copy(), None, 1, Format.PNG)


def _reader(path: Path, to_rgb: bool) -> Callable[[], Photo]:
    def read() -> Photo:
        # Writing comes along: the autosave needs it a moment later, and loading it would stop a stroke.
        import engine.photo.writing  # noqa: F401
        from engine.photo.reading import read_photo

        return read_photo(path, to_rgb)

    return read


def _project(path: Path, photo: Path | None, folder: Path) -> OpenedProject | PhotoAstray:
    from editor.inference.projects import read_project

    return read_project(path, photo, folder)
