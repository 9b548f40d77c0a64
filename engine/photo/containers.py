"""Where each file format keeps its metadata, and how it is read from there, as raw bytes."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import JpegImagePlugin

from engine.photo import tiff
from engine.photo.photo import Format, JpegCoding, Metadata
from engine.photo.photoshop import iptc_of

EXIF_PREFIX = b"Exif\0\0"
XMP_PREFIX = b"http://ns.adobe.com/xap/1.0/\0"
XMP_EXTENSION_PREFIX = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP_PREFIX = b"Photoshop 3.0\0"
PNG_XMP = "XML:com.adobe.xmp"

# No honest text or profile inflates to more.
_MOST_INFLATED_BYTES = 64 * 1024 * 1024


def read_metadata(path: Path, kind: Format) -> tuple[Metadata, JpegCoding | None]:
    """The metadata of a file whose header was found sound, and how a JPEG was compressed."""
    if kind is Format.JPEG:
        return _read_jpeg(path)
    if kind is Format.PNG:
        return _read_png(path), None
    if kind is Format.WEBP:
        return _read_webp(path), None
    return _read_tiff(path), None


def _read_jpeg(path: Path) -> tuple[Metadata, JpegCoding | None]:
    # Not Image.open(): it looks for previews (MPO) and warns about large pictures, checked long before.
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            # Odd EXIF makes Pillow warn on stderr; it is read here byte by byte and not through Pillow.
            warnings.simplefilter("ignore")
            # With a name, Pillow would map the file; with a handle it reads the header and stops.
            image = JpegImagePlugin.JpegImageFile(file)
            segments = list(image.applist)
            coding = _coding(image)
    except (OSError, SyntaxError, ValueError, struct.error, IndexError, KeyError):
        return Metadata(), None
    exif, xmp, photoshop = None, None, b""
    extended: dict[int, bytes] = {}
    comments: list[tuple[str, str]] = []
    dropped: list[str] = []
    for name, data in segments:
        if name == "APP1" and data.startswith(EXIF_PREFIX):
            exif = exif or data[6:]
        elif name == "APP1" and data.startswith(XMP_PREFIX):
            xmp = xmp or data[len(XMP_PREFIX) :]
        elif name == "APP1" and data.startswith(XMP_EXTENSION_PREFIX):
            # GUID (32), full length (4), offset of this part (4).
            head = len(XMP_EXTENSION_PREFIX) + 32
            (offset,) = struct.unpack_from(">I", data, head + 4)
            extended[offset] = data[head + 8 :]
        elif name == "APP13" and data.startswith(PHOTOSHOP_PREFIX):
            photoshop += data[len(PHOTOSHOP_PREFIX) :]
        elif name == "COM":
            comments.append(("", data.decode("utf-8", "surrogateescape")))
        else:
            dropped.extend(_what_is(name, data))
    metadata = Metadata(
        exif=exif,
        xmp=xmp,
        xmp_extended=b"".join(part for _, part in sorted(extended.items())) or None,
        photoshop=photoshop or None,
        iptc=iptc_of(photoshop),
        comments=tuple(comments),
        dropped=tuple(dict.fromkeys(dropped)),
    )
    return metadata, coding


def _what_is(name: str, data: bytes) -> Iterator[str]:
    """Names a segment that is not carried over; those that Pillow and libvips write anew go unnamed."""
    if data.startswith(b"MPF\0"):
        yield "further pictures in the file (previews, gain or depth maps)"
    elif data.startswith(b"JFXX\0") or data.startswith(b"FPXR\0"):
        yield "a preview picture"
    elif name == "APP11":
        yield "content credentials (they do not hold for a changed picture)"
    elif not data.startswith((b"JFIF\0", b"ICC_PROFILE\0", b"Adobe", b"Ducky")):
        yield f"a private block of the camera ({name})"


def _coding(image: JpegImagePlugin.JpegImageFile) -> JpegCoding:
    tables = [tuple(int(value) for value in image.quantization[layer[3]]) for layer in image.layer]
    # Pillow gives the last table to all components that are left.
    while len(tables) > 1 and tables[-1] == tables[-2]:
        tables.pop()
    components = [layer[0] for layer in image.layer]
    transform = image.info.get("adobe_transform")
    is_rgb = len(components) == 3 and (transform == 0 or bytes(components) == b"RGB")
    subsampling = JpegImagePlugin.get_sampling(image)
    return JpegCoding(tuple(tables), subsampling, bool(image.info.get("progressive")), is_rgb)


def png_chunks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """(type, data) of every chunk of a PNG but the pixels', whose data stays unread."""
    with path.open("rb") as file:
        position = 8
        while True:
            file.seek(position)
            head = file.read(8)
            if len(head) < 8:
                return
            size, kind = struct.unpack(">I4s", head)
            yield kind, b"" if kind in (b"IDAT", b"fdAT") else file.read(size)
            position += 12 + size


