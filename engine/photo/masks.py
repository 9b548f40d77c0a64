"""Reads masks from any image: white or transparent is hole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.photo import tiff
from engine.photo.containers import read_metadata
from engine.photo.exif import orientation_of
from engine.photo.headers import open_checked
from engine.photo.photo import Format
from engine.photo.reading import decoded, refuse_other_colors, turned_upright
from engine.protocol import CmykError, InvalidRequestError, PhotoError

_OTHER_SIZE = "The mask is {} x {} pixels and the photo {} x {}; they must be of the same size."


def read_mask(
    path: str | os.PathLike[str], size: tuple[int, int] | None = None, other_size: str = _OTHER_SIZE
) -> npt.NDArray[np.bool_]:
    """Reads a mask from any supported image.

    White (luma above 127 of 255) is the hole. In pictures with transparent parts, those are the hole;
    where their opaque parts are pure black and white, white is hole as well; and where these are white
    only, as in a layer of painted strokes, the strokes are the hole and not what surrounds them.

    Args:
        path: The file.
        size: (height, width) that the mask must have; None takes any.
        other_size: The sentence for another size, as in `read_levels`.

    Returns:
        (H, W), true = hole, upright.

    Raises:
        PhotoError: As `read_photo`.
        InvalidRequestError: The mask has another size.
    """
    return np.ascontiguousarray(_hole(read_levels(Path(path), size, other_size)))


def brightest(path: Path) -> int:
    """The highest luma in a mask, 0..255: what is to be said of one that marks nothing.

    Raises:
        PhotoError: As `read_photo`.
    """
    return int(_luma(read_levels(path, None, _OTHER_SIZE)).max())


def read_levels(path: Path, size: tuple[int, int] | None, other_size: str) -> npt.NDArray[np.uint8]:
    """Reads the pixels of a picture that says something about a photo's pixels.

    Args:
        path: The file.
        size: (height, width) that it must have; None takes any.
        other_size: The sentence for another size, with gaps for its width and height and the photo's.

    Returns:
        (H, W, channels) of 8 bits, upright.

    Raises:
        PhotoError: As `read_photo`.
        InvalidRequestError: It has another size.
    """
    kind, image = open_checked(path, expected=size)
    try:
        refuse_other_colors(path, image)
    except CmykError as error:  # which promises that it may be converted: photos may, masks are not
        raise PhotoError(error.user_message) from error
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
        raise InvalidRequestError(other_size.format(*found[::-1], *size[::-1]))
    pixels = decoded(path, image)
    levels = (
        (pixels >> 8).astype(np.uint8) if pixels.dtype == np.uint16 else pixels.astype(np.uint8, copy=False)
    )
    return turned_upright(levels, orientation)


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
