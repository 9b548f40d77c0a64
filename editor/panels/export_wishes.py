"""What the export dialog has to know, and what the person chose in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SourceFacts:
    """What the dialog has to know about the source.

    Attributes:
        path: The file it came from.
        depth: Bits per channel.
        profile_name: What its color profile is called; "" = sRGB.
        is_jpeg: It has a JPEG's own quality, which can be kept.
    """

    path: Path
    depth: int
    profile_name: str
    is_jpeg: bool


@dataclass(frozen=True)
class ExportWishes:
    """What the person chose. `None` and `False` are "as the source".

    Attributes:
        path: The file; its suffix names the format.
        depth: 8 or 16.
        quality: 1..100.
        to_srgb: Convert to sRGB.
        keep_metadata: Carry metadata over.
        mark_source: Note that an algorithm made a part of the photo.
    """

    path: Path
    depth: int | None
    quality: int | None
    to_srgb: bool
    keep_metadata: bool
    mark_source: bool