def _read_png(path: Path) -> Metadata:
    exif, xmp = None, None
    comments: list[tuple[str, str]] = []
    dropped: list[str] = []
    for kind, data in png_chunks(path):
        if kind == b"eXIf":
            exif = data.removeprefix(EXIF_PREFIX)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            keyword, text = _png_text(kind, data)
            if keyword == PNG_XMP:
                xmp = text.encode()
            elif keyword.startswith("Raw profile type"):
                dropped.append("metadata in ImageMagick's private form")
            elif keyword:
                comments.append((keyword, text))
        elif kind == b"acTL":
            dropped.append("the other frames of an animation")
        elif kind == b"caBX":
            dropped.append("content credentials (they do not hold for a changed picture)")
    return Metadata(exif=exif, xmp=xmp, comments=tuple(comments), dropped=tuple(dict.fromkeys(dropped)))


def _png_text(kind: bytes, data: bytes) -> tuple[str, str]:
    """(keyword, text) of a text chunk; ("", "") where it is damaged."""
    keyword, _, rest = data.partition(b"\0")
    name = keyword.decode("latin-1")
    try:
        if kind == b"tEXt":
            return name, rest.decode("latin-1")
        if kind == b"zTXt":
            return name, _inflate(rest[1:]).decode("latin-1")
        is_compressed = rest[:1] == b"\1"
        _, _, text = rest[2:].partition(b"\0")  # language
        _, _, text = text.partition(b"\0")  # translated keyword
        return name, (_inflate(text) if is_compressed else text).decode("utf-8")
    except (zlib.error, UnicodeDecodeError):
        return "", ""


def _inflate(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _MOST_INFLATED_BYTES)


def _read_webp(path: Path) -> Metadata:
    exif, xmp = None, None
    dropped: list[str] = []
    with path.open("rb") as file:
        file.seek(12)
        while len(head := file.read(8)) == 8:
            kind, size = struct.unpack("<4sI", head)
            if kind == b"EXIF":
                exif = file.read(size).removeprefix(EXIF_PREFIX)
            elif kind == b"XMP ":
                xmp = file.read(size)
            else:
                if kind == b"ANIM":
                    dropped.append("the other frames of an animation")
                file.seek(size, 1)
            if size % 2:
                file.seek(1, 1)
    return Metadata(exif=exif, xmp=xmp, dropped=tuple(dropped))


def _read_tiff(path: Path) -> Metadata:
    directory = tiff.read_directory(path)

    def raw(tag: int) -> Any:
        return directory.values[tag].data if tag in directory.values else None

    photoshop = raw(tiff.PHOTOSHOP)
    dropped = ["further pages"] if directory.has_next else []
    if tiff.LAYERS in directory.values:
        dropped.append("Photoshop's layers")
    if directory.number(tiff.EXTRA_SAMPLES) == tiff.ASSOCIATED_ALPHA:
        # libvips divides the colors by alpha on reading; what is seen stays the same.
        dropped.append("the premultiplied form of the colors (transparency itself is kept)")
    return Metadata(
        exif=tiff.exif_block(directory),
        xmp=raw(tiff.XMP),
        photoshop=photoshop,
        iptc=raw(tiff.IPTC) or (iptc_of(photoshop) if photoshop else None),
        dropped=tuple(dropped),
    )
