"""Opens photographs and masks: header check first, then pixels upright, profile and metadata beside them."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyvips

from engine.photo import tiff
from engine.photo.color import color_space
from engine.photo.containers import read_metadata
from engine.photo.exif import orientation_of
from engine.photo.headers import damaged, open_checked, raw_file
from engine.photo.photo import Format, Photo, file_stamp
from engine.protocol import InvalidRequestError, PhotoError, Pixels

_LOSSLESS_TIFF = {1: "none", 5: "lzw", 8: "deflate", 32946: "deflate"}


def read_photo(path: str | os.PathLike[str]) -> Photo:
    """Opens a photograph.

    Args:
        path: A JPEG, PNG, TIFF or WebP file; its name plays no part.

    Returns:
        The photo with 8 or 16 bits per channel as the file has it, gray expanded to RGB.

    Raises:
        PhotoError: Missing, damaged, truncated, implausibly large, or of a kind that is not supported.
    """
    path = Path(path)
    stamp = file_stamp(path)
    kind, image = open_checked(path)
    photo = described(path, kind, image, np.empty((0, 0, 3), np.uint8))
    upright = np.ascontiguousarray(turned_upright(expanded(_decode(path, image)), photo.orientation))
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
    _refuse_other_colors(path, image)
    metadata, jpeg = read_metadata(path, kind)
    compression, orientation = "", orientation_of(metadata.exif)
    if kind is Format.TIFF:
        directory = tiff.read_directory(path)
        if tiff.is_raw(directory):
            raise raw_file(path)
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


def expanded(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Gray (h, w, 1 or 2) as three equal channels; color as it is."""
    if pixels.shape[2] > 2:
        return pixels
    return np.concatenate([np.repeat(pixels[..., :1], 3, axis=2), pixels[..., 1:]], axis=2)


def read_mask(path: str | os.PathLike[str], size: tuple[int, int] | None = None) -> npt.NDArray[np.bool_]:
    """Reads a mask from any supported image.

    White (luma above 127 of 255) is the hole. In pictures with transparent parts, those are the hole;
    where their opaque parts are pure black and white, white is hole as well; and where these are white
    only, as in a layer of painted strokes, the strokes are the hole and not what surrounds them.

    Args:
        path: The file.
        size: (height, width) that the mask must have; None takes any.

    Returns:
        (H, W), true = hole, upright.

    Raises:
        PhotoError: As `read_photo`.
        InvalidRequestError: The mask has another size.
    """
    path = Path(path)
    kind, image = open_checked(path, expected=size)
    _refuse_other_colors(path, image)
    orientation = 1
    if kind is Format.TIFF:
        orientation = max(1, min(8, tiff.read_directory(path).number(tiff.ORIENTATION) or 1))
    else:
        orientation = orientation_of(read_metadata(path, kind)[0].exif)
    found = (int(image.height), int(image.width))
    if orientation >= 5:
        found = found[::-1]
    if size is not None and found != size:
        # Before decoding: a wrong file may be a large one.
        raise InvalidRequestError(
            f"The mask is {found[1]} x {found[0]} pixels and the photo {size[1]} x {size[0]}; "
            "they must be of the same size."
        )
    pixels = _decode(path, image)
    levels = (
        (pixels >> 8).astype(np.uint8) if pixels.dtype == np.uint16 else pixels.astype(np.uint8, copy=False)
    )
    return np.ascontiguousarray(turned_upright(_hole(levels), orientation))


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


def _hole(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    channels = pixels.shape[2]
    is_white = _luma(pixels) > 127
    if channels in (1, 3):
        return is_white
    is_clear = pixels[..., -1] <= 127
    if not is_clear.any():
        return is_white
    opaque = pixels[~is_clear][:, : channels - 1]
    is_two_toned = bool(((opaque <= 8) | (opaque >= 247)).all())
    if not is_two_toned:
        return is_clear
    white = is_white & ~is_clear
    return white if opaque.size and white.sum() == opaque.shape[0] else is_clear | white


def _luma(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[Any]:
    if pixels.shape[2] <= 2:
        return pixels[..., 0]
    weights = np.array([19595, 38470, 7471], np.uint32)  # Rec. 601 in 16-bit fractions
    return (pixels[..., :3].astype(np.uint32) @ weights + 32768) >> 16


def _profile(image: Any) -> bytes | None:
    if image.get_typeof("icc-profile-data") == 0:
        return None
    profile = bytes(image.get("icc-profile-data"))
    return profile if profile else None


def _refuse_other_colors(path: Path, image: Any) -> None:
    interpretation, bands, sample = str(image.interpretation), int(image.bands), str(image.format)
    profile = _profile(image)
    if interpretation == "cmyk" or (profile and color_space(profile) == "CMYK"):
        raise PhotoError(f"{path} is a CMYK file; please convert it to RGB first.")
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


def _decode(path: Path, image: Any) -> Pixels:
    """All pixels as (H, W, bands), as stored."""
    try:
        pixels = image.numpy()
    except pyvips.Error as error:
        raise damaged(path) from error
    except MemoryError as error:
        raise PhotoError(f"There is not enough memory to open {path}.") from error
    # libvips drops axes of length one.
    return pixels.reshape(image.height, image.width, image.bands)
