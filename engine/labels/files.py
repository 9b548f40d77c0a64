"""Label maps as pictures: indexed PNGs whose colors are the labels', and whose indices are their codes."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from engine.labels.codes import check_codes
from engine.labels.vocabulary import UNKNOWN, labels_by_code
from engine.photo.atomic import replacing
from engine.photo.masks import read_levels
from engine.protocol import InvalidRequestError

Codes = npt.NDArray[np.uint8]

UNKNOWN_COLOR = (0, 0, 0)
_OTHER_SIZE = "The label map is {} x {} pixels and the photo {} x {}; they must be of the same size."
# Rows that are looked up at once: memory follows the width of a map.
_ROWS = 256


def write_labels(path: Path, codes: Codes) -> None:
    """Writes a label map (H, W) as an indexed PNG, completely or not at all.

    Raises:
        InvalidRequestError: The file is not named as a PNG.
        PhotoError: It cannot be written.
    """
    check_label_output(path)
    picture = Image.fromarray(np.ascontiguousarray(codes))
    picture.putpalette(_palette())
    with replacing(path) as part:
        picture.save(part, "PNG", optimize=True)


def check_label_output(path: Path) -> None:
    """Refuses names that do not promise a PNG: other formats would change colors, and so labels.

    Raises:
        InvalidRequestError: The name is one of these.
    """
    if path.suffix.lower() != ".png":
        raise InvalidRequestError(f"Label maps are written as PNG; please name {path.name} so.")


def read_labels(path: str | os.PathLike[str], size: tuple[int, int]) -> Codes:
    """Reads a label map from a picture in the labels' own colors, or a gray one whose levels are codes.

    Black and transparent pixels are unknown.

    Args:
        path: Any picture, indexed or RGB, that keeps colors exactly.
        size: (height, width) that it must have.

    Returns:
        (H, W) uint8 codes, 0 = unknown.

    Raises:
        PhotoError: It cannot be read.
        InvalidRequestError: It has another size, or colors that are no label's.
    """
    path = Path(path)
    pixels = read_levels(path, size, _OTHER_SIZE)
    channels = pixels.shape[2]
    codes = pixels[..., 0].copy() if channels <= 2 else _codes_of_colors(path, pixels)
    if channels in (2, 4):
        codes[pixels[..., -1] == 0] = UNKNOWN
    check_codes(codes, f"The label map {path}")
    return codes


def _codes_of_colors(path: Path, pixels: npt.NDArray[np.uint8]) -> Codes:
    # A color is a number of 24 bits; the labels' stand in order, so that they can be searched.
    table = {UNKNOWN_COLOR: UNKNOWN, **{label.color: code for code, label in labels_by_code().items()}}
    known = np.array(sorted(_packed(np.array(color, np.uint8)) for color in table), np.uint32)
    codes = np.array([table[_color(number)] for number in known], np.uint8)
    result = np.empty(pixels.shape[:2], np.uint8)
    for top in range(0, len(pixels), _ROWS):
        part = pixels[top : top + _ROWS]
        colors = _packed(part[..., :3])
        at = np.searchsorted(known, colors).clip(0, len(known) - 1)
        is_foreign = known[at] != colors
        if part.shape[2] == 4:
            is_foreign &= part[..., 3] > 0
        if is_foreign.any():
            red, green, blue = _color(int(colors[is_foreign][0]))
            raise InvalidRequestError(
                f"The label map {path} holds the color {red}, {green}, {blue}, which is no label's."
            )
        result[top : top + _ROWS] = codes[at]
    return result


def _packed(colors: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    wide = colors.astype(np.uint32)
    return np.asarray((wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2], np.uint32)


def _color(number: int) -> tuple[int, int, int]:
    return int(number) >> 16, int(number) >> 8 & 255, int(number) & 255


def _palette() -> list[int]:
    labels = labels_by_code()
    colors = [labels[code].color if code in labels else UNKNOWN_COLOR for code in range(max(labels) + 1)]
    return [level for color in colors for level in color]
