"""Photo files made by code: profiles, metadata, previews that must not survive."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyvips
from PIL import Image

PREVIEW_MARK = b"THE ERASED PERSON"
"""Stands for a preview picture: no written file may hold it."""

SRGB_XY = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
P3_XY = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
PROPHOTO_XY = ((0.734699, 0.265301), (0.159597, 0.840403), (0.036598, 0.000105))
D65, D50 = (0.3127, 0.3290), (0.3457, 0.3585)
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def rgb_profile(
    primaries: Sequence[tuple[float, float]], white: tuple[float, float], curve: Sequence[float]
) -> bytes:
    """An ICC profile of three primaries, a white point and one parametric curve (1 or 5 numbers)."""
    matrix = _to_d50(white) @ _rgb_to_xyz(primaries, white)
    para = b"para\0\0\0\0" + struct.pack(">HH", {1: 0, 5: 3}[len(curve)], 0)
    para += b"".join(_s15(value) for value in curve)
    tags = {b"wtpt": _xyz((0.9642, 1.0, 0.8249))}
    for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), matrix.T, strict=True):
        tags[name] = _xyz(column)
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), para)
    return _profile(b"RGB ", tags)


def gray_profile(gamma: float) -> bytes:
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    return _profile(b"GRAY", {b"kTRC": curve, b"wtpt": _xyz((0.9642, 1.0, 0.8249))})


def p3() -> bytes:
    return rgb_profile(P3_XY, D65, SRGB_CURVE)


def prophoto() -> bytes:
    return rgb_profile(PROPHOTO_XY, D50, (1.8,))


def srgb() -> bytes:
    return rgb_profile(SRGB_XY, D65, SRGB_CURVE)


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    table, data = b"", b""
    start = 132 + 12 * len(tags)
    for name, body in tags.items():
        table += struct.pack(">4sII", name, start + len(data), len(body))
        data += body + bytes(-len(body) % 4)
    head = bytearray(128)
    struct.pack_into(">I", head, 0, start + len(data))
    struct.pack_into(">I", head, 8, 0x04200000)
    head[12:24] = b"mntr" + space + b"XYZ "
    head[36:40] = b"acsp"
    struct.pack_into(">3i", head, 68, 63190, 65536, 54061)
    return bytes(head) + struct.pack(">I", len(tags)) + table + data


def _s15(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(_s15(float(value)) for value in values)


def _white_xyz(white: tuple[float, float]) -> np.ndarray:
    return np.array([white[0] / white[1], 1.0, (1 - white[0] - white[1]) / white[1]])


def _rgb_to_xyz(primaries: Sequence[tuple[float, float]], white: tuple[float, float]) -> np.ndarray:
    columns = np.array([[x, y, 1 - x - y] for x, y in primaries]).T
    return columns * np.linalg.solve(columns, _white_xyz(white))


def _to_d50(white: tuple[float, float]) -> np.ndarray:
    bradford = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    scale = (bradford @ np.array([0.9642, 1.0, 0.8249])) / (bradford @ _white_xyz(white))
    return np.linalg.inv(bradford) @ np.diag(scale) @ bradford


def preview_jpeg() -> bytes:
    """A little JPEG that carries the mark."""
    stream = io.BytesIO()
    Image.new("RGB", (16, 16), (200, 10, 10)).save(stream, "JPEG", comment=PREVIEW_MARK)
    return stream.getvalue()


def exif_block(orientation: int = 1, order: str = "<", with_previews: bool = True) -> bytes:
    """An EXIF block with GPS, a maker note and, if asked, a thumbnail and a preview in the maker note."""
    note = b"MAKER\0" + bytes(range(64)) + (preview_jpeg() if with_previews else b"")
    thumbnail = preview_jpeg()
    entry, short, long = struct.Struct(order + "HHI4s"), order + "HH", order + "I"

    def ifd(rows: list[tuple[int, int, int, bytes]], following: int) -> bytes:
        body = b"".join(entry.pack(*row) for row in rows)
        return struct.pack(order + "H", len(rows)) + body + struct.pack(long, following)

    def at(offset: int) -> bytes:
        return struct.pack(long, offset)

    ifd0_at, ifd0_size = 8, 2 + 4 * 12 + 4
    make_at = ifd0_at + ifd0_size
    exif_at = make_at + 10
    exif_size = 2 + 2 * 12 + 4
    date_at = exif_at + exif_size
    note_at = date_at + 20
    gps_at = note_at + len(note) + len(note) % 2
    gps_size = 2 + 2 * 12 + 4
    latitude_at = gps_at + gps_size
    ifd1_at = latitude_at + 24
    thumbnail_at = ifd1_at + 2 + 2 * 12 + 4
    block = {"<": b"II*\0", ">": b"MM\0*"}[order] + at(ifd0_at)
    block += ifd(
        [
            (0x010F, 2, 10, at(make_at)),
            (0x0112, 3, 1, struct.pack(short, orientation, 0)),
            (0x8769, 4, 1, at(exif_at)),
            (0x8825, 4, 1, at(gps_at)),
        ],
        ifd1_at if with_previews else 0,
    )
    block += b"Testmaker\0"
    block += ifd([(0x9003, 2, 20, at(date_at)), (0x927C, 7, len(note), at(note_at))], 0)
    block += b"2024:05:06 07:08:09\0" + note + bytes(len(note) % 2)
    block += ifd([(0x0001, 2, 2, b"N\0\0\0"), (0x0002, 5, 3, at(latitude_at))], 0)
    block += struct.pack(order + "6I", 52, 1, 31, 1, 12, 1)
    if with_previews:
        block += ifd([(0x0201, 4, 1, at(thumbnail_at)), (0x0202, 4, 1, at(len(thumbnail)))], 0)
        block += thumbnail
    return block


XMP = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    b'xmlns:xap="http://ns.adobe.com/xap/1.0/" xmlns:g="http://ns.adobe.com/xap/1.0/g/img/" '
    b'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/" '
    b'dc:format="image/jpeg" tiff:Orientation="6" GDepth:Data="' + PREVIEW_MARK + b'">'
    b"<dc:creator><rdf:Seq><rdf:li>A &gt; B</rdf:li></rdf:Seq></dc:creator>"
    b'<xap:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource"><g:image>' + PREVIEW_MARK + b"</g:image>"
    b"</rdf:li></rdf:Alt></xap:Thumbnails></rdf:Description></rdf:RDF></x:xmpmeta>"
    b'<?xpacket end="w"?>'
)


def resource_block(number: int, data: bytes) -> bytes:
    """One of Photoshop's image resources."""
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + bytes(len(data) % 2)


