"""Cameras' RAW files, developed plainly: the optional extra `raw` (rawpy, MIT; LibRaw, LGPL or CDDL).

Development keeps what later steps need: 16 bits, the wide gamut of Display P3, the exposure as it was shot,
the camera's white balance, no curve of taste. Whoever wants a look develops in a raw developer and opens
its TIFF.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyvips

from engine.photo import tiff
from engine.photo.containers import read_metadata
from engine.photo.headers import check_memory
from engine.photo.photo import Decoded, Format, Metadata
from engine.protocol import PhotoError

_SRGB_CURVE = (2.4, 12.92)
_PIXEL_BYTES = 3 * 2
_PRIVATE = "the camera's metadata (this kind of RAW file keeps them in a form of its own)"


def is_raw_tiff(path: Path) -> bool:
    """Whether a file that begins as a TIFF is a camera's RAW file: DNG, NEF, ARW and their like."""
    return tiff.is_raw(tiff.read_directory(path))


def read_raw(path: Path) -> Decoded:
    """Develops a RAW file.

    Args:
        path: The file.

    Returns:
        (H, W, 3) uint16 in Display P3, upright; metadata where the file is built like a TIFF.

    Raises:
        PhotoError: The extra is not installed; the file is damaged, or of a camera that is not known.
    """
    try:
        import rawpy
    except ImportError as error:
        raise PhotoError(
            f"{path} is a camera's RAW file: install the extra “lacuna[raw]” to open it, "
            "or develop it to a 16-bit TIFF first."
        ) from error
    try:
        with rawpy.imread(str(path)) as raw:
            check_memory(path, int(raw.sizes.width), int(raw.sizes.height), _PIXEL_BYTES)
            pixels = raw.postprocess(
                output_bps=16,
                output_color=rawpy.ColorSpace.P3D65,  # pyright: ignore[reportAttributeAccessIssue]
                gamma=_SRGB_CURVE,
                use_camera_wb=True,
                no_auto_bright=True,
            )
    except rawpy.LibRawError as error:  # pyright: ignore[reportAttributeAccessIssue]
        raise PhotoError(
            f"{path} is a RAW file that is damaged, or of a camera that is not supported."
        ) from error
    metadata = _metadata(path)
    return Decoded(np.ascontiguousarray(pixels), display_p3(), metadata)


@lru_cache(maxsize=1)
def display_p3() -> bytes:
    """The ICC profile of Display P3 that comes with libvips."""
    profile: Any = pyvips.Image.profile_load("p3")
    return bytes(profile)


def _metadata(path: Path) -> Metadata:
    with path.open("rb") as file:
        head = file.read(4)
    if head not in (b"II*\0", b"MM\0*"):
        return Metadata(dropped=(_PRIVATE,))
    found, _ = read_metadata(path, Format.TIFF)
    # Previews and the sensor's own data stay behind as a matter of course.
    return Metadata(exif=found.exif, xmp=found.xmp, photoshop=found.photoshop, iptc=found.iptc)
