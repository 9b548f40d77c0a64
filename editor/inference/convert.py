"""Pixels and profile of an export, where the person wants others than the source has. Plain numpy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from engine.api import Pixels
from engine.photo.color import from_srgb, to_srgb

_STRIP_ROWS = 256  # floats of a whole large photo would take gigabytes


@dataclass(frozen=True)
class ExportChoices:
    """How a photo is to be exported; the defaults are "as the source has it".

    Attributes:
        path: The file; its suffix names the format.
        depth: Bits per channel, 8 or 16; None = as the source.
        quality: 1..100 for JPEG and WebP; None = as the source, and WebP without loss.
        to_srgb: Convert the colors to sRGB instead of keeping the profile.
        keep_metadata: Carry EXIF, IPTC and XMP over.
        mark_source: Note in the XMP that an algorithm made a part of the photo.
        overwrite: May replace the source.
    """

    path: Path
    depth: int | None = None
    quality: int | None = None
    to_srgb: bool = False
    keep_metadata: bool = True
    mark_source: bool = True
    overwrite: bool = False


def in_srgb(pixels: Pixels, profile: bytes | None) -> Pixels:
    """Pixels (H, W, 3 or 4) in sRGB, same type; alpha stays. Colors outside sRGB are clipped to it."""
    if profile is None:
        return pixels
    result = pixels.copy()
    for y in range(0, pixels.shape[0], _STRIP_ROWS):
        strip = slice(y, y + _STRIP_ROWS)
        result[strip, :, :3] = from_srgb(to_srgb(pixels[strip], profile), None, pixels.dtype)
    return result


def with_depth(pixels: Pixels, depth: int | None) -> Pixels:
    """Pixels with 8 or 16 bits per channel, rounded to the nearest level; None leaves them as they are."""
    if depth is None or 8 * pixels.dtype.itemsize == depth:
        return pixels
    if depth == 16:
        return pixels.astype(np.uint16) * np.uint16(257)
    result = np.empty(pixels.shape, np.uint8)
    for y in range(0, pixels.shape[0], _STRIP_ROWS):
        strip = slice(y, y + _STRIP_ROWS)
        result[strip] = (pixels[strip].astype(np.uint32) + 128) // 257
    return result


def changed_outside(
    written: Iterable[Pixels], wanted: Pixels, touched: npt.NDArray[np.bool_]
) -> tuple[int, int]:
    """How many pixels of a written file differ from what was to be kept, and by how much.

    Args:
        written: Strips (h, W, C) from top to bottom, read back from the file; alpha and depth may be missing.
        wanted: (H, W, C), what was given to be written.
        touched: (H, W), true where a fill has changed the photo on purpose.

    Returns:
        The number of pixels outside `touched` of another color, and the largest difference, in levels of
        the written file.
    """
    count = largest = y = 0
    for strip in written:
        rows = slice(y, y + strip.shape[0])
        wished = with_depth(cast(Pixels, wanted[rows, :, :3]), 8 * strip.dtype.itemsize)
        differs = (strip[..., :3] != wished).any(axis=2) & ~touched[rows]
        count += int(np.count_nonzero(differs))
        if differs.any():
            found, kept = strip[differs][:, :3], wished[differs]
            largest = max(largest, int(np.abs(found.astype(np.int32) - kept.astype(np.int32)).max()))
        y = rows.stop
    return count, largest
