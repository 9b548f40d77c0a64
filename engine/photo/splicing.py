"""Takes the untouched blocks of a JPEG from its source: no decoding, no coding, no change at all.

A JPEG coded anew with the source's own tables still differs in some percent of its pixels, because color is
stored at half resolution and was interpolated in between. Its coefficients can be copied instead, for every
group of blocks in which no pixel was changed.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

log = logging.getLogger(__name__)

_BLOCK_PX = 8
_APP0 = 0xE0
# Start of image, then an APP0 of 16 bytes with its marker.
_HEADER_WITH_JFIF = b"\xff\xd8\xff\xe0\x00\x10JFIF\0"
_JFIF_BYTES = 18


def splice(path: Path, source: Path, changed: npt.NDArray[np.bool_]) -> bool:
    """Replaces the blocks of `path` that hold no changed pixel by those of `source`.

    Args:
        path: A JPEG written with the tables, the sampling and the size of the source.
        source: The JPEG that it was made from.
        changed: (H, W), true where a pixel differs, turned as the files are stored.

    Returns:
        Whether it was done. It is left undone, and `path` as it is, where jpeglib is not installed (it
        has no wheels for Windows) or the two files are not coded alike.
    """
    try:
        import jpeglib
    except ImportError:
        return False
    try:
        target, original = jpeglib.read_dct(str(path)), jpeglib.read_dct(str(source))
    except (OSError, ValueError, IndexError, AttributeError) as error:
        log.info("blocks are not taken over: %s", error)
        return False
    if changed.shape != (int(target.height), int(target.width)) or not _alike(target, original):
        return False
    groups = np.asarray(target.samp_factor)
    touched = _touched_groups(changed, _BLOCK_PX * groups.max(axis=0))
    for name, (down, across) in zip(("Y", "Cb", "Cr"), groups, strict=False):
        blocks = getattr(target, name)
        kept = ~touched.repeat(down, axis=0).repeat(across, axis=1)[: blocks.shape[0], : blocks.shape[1]]
        blocks[kept] = getattr(original, name)[kept]
    target.write_dct(str(path))
    _drop_second_jfif(path, any(int(marker.type) == _APP0 for marker in target.markers))
    return True


def _alike(target: Any, original: Any) -> bool:
    return (
        not target.has_black
        and int(target.num_components) == int(original.num_components)
        and (int(target.height), int(target.width)) == (int(original.height), int(original.width))
        and np.array_equal(target.samp_factor, original.samp_factor)
        and target.jpeg_color_space == original.jpeg_color_space
        and all(
            np.array_equal(target.get_component_qt(index), original.get_component_qt(index))
            for index in range(int(target.num_components))
        )
    )


def _touched_groups(changed: npt.NDArray[np.bool_], group_px: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """For every group of blocks (an MCU) whether it holds a changed pixel."""
    height, width = changed.shape
    down, across = (int(value) for value in group_px)
    rows = np.logical_or.reduceat(changed, np.arange(0, height, down), axis=0)
    return np.logical_or.reduceat(rows, np.arange(0, width, across), axis=1)


def _drop_second_jfif(path: Path, has_own: bool) -> None:
    """jpeglib puts a JFIF header of its own in front of the one that it was given."""
    data = path.read_bytes()
    if has_own and data.startswith(_HEADER_WITH_JFIF):
        path.write_bytes(data[:2] + data[2 + _JFIF_BYTES :])
