"""Photoshop's image resources, the "8BIM" blocks of JPEG's APP13 and of TIFF: IPTC lives in them.

Source: Adobe Photoshop File Formats Specification, "Image Resources Section".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_IPTC = 0x0404
# 1033 is Photoshop 4's thumbnail, 1036 the later one; both still show the picture as it was.
_THUMBNAILS = frozenset((1033, 1036))


def _blocks(resources: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(id, data, whole block) of each resource, up to the first damaged one."""
    at = 0
    while at + 12 <= len(resources) and resources[at : at + 4] in (
        b"8BIM",
        b"MeSa",
        b"PHUT",
        b"AgHg",
        b"DCSR",
    ):
        (number,) = struct.unpack_from(">H", resources, at + 4)
        name = 1 + resources[at + 6]
        data_at = at + 6 + name + name % 2 + 4
        if data_at > len(resources):
            return
        (size,) = struct.unpack_from(">I", resources, data_at - 4)
        if data_at + size > len(resources):
            return
        end = data_at + size + size % 2
        yield number, resources[data_at : data_at + size], resources[at:end]
        at = end


def without_thumbnails(resources: bytes) -> tuple[bytes, bool]:
    """The resources without their thumbnails, and whether there were any."""
    blocks = list(_blocks(resources))
    kept = b"".join(whole for number, _, whole in blocks if number not in _THUMBNAILS)
    return kept, any(number in _THUMBNAILS for number, _, _ in blocks)


def iptc_of(resources: bytes) -> bytes | None:
    """The IPTC record inside the resources."""
    return next((data for number, data, _ in _blocks(resources) if number == _IPTC), None)
