"""What is known about an opened photograph, and how one is to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from engine.protocol import Pixels


class Format(StrEnum):
    """File formats that photos are read from; all but the last two are written too."""

    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    WEBP = "webp"
    RAW = "raw"
    HEIF = "heif"


SUFFIXES = {
    ".jpg": Format.JPEG,
    ".jpeg": Format.JPEG,
    ".jpe": Format.JPEG,
    ".png": Format.PNG,
    ".tif": Format.TIFF,
    ".tiff": Format.TIFF,
    ".webp": Format.WEBP,
}


_RAW_SUFFIXES = frozenset(
    f".{name}"
    for name in "3fr arw cr2 cr3 dng erf iiq mef mos nef nrw orf pef raf raw rw2 srw x3f".split()  # noqa: SIM905
)
_HEIC_SUFFIXES = frozenset((".heic", ".heif", ".hif"))
READ_SUFFIXES = frozenset(SUFFIXES) | _RAW_SUFFIXES | _HEIC_SUFFIXES
"""Names of files that are taken for photos; what they are is read from their first bytes."""


@dataclass(frozen=True)
class JpegCoding:
    """How a JPEG was compressed; writing it the same way leaves nearly every known pixel as it was.

    Attributes:
        tables: Quantization tables, 64 numbers each, by component; the last one serves all others.
        subsampling: Pillow's code: 0 = 4:4:4, 1 = 4:2:2, 2 = 4:2:0; -1 for any other.
        is_progressive: Written in several scans.
        is_rgb: Stored as RGB instead of YCbCr.
    """

    tables: tuple[tuple[int, ...], ...]
    subsampling: int
    is_progressive: bool
    is_rgb: bool


@dataclass(frozen=True)
class Metadata:
    """Metadata as raw bytes, the way the file has them; cleaning happens on writing.

    Attributes:
        exif: A TIFF structure ("II*" or "MM"), without the "Exif" prefix of JPEG.
        xmp: The XMP packet.
        xmp_extended: The extended XMP of a JPEG, joined.
        photoshop: Photoshop's image resources ("8BIM" blocks), IPTC among them.
        iptc: A bare IPTC record, as TIFF has beside the image resources.
        comments: Comments of JPEG and texts of PNG, (keyword, text); JPEG comments have no keyword.
        dropped: What the file also held and no export keeps, in words.
    """

    exif: bytes | None = None
    xmp: bytes | None = None
    xmp_extended: bytes | None = None
    photoshop: bytes | None = None
    iptc: bytes | None = None
    comments: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decoded:
    """What a decoder of its own makes of a file (RAW, HEIC): there is nothing else to be read from it.

    Attributes:
        pixels: (H, W, 1..4), uint8 or uint16, upright.
        profile: The ICC profile they are in, None = sRGB.
        metadata: As far as the file gives them.
    """

    pixels: Pixels
    profile: bytes | None
    metadata: Metadata


def file_stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is written anew; (0, 0) where it is gone."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


@dataclass(frozen=True)
class Photo:
    """An opened photograph.

    Attributes:
        path: The file.
        pixels: (H, W, 3) RGB or (H, W, 4) RGBA, uint8 or uint16, upright, read-only. Gray photos have
            three equal channels.
        profile: The embedded ICC profile, None = sRGB.
        orientation: EXIF orientation of the file, 1..8; `pixels` are already turned.
        format: The file's format.
        was_gray: The file has one channel (and perhaps alpha); it is written back so.
        was_cmyk: The file has four inks; `pixels` are their conversion to sRGB.
        compression: Name of a TIFF's lossless compression, "" elsewhere.
        resolution: Pixels per millimeter across and down.
        metadata: As the file has it.
        jpeg: How a JPEG was compressed, None for other formats.
        stamp: Time of change (ns) and length of the file when it was read, to see whether it is still
            the same.
    """

    path: Path
    pixels: Pixels
    profile: bytes | None
    orientation: int
    format: Format
    was_gray: bool = False
    was_cmyk: bool = False
    compression: str = ""
    resolution: tuple[float, float] = (1.0, 1.0)
    metadata: Metadata = field(default_factory=Metadata)
    jpeg: JpegCoding | None = None
    stamp: tuple[int, int] = (0, 0)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width), upright."""
        return int(self.pixels.shape[0]), int(self.pixels.shape[1])

    @property
    def depth(self) -> int:
        """Bits per channel, 8 or 16."""
        return 8 * self.pixels.dtype.itemsize

    @property
    def has_alpha(self) -> bool:
        return self.pixels.shape[2] == 4


@dataclass(frozen=True)
class WriteOptions:
    """How a photo is written.

    Attributes:
        overwrite: May replace the file that the photo was read from.
        quality: 1..100. None keeps what can be kept: a JPEG takes its source's own tables, or 95 where
            that was none, and a WebP is written without loss.
        keep_metadata: Carry EXIF, XMP, IPTC and comments over; False writes pixels and profile only.
        mark_source: Say in the XMP that an algorithm composed part of the picture.
    """

    overwrite: bool = False
    quality: int | None = None
    keep_metadata: bool = True
    mark_source: bool = True


@dataclass(frozen=True)
class Written:
    """What became of a written photo.

    Attributes:
        path: The file.
        size_bytes: Its length.
        sha256: Hash of its bytes, hexadecimal.
        notices: Sentences about what could not be kept, for the person at the screen.
    """

    path: Path
    size_bytes: int
    sha256: str
    notices: tuple[str, ...] = ()
