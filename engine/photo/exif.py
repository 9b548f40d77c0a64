"""EXIF blocks: the orientation, and removal of the previews that still show what was erased.

Blocks are mended in place. Their entries point to each other by offset, and maker notes do so in ways that
only the maker knows; bytes that never move cannot break them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

ORIENTATION = 0x0112
EXIF_IFD = 0x8769
GPS_IFD = 0x8825
INTEROP_IFD = 0xA005
SUB_IFDS = 0x014A

TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 18: 8}
"""Size of one value by EXIF/TIFF type; 16 and 18 are BigTIFF's."""

_THUMBNAIL_PARTS = ((0x0201, 0x0202), (0x0111, 0x0117))
_EMBEDDED_JPEG = re.compile(rb"\xff\xd8\xff[\xc0\xc4\xdb\xdd\xe0-\xef\xfe]")


@dataclass(frozen=True)
class Entry:
    """One entry of a directory.

    Attributes:
        tag: Its number.
        kind: Type of its values, a key of `TYPE_BYTES`.
        count: How many values.
        data: Their bytes, in the block's byte order.
        at: Where the twelve bytes of the entry lie in the block.
        data_at: Where `data` lies.
    """

    tag: int
    kind: int
    count: int
    data: bytes
    at: int
    data_at: int


def byte_order(block: bytes) -> str:
    """ "<" or ">" for `struct`; "" where the bytes are no TIFF structure."""
    return {b"II*\0": "<", b"MM\0*": ">"}.get(bytes(block[:4]), "")


def first_directory(block: bytes) -> int:
    """Offset of the first directory (IFD0); 0 where there is none."""
    order = byte_order(block)
    return struct.unpack_from(order + "I", block, 4)[0] if order and len(block) >= 8 else 0


def entries(block: bytes, offset: int) -> list[Entry]:
    """The sound entries of the directory at `offset`; damaged ones are passed over."""
    order = byte_order(block)
    if not order or not 8 <= offset <= len(block) - 2:
        return []
    (count,) = struct.unpack_from(order + "H", block, offset)
    found = []
    for at in range(offset + 2, min(offset + 2 + 12 * count, len(block) - 11), 12):
        tag, kind, values = struct.unpack_from(order + "HHI", block, at)
        size = TYPE_BYTES.get(kind, 0) * values
        data_at = at + 8 if size <= 4 else struct.unpack_from(order + "I", block, at + 8)[0]
        if size and data_at + size <= len(block):
            found.append(Entry(tag, kind, values, bytes(block[data_at : data_at + size]), at, data_at))
    return found


def next_directory(block: bytes, offset: int) -> tuple[int, int]:
    """(offset of the following directory, where that number is written); (0, 0) where there is none."""
    order = byte_order(block)
    if not order or not 8 <= offset <= len(block) - 2:
        return 0, 0
    at = offset + 2 + 12 * struct.unpack_from(order + "H", block, offset)[0]
    if at + 4 > len(block):
        return 0, 0
    return struct.unpack_from(order + "I", block, at)[0], at


def number(block: bytes, entry: Entry) -> int:
    """The first value of an entry of whole numbers; 0 for others."""
    codes = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q"}
    code = codes.get(entry.kind)
    return struct.unpack_from(byte_order(block) + code, entry.data)[0] if code else 0


def orientation_of(block: bytes | None) -> int:
    """The orientation 1..8 that an EXIF block asks for; 1 where it says nothing sensible."""
    if block is None:
        return 1
    for entry in entries(block, first_directory(block)):
        if entry.tag == ORIENTATION:
            value = number(block, entry)
            return value if 1 <= value <= 8 else 1
    return 1


def with_orientation(block: bytes, orientation: int) -> bytes:
    """The block with its orientation changed, where it names one; nothing else moves."""
    changed = bytearray(block)
    for entry in entries(block, first_directory(block)):
        if entry.tag == ORIENTATION and entry.kind == 3:
            struct.pack_into(byte_order(block) + "H", changed, entry.data_at, orientation)
    return bytes(changed)


def without_previews(block: bytes) -> tuple[bytes, bool]:
    """The block without any picture in it.

    The thumbnail's directory (IFD1) and whatever follows it are unhooked and overwritten with zeros, and
    so is every JPEG stream inside the block, as makers hide larger previews in their notes.

    Returns:
        The block, of the same length, and whether anything was removed.
    """
    cleaned = bytearray(block)
    offset, pointer = next_directory(block, first_directory(block))
    for directory in _chain(block, offset):
        _blank_directory(cleaned, block, directory)
    if offset:
        struct.pack_into(byte_order(block) + "I", cleaned, pointer, 0)
    for entry in entries(block, first_directory(block)):
        if entry.tag == SUB_IFDS:
            for (sub,) in struct.iter_unpack(byte_order(block) + "I", entry.data[: len(entry.data) // 4 * 4]):
                _blank_directory(cleaned, block, sub)
            cleaned[entry.data_at : entry.data_at + len(entry.data)] = bytes(len(entry.data))
    for start in [match.start() for match in _EMBEDDED_JPEG.finditer(cleaned)]:
        end = cleaned.find(b"\xff\xd9", start)
        stop = len(cleaned) if end < 0 else end + 2
        cleaned[start:stop] = bytes(stop - start)
    return bytes(cleaned), bytes(cleaned) != bytes(block)


def _chain(block: bytes, offset: int) -> Iterator[int]:
    seen: set[int] = set()
    while offset and offset not in seen and len(seen) < 16:
        seen.add(offset)
        yield offset
        offset, _ = next_directory(block, offset)


def _blank_directory(cleaned: bytearray, block: bytes, offset: int) -> None:
    """Overwrites a directory, its values and the picture it points to."""
    found = entries(block, offset)
    values = {entry.tag: entry for entry in found}
    for start_tag, length_tag in _THUMBNAIL_PARTS:
        if start_tag in values and length_tag in values:
            starts, lengths = _numbers(block, values[start_tag]), _numbers(block, values[length_tag])
            for start, length in zip(starts, lengths, strict=False):
                stop = min(start + length, len(cleaned))
                # Never the block's own header, whatever a damaged entry says.
                if 8 <= start < stop:
                    cleaned[start:stop] = bytes(stop - start)
    for entry in found:
        cleaned[entry.data_at : entry.data_at + len(entry.data)] = bytes(len(entry.data))
        cleaned[entry.at : entry.at + 12] = bytes(12)


def _numbers(block: bytes, entry: Entry) -> list[int]:
    code = {3: "H", 4: "I"}.get(entry.kind)
    if code is None:
        return []
    return [value for (value,) in struct.iter_unpack(byte_order(block) + code, entry.data)]