IPTC = b"\x1c\x02\x69\x00\x08Headline"
PHOTOSHOP = resource_block(1036, PREVIEW_MARK) + resource_block(0x0404, IPTC) + resource_block(1005, b"dpi!")


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def smooth_pixels(height: int, width: int, channels: int = 3, seed: int = 0) -> np.ndarray:
    """A picture as soft as photographs are, (height, width, channels) uint8, alpha opaque and clear."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(30, 226, (6, 6, 3)).astype(np.uint8)
    image = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    pixels = np.asarray(image).astype(np.int16) + rng.integers(-3, 4, (height, width, 3))
    rgb = np.clip(pixels, 0, 255).astype(np.uint8)
    if channels == 4:
        alpha = rng.integers(0, 256, (height, width, 1)).astype(np.uint8)
        return np.concatenate([rgb, alpha], axis=2)
    return rgb


def save_vips(path: Path, pixels: np.ndarray, profile: bytes | None = None, **options: object) -> Path:
    """Saves (H, W, 1..4) uint8 or uint16 through libvips, independently of the code under test."""
    height, width, bands = pixels.shape
    deep = pixels.dtype == np.uint16
    image = pyvips.Image.new_from_memory(
        np.ascontiguousarray(pixels).tobytes(), width, height, bands, "ushort" if deep else "uchar"
    )
    kind = ("grey16" if deep else "b-w") if bands <= 2 else ("rgb16" if deep else "srgb")
    image = image.copy(interpretation=kind)
    if profile:
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    image.write_to_file(str(path), **options)
    return path


def save_jpeg(
    path: Path,
    pixels: np.ndarray,
    *,
    exif: bytes = b"",
    profile: bytes = b"",
    extra: bytes = b"",
    quality: int = 88,
    subsampling: int = 2,
) -> Path:
    """Saves (H, W, 3) or (H, W) uint8 as a camera would."""
    Image.fromarray(pixels).save(
        path,
        "JPEG",
        quality=quality,
        subsampling=subsampling,
        exif=b"Exif\0\0" + exif if exif else b"",
        icc_profile=profile,
        extra=extra,
    )
    return path


def camera_jpeg(path: Path, pixels: np.ndarray, orientation: int = 1, order: str = "<") -> Path:
    """A JPEG with everything in it, and the mark wherever a preview can hide."""
    extra = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    extra += segment(0xED, b"Photoshop 3.0\0" + PHOTOSHOP)
    extra += segment(0xE2, b"MPF\0" + PREVIEW_MARK)
    extra += segment(0xE2, b"FPXR\0" + PREVIEW_MARK)
    extra += segment(0xE4, b"MakerPreview" + PREVIEW_MARK)
    extra += segment(0xFE, b"a comment")
    save_jpeg(path, pixels, exif=exif_block(orientation, order), profile=p3(), extra=extra)
    with path.open("ab") as file:
        file.write(preview_jpeg())  # a second picture behind the first, as phones append
    return path
