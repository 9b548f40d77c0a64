"""Opens photographs: header check first, then pixels upright, profile and metadata beside them."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyvips

from engine.photo import tiff
from engine.photo.color import color_space
from engine.photo.containers import read_metadata
from engine.photo.exif import orientation_of
from engine.photo.headers import damaged, open_checked, sniff
from engine.photo.heif import read_heif
from engine.photo.photo import Decoded, Format, Photo, file_stamp
from engine.photo.raw import is_raw_tiff, read_raw
from engine.protocol import CmykError, PhotoError, Pixels

_LOSSLESS_TIFF = {1: "none", 5: "lzw", 8: "deflate", 32946: "deflate"}


def read_photo(path: str | os.PathLike[str], to_rgb: bool = False) -> Photo:
    """Opens a photograph.

    Args:
        path: A JPEG, PNG, TIFF or WebP file, or with its extra a RAW or HEIC file; its name plays no part.
        to_rgb: Convert CMYK to sRGB instead of refusing it.

    Returns:
        The photo with 8 or 16 bits per channel as the file has it, gray expanded to RGB.

    Raises:
        PhotoError: Missing, damaged, truncated, implausibly large, or of a kind that is not supported.
        CmykError: It is CMYK, and `to_rgb` is not given.
    """
    path = Path(path)
    stamp = file_stamp(path)
    kind = sniff(path)
    if kind is Format.TIFF and is_raw_tiff(path):
        kind = Format.RAW
    if kind is Format.RAW or kind is Format.HEIF:
        return _photo_of(path, kind, read_raw(path) if kind is Format.RAW else read_heif(path), stamp)
    kind, image = open_checked(path)
    if to_rgb and is_cmyk(image):
        return _converted(path, kind, image, stamp)
    photo = described(path, kind, image, np.empty((0, 0, 3), np.uint8))
    upright = np.ascontiguousarray(turned_upright(expanded(decoded(path, image)), photo.orientation))
    upright.flags.writeable = False
    return dataclasses.replace(photo, pixels=upright, stamp=stamp)


def described(path: Path, kind: Format, image: Any, pixels: Pixels) -> Photo:
    """What is known of a photo but its pixels.

    Args:
        path: The file.
        kind: Its format.
        image: The libvips image of it.
        pixels: What stands for the pixels.

    Raises:
        PhotoError: CMYK, floating-point, or other pixels that are not supported.
    """
    refuse_other_colors(path, image)
    metadata, jpeg = read_metadata(path, kind)
    compression, orientation = "", orientation_of(metadata.exif)
    if kind is Format.TIFF:
        directory = tiff.read_directory(path)
        compression = _LOSSLESS_TIFF.get(directory.number(tiff.COMPRESSION), "deflate")
        orientation = max(1, min(8, directory.number(tiff.ORIENTATION) or 1))
    return Photo(
        path=path,
        pixels=pixels,
        profile=_profile(image),
        orientation=orientation,
        format=kind,
        was_gray=int(image.bands) <= 2,
        compression=compression,
        resolution=(float(image.xres), float(image.yres)),
        metadata=metadata,
        jpeg=jpeg,
        stamp=file_stamp(path),
    )


def _photo_of(path: Path, kind: Format, found: Decoded, stamp: tuple[int, int]) -> Photo:
    pixels = expanded(found.pixels)
    pixels.flags.writeable = False
    return Photo(
        path=path,
        pixels=pixels,
        profile=found.profile,
        orientation=1,
        format=kind,
        was_gray=found.pixels.shape[2] <= 2,
        metadata=found.metadata,
        stamp=stamp,
    )


def _converted(path: Path, kind: Format, image: Any, stamp: tuple[int, int]) -> Photo:
    """A CMYK photo in sRGB, by its own profile or the one that libvips has for print."""
    depth = 16 if str(image.format) == "ushort" else 8
    try:
        rgb = image.icc_transform("srgb", embedded=True, input_profile="cmyk", depth=depth)
    except pyvips.Error as error:
        raise damaged(path) from error
    photo = described(path, kind, rgb, np.empty((0, 0, 3), np.uint8))
    upright = np.ascontiguousarray(turned_upright(decoded(path, rgb), photo.orientation))
    upright.flags.writeable = False
    # Its tables were made for four inks.
    return dataclasses.replace(photo, pixels=upright, was_cmyk=True, jpeg=None, stamp=stamp)


def read_stored(path: str | os.PathLike[str], rows: int = 256) -> tuple[Photo, Iterator[Pixels]]:
    """Reads a photograph from top to bottom, a few rows at a time: for who compares and keeps nothing.

    Args:
        path: A JPEG, PNG, TIFF or WebP file.
        rows: Height of a strip; the last one may be lower.

    Returns:
        The photo without pixels, and its strips (h, W, 3 or 4) as they are stored: not turned upright.

    Raises:
        PhotoError: As `read_photo`; damaged pixels are found when their strip is read.
    """
    path = Path(path)
    kind, image = open_checked(path, is_whole=False)
    photo = described(path, kind, image, np.empty((0, 0, 3), np.uint8))
    return photo, _strips(path, image, rows)


def _strips(path: Path, image: Any, rows: int) -> Iterator[Pixels]:
    region = pyvips.Region.new(image)
    width, height, bands = int(image.width), int(image.height), int(image.bands)
    dtype = np.uint16 if str(image.format) == "ushort" else np.uint8
    for y in range(0, height, rows):
        count = min(rows, height - y)
        try:
            data = region.fetch(0, y, width, count)
        except pyvips.Error as error:
            raise damaged(path) from error
        yield expanded(np.frombuffer(data, dtype).reshape(count, width, bands))


def is_cmyk(image: Any) -> bool:
    """Whether a libvips image holds printing inks."""
    profile = _profile(image)
    return str(image.interpretation) == "cmyk" or (profile is not None and color_space(profile) == "CMYK")


def expanded(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Gray (h, w, 1 or 2) as three equal channels; color as it is."""
    if pixels.shape[2] > 2:
        return pixels
    return np.concatenate([np.repeat(pixels[..., :1], 3, axis=2), pixels[..., 1:]], axis=2)


