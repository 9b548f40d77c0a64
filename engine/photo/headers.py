"""Looks at a file before decoding it: what it claims to be, and whether that can be true.

A few bytes can claim a picture of gigabytes. Decoders believe them and allocate; here the claim is held
against the length of the file and the memory at hand first, which costs milliseconds.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import psutil
import pyvips

from engine.photo.names import check_name
from engine.photo.photo import Format
from engine.protocol import PhotoError

# libvips remembers opened files by name; a photo written anew must not be read from that memory.
pyvips.cache_set_max(0)

# Flat pictures compress 200:1 in JPEG and 1000:1 in PNG, photographs never beyond some 100:1. Small
# pictures may be as flat as they like.
_MOST_COMPRESSED = 500
_ALWAYS_FINE_BYTES = 256 * 1024 * 1024
# Decoding, one result and the working memory of a fill beside it.
_MEMORY_FACTOR = 2.5

_OTHER_KINDS = {
    b"GIF8": "a GIF",
    b"BM": "a BMP",
    b"8BPS": "a Photoshop document",
    b"%PDF": "a PDF",
    b"<svg": "an SVG drawing",
    b"<?xml": "an XML file",
}
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"heim", b"heis")


def sniff(path: Path) -> Format:
    """The format by the file's first bytes; its name plays no part.

    Raises:
        PhotoError: The file is missing, unreadable, empty, of another kind, or of a name that cannot be read.
    """
    check_name(path)
    try:
        if path.is_dir():
            raise PhotoError(f"{path} is a folder, not a photo.")
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as error:
        raise PhotoError(f"There is no file {path}.") from error
    except OSError as error:
        raise PhotoError(f"{path} cannot be read: {error.strerror}.") from error
    if head[:3] == b"\xff\xd8\xff":
        return Format.JPEG
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return Format.PNG
    if head[:4] == b"II*\0" and head[8:10] == b"CR":
        return Format.RAW
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return Format.TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head.startswith((b"FUJIFILM", b"IIU\0", b"IIRO", b"IIRS", b"MMOR")) or head[4:12] == b"ftypcrx ":
        return Format.RAW
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return Format.HEIF
    raise PhotoError(_not_a_photo(path, head))


def _not_a_photo(path: Path, head: bytes) -> str:
    supported = "JPEG, PNG, TIFF and WebP files are supported"
    if not head:
        return f"{path} is empty."
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"):
        return f"{path} is an AVIF picture; {supported}, please convert it first."
    for start, kind in _OTHER_KINDS.items():
        if head.startswith(start):
            return f"{path} is {kind}; {supported}."
    return f"{path} is not an image that can be read; {supported}."


def open_checked(
    path: Path, is_whole: bool = True, expected: tuple[int, int] | None = None
) -> tuple[Format, Any]:
    """Opens a file lazily, after its header has been found plausible.

    Args:
        path: The file.
        is_whole: All pixels will be held in memory at once, and have to fit.
        expected: A (height, width) that is believed however little it takes: masks are nearly flat.

    Returns:
        The format, and a libvips image of which nothing but the header has been read.

    Raises:
        PhotoError: As `sniff`; or the header is damaged, or claims more than file and memory can hold.
    """
    kind = sniff(path)
    if kind in (Format.RAW, Format.HEIF):
        raise PhotoError(f"{path} is a {kind.upper()} file; a mask must be a PNG, TIFF, JPEG or WebP.")
    length = path.stat().st_size
    if kind is Format.PNG:
        # libpng allocates for the header's claim even when it then refuses the file.
        _check_png_header(path, expected)
    try:
        # "error" includes truncation: the default hands out half a picture without a word.
        image = pyvips.Image.new_from_file(str(path), access="sequential", fail_on="error", memory=False)
    except pyvips.Error as error:
        if kind is Format.TIFF:  # which allows more than anybody reads: odd depths, CIELAB, codecs
            raise PhotoError(f"{path} is damaged, or a kind of TIFF that cannot be read.") from error
        raise damaged(path) from error
    sample_bytes = {"uchar": 1, "char": 1, "ushort": 2, "short": 2}.get(str(image.format), 4)
    pixel_bytes = int(image.bands) * sample_bytes
    _check_claim(path, length, int(image.width), int(image.height), pixel_bytes, expected)
    if is_whole:
        check_memory(path, int(image.width), int(image.height), pixel_bytes)
    if kind is not Format.JPEG:
        _check_complete(path, kind, length)
    return kind, image


def damaged(path: Path) -> PhotoError:
    """The sentence for a file that stops half way or makes no sense."""
    return PhotoError(f"{path} is damaged or incomplete and cannot be read.")


def _check_claim(
    path: Path, length: int, width: int, height: int, pixel_bytes: int, expected: tuple[int, int] | None
) -> None:
    claimed = width * height * pixel_bytes
    if expected in ((height, width), (width, height)):
        return
    if claimed > max(_ALWAYS_FINE_BYTES, length * _MOST_COMPRESSED):
        raise PhotoError(
            f"{path} claims to be {width} x {height} pixels but is only {length:,} bytes long; "
            "that is no photo, and it was not opened."
        )


def check_memory(path: Path, width: int, height: int, pixel_bytes: int) -> None:
    """Refuses a picture that would not fit into the memory that is free.

    Raises:
        PhotoError: It would not.
    """
    claimed = width * height * pixel_bytes
    needed, free = claimed * _MEMORY_FACTOR, psutil.virtual_memory().available
    if needed > free:
        raise PhotoError(
            f"{path} ({width} x {height} pixels) needs about {needed / 1e9:.1f} GB of memory, "
            f"and only {free / 1e9:.1f} GB are free."
        )


def _check_png_header(path: Path, expected: tuple[int, int] | None) -> None:
    with path.open("rb") as file:
        head = file.read(33)
    if len(head) < 33 or head[12:16] != b"IHDR":
        raise damaged(path)
    width, height, bits, color = struct.unpack(">IIBB", head[16:26])
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(color, 4)
    _check_claim(path, path.stat().st_size, width, height, max(1, channels * bits // 8), expected)


def _check_complete(path: Path, kind: Format, length: int) -> None:
    """Finds cuts that decoders overlook, because they stop reading after the last pixel."""
    with path.open("rb") as file:
        if kind is Format.WEBP:
            (claimed,) = struct.unpack("<I", file.read(8)[4:])
            if claimed + 8 > length:
                raise damaged(path)
        elif kind is Format.PNG:
            position = 8
            while True:
                file.seek(position)
                chunk = file.read(8)
                if len(chunk) < 8:
                    raise damaged(path)
                (size,) = struct.unpack(">I", chunk[:4])
                position += 12 + size
                if position > length:
                    raise damaged(path)
                if chunk[4:] == b"IEND":
                    return
