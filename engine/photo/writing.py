"""Writes photographs: depth, profile and metadata kept, the file replaced in one step."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.photo.atomic import check_writable, replacing
from engine.photo.encoding import encode
from engine.photo.metadata import prepared, stored_orientation
from engine.photo.names import check_name
from engine.photo.photo import SUFFIXES, Format, Metadata, Photo, WriteOptions, Written, file_stamp
from engine.photo.reading import turned_back
from engine.photo.splicing import write_spliced
from engine.protocol import PhotoError, Pixels

CONVERTED = "Converted from CMYK to sRGB."
_LONGEST_SIDE = {Format.JPEG: 65500, Format.WEBP: 16383}


def check_output(path: str | os.PathLike[str], like: Photo, options: WriteOptions | None = None) -> Format:
    """Finds out before the work begins whether a photo can be written to `path`.

    Returns:
        The format that the name asks for.

    Raises:
        PhotoError: Unknown suffix; a name that no file can have; the photo itself without `overwrite`; a
            folder that is missing or read-only; a picture that the format cannot hold.
    """
    path, options = Path(path), options or WriteOptions()
    target = SUFFIXES.get(path.suffix.lower())
    if target is None:
        raise PhotoError(f"{path.name} should end in .jpg, .png, .tif or .webp to say what to write.")
    check_name(path)
    if not options.overwrite and path.exists() and like.path.exists() and path.samefile(like.path):
        raise PhotoError(f"{path} is the photo itself; it is only replaced when overwriting is asked for.")
    longest = _LONGEST_SIDE.get(target)
    if longest is not None and max(like.size) > longest:
        raise PhotoError(f"{target.upper()} files end at {longest} pixels a side; please choose PNG or TIFF.")
    if target is Format.JPEG and like.has_alpha and not _is_opaque(like.pixels):
        raise PhotoError("JPEG cannot hold the photo's transparency; please choose PNG, TIFF or WebP.")
    check_writable(path)
    return target


def write_photo(
    path: str | os.PathLike[str],
    pixels: Pixels,
    like: Photo,
    options: WriteOptions | None = None,
    changed: npt.NDArray[np.bool_] | None = None,
    look: Callable[[Path], None] | None = None,
) -> Written:
    """Writes changed pixels of a photo.

    Args:
        path: The file; its suffix names the format.
        pixels: (H, W, 3) or (H, W, 4), upright, of the type of `like.pixels`.
        like: The photo as it was read: profile, metadata, gray, resolution and compression come from it.
        options: How to write.
        changed: (H, W), true where `pixels` differ from those in the photo's file; None = where they differ
            from `like.pixels`.
        look: Called with the new file before it replaces anything; what it raises keeps the old one.

    Returns:
        Where it is, its hash, and sentences about what could not be kept.

    Raises:
        PhotoError: As `check_output`, or the disk is full.
    """
    path, options = Path(path), options or WriteOptions()
    target = check_output(path, like, options)
    metadata, notices = prepared(like, target, options)
    stored, depth_notice = _stored(pixels, like, target)
    notices += depth_notice
    if like.was_cmyk:
        notices.append(CONVERTED)
    if changed is None and target is Format.JPEG and pixels.shape == like.pixels.shape:
        changed = _changed(pixels, like.pixels)
    turned = turned_back(stored, stored_orientation(like, target, options))
    try:
        with replacing(path) as part:
            if target is not Format.JPEG or not _spliced(part, turned, changed, like, metadata, options):
                encode(part, turned, like, target, metadata, options)
            size_bytes, digest = part.stat().st_size, sha256_of(part)
            if look is not None:
                look(part)
    except MemoryError as error:
        raise PhotoError(f"There is not enough memory to write {path}.") from error
    return Written(path, size_bytes, digest, tuple(notices))


def sha256_of(path: str | os.PathLike[str]) -> str:
    """Hash of a file's bytes, hexadecimal.

    Raises:
        PhotoError: The file cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise PhotoError(f"{path} cannot be read: {error.strerror}.") from error


def _spliced(
    part: Path,
    turned: npt.NDArray[Any],
    changed: npt.NDArray[np.bool_] | None,
    like: Photo,
    metadata: Metadata,
    options: WriteOptions,
) -> bool:
    """Writes a JPEG from its source's blocks, if these lie where the new file's lie and are still there."""
    is_stored_alike = stored_orientation(like, Format.JPEG, options) == like.orientation
    is_coded_alike = like.jpeg is not None and not like.jpeg.is_rgb and options.quality is None
    if changed is None or not (is_stored_alike and is_coded_alike and file_stamp(like.path) == like.stamp):
        return False
    if changed.all():
        return False  # there is nothing to take over

    def encode_part(path: Path, stored: npt.NDArray[Any]) -> None:
        encode(path, stored, like, Format.JPEG, metadata, options)

    return write_spliced(part, like.path, turned, turned_back(changed, like.orientation), encode_part)


def _changed(pixels: Pixels, before: Pixels) -> npt.NDArray[np.bool_]:
    """(H, W), true where a pixel differs; in strips, because photos of 100 megapixels are compared."""
    height, width = pixels.shape[0], pixels.shape[1]
    changed = np.empty((height, width), bool)
    for y in range(0, height, 256):
        rows = slice(y, y + 256)
        differs = pixels[rows] != before[rows]
        # any(axis=2) takes four times as long.
        changed[rows] = np.logical_or.reduce([differs[..., channel] for channel in range(differs.shape[2])])
    return changed


def _is_opaque(pixels: Pixels) -> bool:
    return bool((pixels[..., 3] == np.iinfo(pixels.dtype).max).all())


def _stored(source: Pixels, like: Photo, target: Format) -> tuple[npt.NDArray[Any], list[str]]:
    """The pixels with as many channels and bits as the file is to have, and sentences about losses."""
    notices: list[str] = []
    pixels: npt.NDArray[Any] = source[..., :3] if target is Format.JPEG else source
    if like.was_gray:
        pixels = np.concatenate([gray_of(pixels), pixels[..., 3:]], axis=2)
    if pixels.dtype == np.uint16 and target in (Format.JPEG, Format.WEBP):
        notices.append(f"Reduced to 8 bits per channel: {target.upper()} holds no more.")
        pixels = ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
    return pixels, notices


def gray_of(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """One channel (H, W, 1): equal channels keep their exact value, others give their luma (Rec. 709)."""
    weights = np.array([13933, 46871, 4732], np.uint64)  # 16-bit fractions that sum to exactly 1
    gray = np.empty((*pixels.shape[:2], 1), pixels.dtype)
    for y in range(0, pixels.shape[0], 256):  # in strips: 64-bit products of a whole photo take gigabytes
        strip = pixels[y : y + 256, :, :3].astype(np.uint64)
        gray[y : y + 256, :, 0] = (strip @ weights + 32768) >> 16
    return gray