def turned_upright(pixels: npt.NDArray[Any], orientation: int) -> npt.NDArray[Any]:
    """A view of pixels (H, W, ...) turned as EXIF's orientation 1..8 asks."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels


def turned_back(pixels: npt.NDArray[Any], orientation: int) -> npt.NDArray[Any]:
    """The inverse of `turned_upright`: 6 and 8 undo each other, the others undo themselves."""
    return turned_upright(pixels, {6: 8, 8: 6}.get(orientation, orientation))


def _profile(image: Any) -> bytes | None:
    if image.get_typeof("icc-profile-data") == 0:
        return None
    profile = bytes(image.get("icc-profile-data"))
    return profile if profile else None


def refuse_other_colors(path: Path, image: Any) -> None:
    interpretation, bands, sample = str(image.interpretation), int(image.bands), str(image.format)
    if is_cmyk(image):
        raise CmykError(f"{path} is a CMYK file; it has to be converted to RGB first.")
    if interpretation in ("lab", "labs", "labq", "xyz", "lch", "hsv"):
        raise PhotoError(
            f"{path} is stored in {interpretation.upper()} colors; please convert it to RGB first."
        )
    if sample not in ("uchar", "ushort"):
        raise PhotoError(
            f"{path} has floating-point or signed pixels; 8 and 16 bits per channel are supported."
        )
    if bands > 4 or (interpretation == "multiband" and bands == 4):
        raise PhotoError(f"{path} has {bands} channels; gray and RGB, with or without alpha, are supported.")


def decoded(path: Path, image: Any) -> Pixels:
    """All pixels as (H, W, bands), as stored."""
    try:
        pixels = image.numpy()
    except pyvips.Error as error:
        raise damaged(path) from error
    except MemoryError as error:
        raise PhotoError(f"There is not enough memory to open {path}.") from error
    # libvips drops axes of length one.
    return pixels.reshape(image.height, image.width, image.bands)
