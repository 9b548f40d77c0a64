"""From one photo file to the next: read, fill, write, prove. The command line and batches both go this way.

Everything that can be found wrong is found before the engine runs, and nothing is written until all went
well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.api import CancelToken, Event, FillEngine, FillRequest, Finished, HoleFill, checked_ring, run
from engine.composite import composite
from engine.crops import LEAST_SOURCES_PX
from engine.labels.files import read_labels
from engine.memory import OF_FILLS
from engine.photo.large import is_read_by_regions, open_large, write_large
from engine.photo.masks import brightest, read_mask
from engine.photo.photo import Photo, WriteOptions, Written
from engine.photo.proof import Proof, compare, ring_around
from engine.photo.reading import read_photo
from engine.photo.writing import check_output, write_photo
from engine.protocol import InvalidRequestError

_OTHER_SOURCES_SIZE = (
    "The source mask is {} x {} pixels and the photo {} x {}; they must be of the same size."
)


@dataclass(frozen=True)
class FillSettings:
    """What a person may choose about a fill; the fields are those of `engine.api.fill`."""

    seed: int = 0
    detail: float = 1.0
    grain: float = 1.0
    ring_px: int = 0


@dataclass(frozen=True)
class FileJob:
    """One photo to be filled.

    Attributes:
        photo: The photo.
        mask: An image of its size, white or transparent = hole.
        output: Where the result goes; the suffix names the format.
        settings: How to fill.
        options: How to write.
        sources: A mask, white = texture may come from here; None = from everywhere.
        to_rgb: Convert a CMYK photo to sRGB instead of refusing it.
        labels: A label map of the photo's size, see `engine.labels.files`; None = the engine decides.
        vocabulary: One of `engine.protocol.VOCABULARIES`.
    """

    photo: Path
    mask: Path
    output: Path
    settings: FillSettings = field(default_factory=FillSettings)
    options: WriteOptions = field(default_factory=WriteOptions)
    sources: Path | None = None
    to_rgb: bool = False
    labels: Path | None = None
    vocabulary: str = "auto"


@dataclass(frozen=True)
class OpenedJob:
    """A job whose files have been read and found fit.

    Attributes:
        job: The job.
        photo: The photo; its pixels are read by regions where `is_large`.
        mask: (H, W), true = hole.
        sources: (H, W), or None.
        is_large: The result is streamed from file to file.
        labels: (H, W) codes, or None.
        notices: What is to be said of the result, in sentences.
    """

    job: FileJob
    photo: Photo
    mask: npt.NDArray[np.bool_]
    sources: npt.NDArray[np.bool_] | None
    is_large: bool
    labels: npt.NDArray[np.uint8] | None = None
    notices: tuple[str, ...] = ()


def open_job(job: FileJob) -> OpenedJob:
    """Reads a job's files and makes sure that the result can be written.

    Raises:
        PhotoError: A file cannot be read, or the output not be written.
        InvalidRequestError: Sizes differ, the mask is empty or covers everything, the ring is too wide,
            the label map holds what is no label, the sources lie in the hole.
    """
    checked_ring(job.settings.ring_px)
    is_large = is_read_by_regions(job.photo, job.output)
    photo = open_large(job.photo) if is_large else read_photo(job.photo, to_rgb=job.to_rgb)
    mask = read_hole(job.mask, photo.size)
    sources, notices = (None, ()) if job.sources is None else _sources(job.sources, mask)
    labels = None if job.labels is None else read_labels(job.labels, photo.size)
    check_output(job.output, photo, job.options)
    return OpenedJob(job, photo, mask, sources, is_large, labels, notices)


def fill_opened(
    engine: FillEngine,
    opened: OpenedJob,
    seed: int | None = None,
    cancel: CancelToken | None = None,
    listen: Callable[[Event], None] | None = None,
    alternative: int = 0,
) -> Finished:
    """Fills the holes of an opened photo; nothing is written yet.

    Args:
        engine: From `engine.api.load_engine`.
        opened: From `open_job`.
        seed: Another one than the job's.
        cancel: Stops the run.
        listen: Hears every event.
        alternative: Number of the variation, see `FillRequest.alternative`.

    Raises:
        FillCancelledError: The run was cancelled.
        EngineError: The engine could not fill.
    """
    settings = opened.job.settings
    request = FillRequest(
        id=0,
        photo=opened.photo.pixels,
        mask=opened.mask,
        seed=settings.seed if seed is None else seed,
        profile=opened.photo.profile,
        detail=settings.detail,
        grain=settings.grain,
        sources=opened.sources,
        reach_px=settings.ring_px,  # nobody moves the edge of a written file
        labels=opened.labels,
        vocabulary=opened.job.vocabulary,
        alternative=alternative,
    )
    return run(engine, request, cancel, listen)


def write_filled(
    opened: OpenedJob, fills: Sequence[HoleFill], path: Path | None = None
) -> tuple[Written, Proof]:
    """Writes the filled photo and proves, from the file as written, what changed.

    Args:
        opened: From `open_job`.
        fills: From `fill_opened`.
        path: Elsewhere than the job says.

    Raises:
        PhotoError: It cannot be written.
    """
    # Coders take large blocks of their own, beside those that the next fill would take again.
    OF_FILLS.give_back()
    job, photo, mask = opened.job, opened.photo, opened.mask
    path, ring_px = path or job.output, job.settings.ring_px
    if opened.is_large:
        written, proof = write_large(path, fills, mask, photo, job.options, ring_px)
        return _noted(written, opened), proof
    written = write_photo(path, composite(photo.pixels, fills, ring_px), photo, job.options)
    # Read back, so that the proof speaks of the file and not of what was meant to be in it.
    ring = ring_around(mask, ring_px) if ring_px else None
    return _noted(written, opened), compare(photo.pixels, read_photo(written.path).pixels, mask, ring)


def read_hole(path: Path, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Reads a mask (H, W) with something to fill, and something left to fill it from.

    Raises:
        PhotoError: It cannot be read.
        InvalidRequestError: Its size is another than (height, width); it is empty or covers everything.
    """
    mask = read_mask(path, size)
    if not mask.any():
        if level := brightest(path):
            raise InvalidRequestError(
                f"The mask {path} marks nothing: nothing in it is brighter than 127 (brightest: {level})."
            )
        raise InvalidRequestError(f"The mask {path} is empty: white marks what is to be filled.")
    if mask.all():
        raise InvalidRequestError(f"The mask {path} covers the whole photo: nothing is left to fill from.")
    return mask


def _noted(written: Written, opened: OpenedJob) -> Written:
    return replace(written, notices=opened.notices + written.notices)


def _sources(path: Path, hole: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.bool_], tuple[str, ...]]:
    """Reads a source mask; with a notice where it leaves little to choose from."""
    sources = read_mask(path, hole.shape, _OTHER_SOURCES_SIZE)
    if not sources.any():
        raise InvalidRequestError(
            f"The source mask {path} is empty: white marks where texture may come from."
        )
    usable = np.count_nonzero(sources & ~hole)
    if usable == 0:
        raise InvalidRequestError(f"The source mask {path} lies wholly in the hole: there is no texture.")
    if usable >= LEAST_SOURCES_PX:
        return sources, ()
    return sources, (
        f"The source mask marks only {usable} pixels outside the hole: fewer than {LEAST_SOURCES_PX} hold "
        "little or no texture to choose from.",
    )
