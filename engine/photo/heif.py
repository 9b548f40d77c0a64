"""HEIC photographs, read only: the optional extra `heic` (pi-heif).

Of the two wheels that bring libheif, pillow-heif carries the x265 encoder, which is under the GPL; pi-heif
carries libheif and libde265 alone, both under the LGPL and replaceable. Nothing here writes HEIC: an encoder
free of the GPL is not among them, and a lossy file would change every known pixel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.photo.containers import EXIF_PREFIX
from engine.photo.headers import check_memory, damaged
from engine.photo.photo import Decoded, Metadata
from engine.photo.raw import display_p3
from engine.protocol import PhotoError

_P3_PRIMARIES = 12
_HDR_CURVES = {16: "PQ", 18: "HLG"}


def read_heif(path: Path) -> Decoded:
    """Reads the main picture of a HEIC file.

    Args:
        path: The file.

    Returns:
        (H, W, 1..4), uint8, or uint16 for more than 8 bits; upright, for the file's own turns are applied.

    Raises:
        PhotoError: The extra is not installed; the file is damaged; it is an HDR picture.
    """
    try:
        import pi_heif
    except ImportError as error:
        raise PhotoError(
            f"{path} is a HEIC picture: install the extra “lacuna[heic]” to open it, "
            "or convert it to a TIFF or PNG first."
        ) from error
    try:
        file = pi_heif.open_heif(str(path), convert_hdr_to_8bit=False)
        image = file[file.primary_index]
        info = dict(image.info)
        is_deep = int(info.get("bit_depth", 8)) > 8
        check_memory(path, int(image.size[0]), int(image.size[1]), 4 * (2 if is_deep else 1))
        profile = _profile(path, info)
        pixels = np.array(image)
    except (ValueError, EOFError, SyntaxError, RuntimeError, OSError) as error:
        raise damaged(path) from error
    pixels = pixels if pixels.ndim == 3 else pixels[..., None]
    if is_deep:
        pixels = _whole_range(pixels.astype(np.uint16, copy=False), int(info["bit_depth"]))
    exif = info.get("exif") or b""
    metadata = Metadata(
        exif=exif.removeprefix(EXIF_PREFIX) or None,
        xmp=info.get("xmp") or None,
        dropped=tuple(second_pictures(info, len(file))),
    )
    return Decoded(pixels, profile, metadata)


def second_pictures(info: Mapping[str, Any], images: int) -> Iterator[str]:
    """Names what else a HEIC file shows: it may still show the erased object, and is left behind.

    Args:
        info: What pi-heif says of the main picture.
        images: How many pictures the file holds.
    """
    if info.get("thumbnails"):
        yield "a preview picture"
    if info.get("depth_images"):
        yield "a depth map"
    kinds = [str(kind).lower() for kind in info.get("aux") or ()]
    if any("gainmap" in kind for kind in kinds):
        yield "an HDR gain map"
    if any("gainmap" not in kind for kind in kinds):
        yield "auxiliary pictures (mattes, for instance)"
    if images > 1:
        yield "further pictures in the file"


def _profile(path: Path, info: Mapping[str, Any]) -> bytes | None:
    profile = info.get("icc_profile")
    if profile:
        return bytes(profile)
    colors = info.get("nclx_profile") or {}
    curve = _HDR_CURVES.get(int(colors.get("transfer_characteristics", 0)))
    if curve is not None:
        raise PhotoError(f"{path} is an HDR picture ({curve}); please export it in standard range first.")
    return display_p3() if int(colors.get("color_primaries", 0)) == _P3_PRIMARIES else None


def _whole_range(pixels: npt.NDArray[np.uint16], bits: int) -> npt.NDArray[np.uint16]:
    """Values shifted up from `bits` bits, their upper bits repeated below: white becomes 65535."""
    return pixels | (pixels >> np.uint16(bits))
