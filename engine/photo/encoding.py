"""Writes pixels and metadata into each file format.

libvips writes PNG and TIFF (16 bit, exact), Pillow writes JPEG (it takes the source's tables) and WebP. Of
the metadata both would write their own version; here the bytes go in as they are.
"""

from __future__ import annotations

import errno
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pyvips
from PIL import Image

from engine.photo import containers, tiff
from engine.photo.photo import Format, JpegCoding, Metadata, Photo, WriteOptions

Stored = npt.NDArray[Any]
"""(H, W, 1..4) uint8 or uint16, as a file holds them: turned, gray reduced, of a depth that fits."""

_SEGMENT_BYTES = 65533
_DEFAULT_QUALITY = 95
# Above this a TIFF's offsets may not fit into 32 bits, compressed or not.
_BIG_TIFF_BYTES = 3_900_000_000


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
        options: JPEG quality.

    Raises:
        OSError: The disk is full, for instance.
    """
    pixels = np.ascontiguousarray(pixels)
    if target is Format.JPEG:
        _write_jpeg(path, pixels, like, metadata, options)
    elif target is Format.WEBP:
        _write_webp(path, pixels, like, metadata)
    elif target is Format.PNG:
        _write_png(path, pixels, like, metadata)
    else:
        _write_tiff(path, pixels, like, metadata)


def _write_jpeg(path: Path, pixels: Stored, like: Photo, metadata: Metadata, options: WriteOptions) -> None:
    coding: dict[str, Any]
    if options.jpeg_quality is None and like.jpeg is not None:
        coding = _as_before(like.jpeg, pixels.shape[2])
    else:
        coding = {"quality": options.jpeg_quality or _DEFAULT_QUALITY, "subsampling": 0}
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    image.save(
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


def _write_webp(path: Path, pixels: Stored, like: Photo, metadata: Metadata) -> None:
    if pixels.shape[2] <= 2:  # WebP knows no gray
        pixels = np.concatenate([np.repeat(pixels[..., :1], 3, axis=2), pixels[..., 1:]], axis=2)
    Image.fromarray(pixels).save(
        path,
        format="WEBP",
        lossless=True,  # a lossy WebP would change every known pixel
        exact=True,  # colors under full transparency too
        icc_profile=like.profile or b"",
        exif=metadata.exif or b"",
        xmp=metadata.xmp or b"",
    )


def _vips_image(pixels: Stored, like: Photo) -> Any:
    height, width, bands = pixels.shape
    is_deep = pixels.dtype == np.uint16
    image: Any = pyvips.Image.new_from_memory(
        pixels.data, width, height, bands, "ushort" if is_deep else "uchar"
    )
    kind = ("grey16" if is_deep else "b-w") if bands <= 2 else ("rgb16" if is_deep else "srgb")
    image = image.copy(interpretation=kind, xres=like.resolution[0], yres=like.resolution[1])
    if like.profile is not None:
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", like.profile)
    return image


def _write_png(path: Path, pixels: Stored, like: Photo, metadata: Metadata) -> None:
    with path.open("wb") as file:
        splicer = _PngSplicer(file, _png_chunks(metadata))
        target = pyvips.TargetCustom()
        target.on_write(splicer.write)
        # "sub" halves photographs compared with no filter, and costs a tenth of the time of trying all.
        _run(
            lambda: _vips_image(pixels, like).pngsave_target(target, keep="icc", filter="sub", compression=6),
            splicer,
        )


class _PngSplicer:
    """Passes a PNG on to a file and puts chunks in front of its pixels."""

    def __init__(self, file: BinaryIO, chunks: bytes) -> None:
        self._file = file
        self._chunks = chunks
        self._head = b""
        self._is_past_head = False
        self.error: OSError | None = None

    def write(self, data: Any) -> int:
        """Called by libvips for each piece; returns how much was taken, -1 for a failure."""
        try:
            if self._is_past_head:
                self._file.write(data)
            else:
                self._take_head(bytes(data))
        except OSError as error:
            self.error = error
            return -1
        return len(data)

    def _take_head(self, data: bytes) -> None:
        self._head += data
        at = 8
        while at + 8 <= len(self._head):
            size, kind = struct.unpack_from(">I4s", self._head, at)
            if kind == b"IDAT":
                self._file.write(self._head[:at] + self._chunks + self._head[at:])
                self._head, self._is_past_head = b"", True
                return
            at += 12 + size


def _png_chunks(metadata: Metadata) -> bytes:
    chunks = b""
    if metadata.exif:
        chunks += _png_chunk(b"eXIf", metadata.exif)
    if metadata.xmp:
        # keyword, no compression, no language, no translation, text
        chunks += _png_chunk(b"iTXt", containers.PNG_XMP.encode() + b"\0\0\0\0\0" + metadata.xmp)
    for keyword, text in metadata.comments:
        name = (keyword or "Comment").encode("latin-1", "replace")[:79]
        chunks += _png_chunk(b"iTXt", name + b"\0\0\0\0\0" + text.encode("utf-8", "replace"))
    return chunks


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _write_tiff(path: Path, pixels: Stored, like: Photo, metadata: Metadata) -> None:
    compression = like.compression or "deflate"
    options: dict[str, Any] = {} if compression == "none" else {"predictor": "horizontal"}
    options["bigtiff"] = pixels.nbytes > _BIG_TIFF_BYTES
    _run(
        lambda: _vips_image(pixels, like).tiffsave(str(path), compression=compression, keep="icc", **options)
    )
    order = "<" if np.little_endian else ">"
    values = {tiff.ORIENTATION: tiff.Value(3, 1, struct.pack(order + "H", 1))}
    for tag, kind, data in (
        (tiff.XMP, 1, metadata.xmp),
        (tiff.IPTC, 7, metadata.iptc),
        (tiff.PHOTOSHOP, 7, metadata.photoshop),
    ):
        if data:
            values[tag] = tiff.Value(kind, len(data), data)
    tiff.add_metadata(path, metadata.exif, values)


def _run(save: Callable[[], object], splicer: _PngSplicer | None = None) -> None:
    """Runs a save of libvips and turns its failure into the system's error behind it."""
    try:
        save()
    except pyvips.Error as error:
        if splicer is not None and splicer.error is not None:
            raise splicer.error from error
        raise _system_error(str(error)) from error


def _system_error(message: str) -> OSError:
    for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES):
        if os.strerror(code).lower() in message.lower():
            return OSError(code, os.strerror(code))
    return OSError(errno.EIO, message.strip().splitlines()[-1] if message.strip() else "write failed")
