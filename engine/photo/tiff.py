"""Directories of TIFF files: reading metadata out of them, and adding it to a file already written.

libvips writes the pixels and the profile of a TIFF but none of the camera's tags. They are added behind
the pixels, in a copy of the first directory, so that no pixel is written twice. The same structures make
up EXIF blocks, so camera data passes between TIFF and the other formats.

Source: TIFF 6.0, section 2; BigTIFF (Aware Systems); EXIF 2.32, section 4.6.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from engine.photo.exif import EXIF_IFD, GPS_IFD, INTEROP_IFD, ORIENTATION, TYPE_BYTES

COMPRESSION = 259
PHOTOMETRIC = 262
EXTRA_SAMPLES = 338
XMP = 700
IPTC = 33723
PHOTOSHOP = 34377
LAYERS = 37724
ASSOCIATED_ALPHA = 1
COLOR_FILTER_ARRAY = 32803
SUBFILE_TYPE = 254
SUB_IFDS = 330
DNG_VERSION = 50706

# What describes the photo and not the way its pixels are stored.
_DESCRIPTIVE = frozenset(
    (269, 270, 271, 272, 285, 305, 306, 315, 316, 18246, 18249, 33432, *range(40091, 40096))
)
_POINTERS = {EXIF_IFD: "exif", GPS_IFD: "gps", INTEROP_IFD: "interop"}
_READ = _DESCRIPTIVE | {
    SUBFILE_TYPE,
    SUB_IFDS,
    DNG_VERSION,
    ORIENTATION,
    COMPRESSION,
    PHOTOMETRIC,
    EXTRA_SAMPLES,
    XMP,
    IPTC,
    PHOTOSHOP,
    *_POINTERS,
}
_LONGEST_VALUE_BYTES = 64 * 1024 * 1024
_MOST_ENTRIES = 4096
# Bytes that swap together, by type; rationals are pairs of four.
_SWAP = {3: 2, 4: 4, 5: 4, 8: 2, 9: 4, 10: 4, 11: 4, 12: 8, 13: 4, 16: 8, 18: 8}
_CLASSIC_LIMIT_BYTES = 2**32


@dataclass(frozen=True)
class Value:
    """The values of one tag: type, how many, and their bytes in the directory's byte order."""

    kind: int
    count: int
    data: bytes


@dataclass
class Directory:
    """A directory and those it points to.

    Attributes:
        order: "<" or ">".
        values: Value by tag, without pointers. Tags that describe the storage of pixels are left out.
        subs: Directories by pointer tag: EXIF, GPS, interoperability.
        has_next: Another directory (page) follows.
    """

    order: str = "<"
    values: dict[int, Value] = field(default_factory=dict)
    subs: dict[int, Directory] = field(default_factory=dict)
    has_next: bool = False

    def number(self, tag: int) -> int:
        """The first value of a tag of whole numbers, 0 where it is missing."""
        value = self.values.get(tag)
        code = {1: "B", 3: "H", 4: "I", 16: "Q"}.get(value.kind) if value else None
        return struct.unpack_from(self.order + code, value.data)[0] if value and code else 0


def is_raw(directory: Directory) -> bool:
    """Whether a TIFF is a camera's RAW file: its first picture is the sensor's, or a preview of that."""
    is_preview = directory.number(SUBFILE_TYPE) & 1 == 1
    is_sensor = directory.number(PHOTOMETRIC) == COLOR_FILTER_ARRAY
    has_more = is_preview and SUB_IFDS in directory.values
    return DNG_VERSION in directory.values or is_sensor or has_more


def read_directory(path: Path) -> Directory:
    """The first directory of a TIFF file, empty where it makes no sense."""
    with path.open("rb") as file:
        return _read(file)


def parse_block(block: bytes) -> Directory:
    """The first directory of an EXIF block, with all of its tags."""
    return _read(io.BytesIO(block))


def _read(file: BinaryIO) -> Directory:
    head = file.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2], "")
    if not order or len(head) < 8:
        return Directory()
    (version,) = struct.unpack_from(order + "H", head, 2)
    is_big = version == 43
    if is_big and len(head) < 16:
        return Directory(order)
    (offset,) = struct.unpack_from(order + ("Q" if is_big else "I"), head, 8 if is_big else 4)
    return _read_at(file, order, is_big, offset, is_first=True)


def _read_at(file: BinaryIO, order: str, is_big: bool, offset: int, is_first: bool) -> Directory:
    directory = Directory(order)
    entries, has_next = _raw_entries(file, order, is_big, offset)
    directory.has_next = has_next
    for tag, kind, count, inline in entries:
        if is_first and tag == LAYERS:
            directory.values[tag] = Value(kind, count, b"")
            continue
        size = TYPE_BYTES.get(kind, 0) * count
        if not 0 < size <= _LONGEST_VALUE_BYTES or (is_first and tag not in _READ):
            continue
        data = inline[:size]
        if size > len(inline):
            file.seek(struct.unpack(order + ("Q" if is_big else "I"), inline)[0])
            data = file.read(size)
        if len(data) < size:
            continue
        value = Value(kind, count, data)
        if tag in _POINTERS:
            target = Directory(order, {tag: value}).number(tag)
            if target and (is_first or tag == INTEROP_IFD):
                directory.subs[tag] = _read_at(file, order, is_big, target, is_first=False)
        else:
            directory.values[tag] = value
    return directory


