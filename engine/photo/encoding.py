"""Writes pixels and metadata into each file format.

Pillow writes JPEG, because it takes the source's quantization tables, and WebP; libvips writes PNG and TIFF.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import numpy.typing as npt
from PIL import Image

from engine.photo import containers
from engine.photo.lossless import image_of, save_png, save_tiff
from engine.photo.photo import Format, JpegCoding, Metadata, Photo, WriteOptions

Stored = npt.NDArray[Any]
"""(H, W, 1..4) uint8 or uint16, as a file holds them: turned, gray reduced, of a depth that fits."""

_SEGMENT_BYTES = 65533
_DEFAULT_QUALITY = 95


def encode(
    path: Path, pixels: Stored, like: Photo, target: Format, metadata: Metadata, options: WriteOptions
) -> None:
    """Writes a file.

    Args:
        path: The file, replaced if it is there.
        pixels: As described at `Stored`.
        like: Where profile, resolution and compression come from.
        target: The format.
        metadata: Clean metadata.
        options: The quality.

    Raises:
        OSError: The disk is full, for instance.
    """
    pixels = np.ascontiguousarray(pixels)
    if target is Format.JPEG:
        _write_jpeg(path, pixels, like, metadata, options)
    elif target is Format.WEBP:
        _write_webp(path, pixels, like, metadata, options)
    elif target is Format.PNG:
        save_png(path, image_of(pixels, like), metadata)
    else:
        save_tiff(path, image_of(pixels, like), like, metadata)


def _write_jpeg(path: Path, pixels: Stored, like: Photo, metadata: Metadata, options: WriteOptions) -> None:
    coding: dict[str, Any]
    if options.quality is None and like.jpeg is not None:
        coding = _as_before(like.jpeg, pixels.shape[2])
    else:
        coding = {"quality": options.quality or _DEFAULT_QUALITY, "subsampling": 0}
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    _save(
        image,
        path,
        format="JPEG",
        icc_profile=like.profile,
        exif=containers.EXIF_PREFIX + metadata.exif if metadata.exif else b"",
        dpi=tuple(round(value * 25.4) for value in like.resolution) if max(like.resolution) > 1 else (0, 0),
        extra=_jpeg_segments(metadata),
        **coding,
    )


def _as_before(source: JpegCoding, channels: int) -> dict[str, Any]:
    tables = [list(table) for table in source.tables]
    coding: dict[str, Any] = {"qtables": tables[:1] if channels == 1 else tables}
    coding["progressive"] = source.is_progressive
    if channels == 3:
        coding["subsampling"] = max(source.subsampling, 0)
        coding["keep_rgb"] = source.is_rgb
    return coding


def _jpeg_segments(metadata: Metadata) -> bytes:
    """XMP, Photoshop's resources and comments as JPEG segments; EXIF and profile are Pillow's part."""
    segments = b""
    if metadata.xmp:
        segments += _segment(0xE1, containers.XMP_PREFIX + metadata.xmp)
    if metadata.xmp and metadata.xmp_extended:
        segments += _extended_xmp(metadata.xmp, metadata.xmp_extended)
    if metadata.photoshop:
        room = _SEGMENT_BYTES - len(containers.PHOTOSHOP_PREFIX)
        for at in range(0, len(metadata.photoshop), room):
            part = metadata.photoshop[at : at + room]
            segments += _segment(0xED, containers.PHOTOSHOP_PREFIX + part)
    for keyword, text in metadata.comments:
        comment = f"{keyword}: {text}" if keyword else text
        segments += _segment(0xFE, comment.encode("utf-8", "surrogateescape")[:_SEGMENT_BYTES])
    return segments


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _extended_xmp(packet: bytes, extended: bytes) -> bytes:
    """The extended packet in parts; the packet names it by a 32-digit GUID, its MD5."""
    at = packet.find(b"HasExtendedXMP")
    digits = bytes(c for c in packet[at + 14 : at + 80] if chr(c) in "0123456789ABCDEFabcdef")[:32]
    room = 65000
    return b"".join(
        _segment(
            0xE1,
            containers.XMP_EXTENSION_PREFIX
            + digits
            + struct.pack(">II", len(extended), start)
            + extended[start : start + room],
        )
        for start in range(0, len(extended), room)
    )


def _save(image: Image.Image, path: Path, **options: Any) -> None:
    with path.open("wb") as file:
        image.save(cast(BinaryIO, _WrittenWhole(file)), **options)


class _WrittenWhole:
    """A file without a number. Given one, Pillow writes to it in C and takes a piece that a full disk cut
    short for written: the JPEG ended there, and nothing was said."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def _write_webp(path: Path, pixels: Stored, like: Photo, metadata: Metadata, options: WriteOptions) -> None:
    if pixels.shape[2] <= 2:  # WebP knows no gray
        pixels = np.concatenate([np.repeat(pixels[..., :1], 3, axis=2), pixels[..., 1:]], axis=2)
    coding: dict[str, Any]
    if options.quality is None:
        # Every known pixel as it was. 4 megapixels: 0.8 s and 3.0 MB; the default method takes 3.4 s for
        # 5 % less.
        coding = {"lossless": True, "method": 1, "quality": 25}
    else:
        coding = {"quality": options.quality, "method": 4}
    _save(
        Image.fromarray(pixels),
        path,
        format="WEBP",
        exact=True,  # colors under full transparency too
        icc_profile=like.profile or b"",
        exif=metadata.exif or b"",
        xmp=metadata.xmp or b"",
        **coding,
    )
