"""Writes a JPEG from its source's own blocks: what no changed pixel lies in is copied, never coded anew.

A JPEG coded anew with the source's own tables still differs in some percent of its pixels, because color is
stored at half resolution and was interpolated in between. Its coefficients can be copied instead, for every
group of blocks (MCU) in which no pixel was changed. Only the part that holds the changed groups is coded.

This takes memory for all coefficients twice: 1.2 GB for 100 megapixels whose color is not subsampled.
libjpeg gives and takes them as whole pictures, never in strips, and jpeglib hands over another copy. (libvips
codes in strips, but with tables of its own.) Where there is less, the photo is coded anew.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import psutil

from engine.regions import Box, bounding_box

log = logging.getLogger(__name__)

_BLOCK_PX = 8
_COMPONENTS = ("Y", "Cb", "Cr")
_APP0 = 0xE0
# Start of image, then an APP0 of 16 bytes with its marker.
_HEADER_WITH_JFIF = b"\xff\xd8\xff\xe0\x00\x10JFIF\0"
_JFIF_BYTES = 18

Encode = Callable[[Path, npt.NDArray[Any]], None]


def write_spliced(
    path: Path,
    source: Path,
    pixels: npt.NDArray[Any],
    changed: npt.NDArray[np.bool_],
    encode: Encode,
) -> bool:
    """Writes a changed JPEG with all blocks of its source that hold no changed pixel.

    Args:
        path: The file to write.
        source: The JPEG that the pixels were read from.
        pixels: (H, W, 1 or 3), turned as the source is stored.
        changed: (H, W), true where a pixel differs from the source.
        encode: Writes pixels to a JPEG with the source's tables and sampling, and with all metadata.

    Returns:
        Whether it was done. It is left undone where jpeglib is not installed (it has no wheels for
        Windows), or cannot read the source or write the file, or the two codings differ, or memory is short.
    """
    try:
        import jpeglib
    except ImportError:
        return False
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder, "part.jpg")
        try:
            whole = jpeglib.read_dct(str(source))
            if not _fits_memory(whole):
                return False
            groups = np.asarray(whole.samp_factor)
            down, across = (int(value) for value in _BLOCK_PX * groups.max(axis=0))
            touched = _touched_groups(changed, down, across)
            # In units of groups; a photo without a change still needs a part, to carry the metadata.
            box = bounding_box(touched) if touched.any() else Box(0, 0, 1, 1)
            encode(part, pixels[box.y0 * down : box.y1 * down, box.x0 * across : box.x1 * across])
            coded = jpeglib.read_dct(str(part))
            # Coefficients are read when they are first looked at, and that may fail too.
            loaded = whole.Y is not None and coded.Y is not None
        except (OSError, ValueError, IndexError, AttributeError) as error:
            log.info("blocks are not taken over: %s", error)
            return False
        is_same_size = changed.shape == (int(whole.height), int(whole.width))
        if not (loaded and is_same_size and _are_alike(whole, coded)):
            return False
        for name, (rows, columns) in zip(_COMPONENTS, groups, strict=False):
            _take_over(getattr(whole, name), getattr(coded, name), touched, box, int(rows), int(columns))
        for name in _COMPONENTS:
            if getattr(whole, name) is not None:
                setattr(whole, name, getattr(whole, name).view(_Lent))
        whole.markers = coded.markers
        try:
            whole.write_dct(str(path))
        except OSError as error:
            # It does not say whether disk or memory ran out; whoever codes the photo anew needs less memory,
            # and finds out about the disk.
            log.info("blocks cannot be written: %s", error)
            return False
    _drop_second_jfif(path, any(int(marker.type) == _APP0 for marker in whole.markers))
    return True


class _Lent(np.ndarray):
    """Coefficients that are not copied on their way to libjpeg: jpeglib converts what is of the right type
    already, 144 MB for 24 megapixels, beside libjpeg's own copy."""

    def astype(self, dtype: Any, *_: Any, **__: Any) -> Any:
        if self.dtype == dtype and self.flags.c_contiguous:
            return self.view(np.ndarray)
        return super().astype(dtype)


def _fits_memory(whole: Any) -> bool:
    """Whether there is room for the coefficients, and for libjpeg's own copy of them."""
    blocks = sum(
        int(whole.height_in_blocks(component)) * int(whole.width_in_blocks(component))
        for component in range(int(whole.num_components))
    )
    needed = 2 * blocks * _BLOCK_PX**2 * np.dtype(np.int16).itemsize
    free = psutil.virtual_memory().available
    if needed > free:
        log.info("blocks are not taken over: that takes %d MB, and %d MB are free", needed >> 20, free >> 20)
    return needed <= free


def _are_alike(whole: Any, coded: Any) -> bool:
    count = int(whole.num_components)
    return (
        not whole.has_black
        and count == int(coded.num_components)
        and np.array_equal(whole.samp_factor, coded.samp_factor)
        and whole.jpeg_color_space == coded.jpeg_color_space
        and all(
            np.array_equal(whole.get_component_qt(index), coded.get_component_qt(index))
            for index in range(count)
        )
    )


def _touched_groups(changed: npt.NDArray[np.bool_], down: int, across: int) -> npt.NDArray[np.bool_]:
    """For every group of down x across pixels whether it holds a changed one."""
    height, width = changed.shape
    rows = np.logical_or.reduceat(changed, np.arange(0, height, down), axis=0)
    return np.logical_or.reduceat(rows, np.arange(0, width, across), axis=1)


def _take_over(
    whole: npt.NDArray[np.int16],
    coded: npt.NDArray[np.int16],
    touched: npt.NDArray[np.bool_],
    box: Box,
    rows: int,
    columns: int,
) -> None:
    """Sets the coded blocks of touched groups into the whole picture's; `rows` x `columns` to a group."""
    top, left = box.y0 * rows, box.x0 * columns
    target = whole[top : top + coded.shape[0], left : left + coded.shape[1]]
    where = touched[box.slices].repeat(rows, axis=0).repeat(columns, axis=1)
    # At the right and lower border the last group is not full.
    height, width = target.shape[:2]
    target[where[:height, :width]] = coded[:height, :width][where[:height, :width]]


def _drop_second_jfif(path: Path, has_own: bool) -> None:
    """jpeglib puts a JFIF header of its own in front of the one that it was given."""
    data = path.read_bytes()
    if has_own and data.startswith(_HEADER_WITH_JFIF):
        path.write_bytes(data[:2] + data[2 + _JFIF_BYTES :])