def _raw_entries(
    file: BinaryIO, order: str, is_big: bool, offset: int
) -> tuple[list[tuple[int, int, int, bytes]], bool]:
    """(tag, type, count, value or offset) of each entry, and whether another directory follows."""
    count_code, entry_code, pointer = ("Q", "HHQ8s", 8) if is_big else ("H", "HHI4s", 4)
    entry = struct.Struct(order + entry_code)
    file.seek(offset)
    head = file.read(struct.calcsize(order + count_code))
    if len(head) < struct.calcsize(order + count_code):
        return [], False
    count = min(struct.unpack(order + count_code, head)[0], _MOST_ENTRIES)
    body = file.read(count * entry.size)
    following = file.read(pointer)
    entries = [entry.unpack_from(body, at) for at in range(0, len(body) - entry.size + 1, entry.size)]
    return entries, len(following) == pointer and any(following)


def exif_block(directory: Directory) -> bytes | None:
    """The camera's data of a TIFF file as an EXIF block; None where there is none."""
    values = {tag: value for tag, value in directory.values.items() if tag in _DESCRIPTIVE | {ORIENTATION}}
    if not values.keys() - {ORIENTATION} and not directory.subs:
        return None
    subs, pointers = _lay_out_subs(directory, directory.order, 8, is_big=False)
    start = 8 + len(subs)
    head = (b"II" if directory.order == "<" else b"MM") + struct.pack(directory.order + "HI", 42, start)
    return head + subs + _lay_out(values | pointers, directory.order, start, is_big=False)


def add_metadata(path: Path, exif: bytes | None, values: Mapping[int, Value]) -> None:
    """Adds camera data and further tags to the one-page TIFF at `path`.

    Args:
        path: A TIFF just written by libvips.
        exif: An EXIF block; its descriptive tags, EXIF and GPS directories are taken over.
        values: Further tags in the file's byte order, which is the machine's; they win.
    """
    with path.open("r+b") as file:
        head = file.read(16)
        order = "<" if head[:2] == b"II" else ">"
        is_big = struct.unpack_from(order + "H", head, 2)[0] == 43
        code, pointer_at = ("Q", 8) if is_big else ("I", 4)
        (offset,) = struct.unpack_from(order + code, head, pointer_at)
        stored, _ = _raw_entries(file, order, is_big, offset)
        source = parse_block(exif) if exif else Directory(order)
        added = {
            tag: _swapped(value, source.order, order)
            for tag, value in source.values.items()
            if tag in _DESCRIPTIVE
        }
        start = file.seek(0, os.SEEK_END)
        start += file.write(bytes(start % 2))
        subs, pointers = _lay_out_subs(source, order, start, is_big)
        start += file.write(subs)
        merged = added | dict(values) | pointers
        kept = [entry for entry in stored if entry[0] not in merged]
        block = _lay_out(merged, order, start, is_big, kept)
        if not is_big and start + len(block) >= _CLASSIC_LIMIT_BYTES:
            raise ValueError("a classic TIFF ends at 4 GB")
        file.write(block)
        file.seek(pointer_at)
        file.write(struct.pack(order + code, start))


def _lay_out_subs(
    directory: Directory, order: str, start: int, is_big: bool
) -> tuple[bytes, dict[int, Value]]:
    """The directories pointed to, laid out from offset `start`, and the pointers to them."""
    laid_out, pointers = b"", {}
    for tag, sub in directory.subs.items():
        inner, inner_pointers = _lay_out_subs(sub, order, start + len(laid_out), is_big)
        laid_out += inner
        values = {t: _swapped(value, sub.order, order) for t, value in sub.values.items()}
        at = start + len(laid_out)
        kind, code = (18, "Q") if is_big else (4, "I")
        pointers[tag] = Value(kind, 1, struct.pack(order + code, at))
        laid_out += _lay_out(values | inner_pointers, order, at, is_big)
    return laid_out, pointers


def _lay_out(
    values: Mapping[int, Value],
    order: str,
    start: int,
    is_big: bool,
    stored: list[tuple[int, int, int, bytes]] | None = None,
) -> bytes:
    """A directory at offset `start`, its longer values behind it; `stored` entries are taken as they are."""
    count_code, entry_code, field_bytes = ("Q", "HHQ", 8) if is_big else ("H", "HHI", 4)
    offset_code = "Q" if is_big else "I"
    rows = list(stored or [])
    entry_bytes = struct.calcsize(order + entry_code) + field_bytes
    behind = (
        start + struct.calcsize(order + count_code) + entry_bytes * (len(rows) + len(values)) + field_bytes
    )
    data = b""
    for tag, value in values.items():
        if len(value.data) <= field_bytes:
            inline = value.data.ljust(field_bytes, b"\0")
        else:
            inline = struct.pack(order + offset_code, behind + len(data))
            data += value.data + bytes(len(value.data) % 2)
        rows.append((tag, value.kind, value.count, inline))
    body = b"".join(struct.pack(order + entry_code, *row[:3]) + row[3] for row in sorted(rows))
    return struct.pack(order + count_code, len(rows)) + body + bytes(field_bytes) + data


def _swapped(value: Value, source: str, target: str) -> Value:
    unit = _SWAP.get(value.kind)
    if source == target or unit is None:
        return value
    parts = (value.data[at : at + unit][::-1] for at in range(0, len(value.data), unit))
    return Value(value.kind, value.count, b"".join(parts))
