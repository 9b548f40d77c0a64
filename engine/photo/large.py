"""Large TIFFs by regions: what a fill looks at is read, the rest only passes through while writing.

A photo of 400 megapixels takes gigabytes as an array, a hole in it some hundred. TIFF files can be read at
any place, so the pixels of such a photo are a view into its file; the result streams from the file on disk
to the new one, and the fills are set in on the way.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyvips

from engine.composite import set_in
from engine.photo import tiff
from engine.photo.atomic import replacing
from engine.photo.headers import damaged, open_checked, sniff
from engine.photo.lossless import save_tiff
from engine.photo.metadata import prepared
from engine.photo.photo import SUFFIXES, Format, Photo, WriteOptions, Written
from engine.photo.proof import Proof, compare, joined, ring_around
from engine.photo.raw import is_raw_tiff
from engine.photo.reading import described, expanded, is_cmyk
from engine.photo.writing import gray_of, sha256_of
from engine.protocol import HoleFill, Pixels
from engine.regions import Box

LARGE_BYTES = 600_000_000
"""From here on a photo is read by regions: 200 megapixels of 8 bits."""

_STRIP_ROWS = 256


class RegionPixels:
    """The pixels of a TIFF file, read when a box of them is asked for: `pixels[rows, columns]`.

    Fits where an array (H, W, 3 or 4) is only asked for its shape, its type and rectangles. The last
    rectangle is kept, because a fill reads its surroundings once and then parts of them again.
    """

    ndim = 3

    def __init__(self, path: Path, image: Any) -> None:
        self._path = path
        channels = {1: 3, 2: 4}.get(int(image.bands), int(image.bands))
        self.shape = (int(image.height), int(image.width), channels)
        self.dtype = np.dtype(np.uint16 if image.format == "ushort" else np.uint8)
        self._box = Box(0, 0, 0, 0)
        self._pixels: npt.NDArray[Any] = np.empty((0, 0, channels), self.dtype)

    def __getitem__(self, key: tuple[slice, slice]) -> npt.NDArray[Any]:
        rows, columns = key
        y0, y1, _ = rows.indices(self.shape[0])
        x0, x1, _ = columns.indices(self.shape[1])
        box = Box(x0, y0, x1, y1)
        if not self._box.contains(box):
            self._pixels, self._box = self._read(box), box
        return self._pixels[box.shifted(-self._box.x0, -self._box.y0).slices]

    def _read(self, box: Box) -> npt.NDArray[Any]:
        try:
            # From the top anew, and only as far as the box: random access unpacks the whole file first.
            image = pyvips.Image.new_from_file(str(self._path), access="sequential", fail_on="error")
            part = image.crop(box.x0, box.y0, box.width, box.height).numpy()
        except pyvips.Error as error:
            raise damaged(self._path) from error
        return expanded(part.reshape(box.height, box.width, int(image.bands)))


def is_read_by_regions(path: Path, output: Path) -> bool:
    """Whether a fill of this photo should go by regions: a large upright TIFF that becomes a TIFF.

    Raises:
        PhotoError: The file cannot be read.
    """
    if SUFFIXES.get(output.suffix.lower()) is not Format.TIFF:
        return False
    if sniff(path) is not Format.TIFF or is_raw_tiff(path):
        return False
    _, image = open_checked(path, is_whole=False)
    if tiff.read_directory(path).number(tiff.ORIENTATION) > 1 or is_cmyk(image):
        return False
    depth = 2 if image.format == "ushort" else 1
    return int(image.width) * int(image.height) * int(image.bands) * depth >= LARGE_BYTES


def open_large(path: Path) -> Photo:
    """Opens a TIFF without reading its pixels.

    Returns:
        A photo whose `pixels` are `RegionPixels`.

    Raises:
        PhotoError: As `read_photo`, but damage to pixels shows only when they are read.
    """
    kind, image = open_checked(path, is_whole=False)
    return described(path, kind, image, cast(Pixels, RegionPixels(path, image)))


def write_large(
    path: Path,
    fills: Sequence[HoleFill],
    mask: npt.NDArray[np.bool_],
    like: Photo,
    options: WriteOptions,
    ring_px: int = 0,
) -> tuple[Written, Proof]:
    """Writes a TIFF from another one, with fills set in; one pass, a few rows in memory at a time.

    Args:
        path: The file; checked by `check_output`.
        fills: As the engine gave them.
        mask: (H, W), true = hole, for the proof.
        like: From `open_large`.
        options: As for `write_photo`.
        ring_px: Over how many pixels outside the mask the fills fade into the photo.

    Returns:
        What was written, and the proof, taken from the new file before it replaces anything.

    Raises:
        PhotoError: The disk is full, or the source turns out to be damaged.
    """
    metadata, notices = prepared(like, Format.TIFF, options)
    source = pyvips.Image.new_from_file(str(like.path), access="sequential", fail_on="error")
    kept = []  # libvips reads these arrays until the file is written
    for fill in fills:
        part = np.array(like.pixels[fill.box.slices])
        set_in(part, fill, ring_px)
        if like.was_gray:
            part = np.concatenate([gray_of(part), part[..., 3:]], axis=2)
        part = np.ascontiguousarray(part)
        kept.append(part)
        patch = pyvips.Image.new_from_memory(
            part.data, fill.box.width, fill.box.height, part.shape[2], str(source.format)
        )
        source = source.insert(patch.copy(interpretation=source.interpretation), fill.box.x0, fill.box.y0)
    with replacing(path) as part_path:
        try:
            save_tiff(part_path, source, like, metadata)
        except OSError as error:
            # Reading and writing are one pass; what the disk does not explain lies in the source.
            raise damaged(like.path) if error.errno == errno.EIO else error from error
        ring = ring_around(mask, ring_px) if ring_px else None
        proof = compare_large(like.path, part_path, mask, ring)
        size_bytes, digest = part_path.stat().st_size, sha256_of(part_path)
    return Written(path, size_bytes, digest, tuple(notices)), proof


def compare_large(
    before: Path, after: Path, mask: npt.NDArray[np.bool_], ring: npt.NDArray[np.bool_] | None
) -> Proof:
    """The proof of a fill between two upright TIFFs of one size, in strips from top to bottom.

    Args:
        before: The source.
        after: The result.
        mask: (H, W), true = may change.
        ring: (H, W), true = may change as well.

    Raises:
        PhotoError: One of them is damaged.
    """
    strips = [_strips(path) for path in (before, after)]
    rows = (slice(y, y + _STRIP_ROWS) for y in range(0, mask.shape[0], _STRIP_ROWS))
    return joined(
        compare(one, two, mask[part], None if ring is None else ring[part])
        for part, one, two in zip(rows, *strips, strict=True)
    )


def _strips(path: Path) -> Any:
    _, image = open_checked(path, is_whole=False)
    bands = int(image.bands)
    for y in range(0, image.height, _STRIP_ROWS):
        height = min(_STRIP_ROWS, image.height - y)
        try:
            part = image.crop(0, y, image.width, height).numpy()
        except pyvips.Error as error:
            raise damaged(path) from error
        yield expanded(part.reshape(height, image.width, bands))
