"""What becomes of a photo's metadata when it is written: kept, but for what still shows the erased object."""

from __future__ import annotations

import dataclasses

from engine.photo import exif, photoshop, xmp
from engine.photo.photo import Format, Metadata, Photo, WriteOptions

# A JPEG segment holds 65533 bytes; each kind spends some on its prefix.
_LONGEST_EXIF = 65533 - 6
_LONGEST_XMP = 65533 - 29

PREVIEWS_REMOVED = "Previews inside the file were removed: they still showed the photo before the fill."


def stored_orientation(like: Photo, target: Format, options: WriteOptions) -> int:
    """The orientation in which the pixels are stored, 1 = upright.

    A JPEG stays turned the way it was: its compressed blocks then lie where they lay, and most known
    pixels come back unchanged. Other formats lose nothing by standing upright.
    """
    keeps = target is Format.JPEG and like.format is Format.JPEG and options.keep_metadata
    return like.orientation if keeps and like.metadata.exif is not None else 1


def prepared(like: Photo, target: Format, options: WriteOptions) -> tuple[Metadata, list[str]]:
    """The metadata to be written for a changed photo.

    Args:
        like: The photo as it was read.
        target: The format to be written.
        options: Whether to keep metadata, and whether to mark the source type.

    Returns:
        Clean metadata, and sentences about what is missing from it.
    """
    if not options.keep_metadata:
        return Metadata(xmp=xmp.marked(None) if options.mark_source else None), []
    source, notices = like.metadata, []
    orientation = stored_orientation(like, target, options)
    block, has_exif_previews = _exif(source.exif, orientation)
    packet, extended, has_xmp_previews = _xmp(source, target, orientation, notices)
    resources, has_thumbnails = source.photoshop, False
    if resources is not None:
        resources, has_thumbnails = photoshop.without_thumbnails(resources)
    if has_exif_previews or has_xmp_previews or has_thumbnails:
        notices.append(PREVIEWS_REMOVED)
    if options.mark_source:
        packet = xmp.marked(packet)
    if target is Format.JPEG:
        block, packet = _fitting_jpeg(block, packet, options, notices)
    if target in (Format.PNG, Format.WEBP):
        if source.iptc or resources:
            notices.append(f"IPTC fields are not carried over: {target.upper()} has no place for them.")
        resources = None
    if target in (Format.TIFF, Format.WEBP) and source.comments:
        notices.append(f"Comments are not carried over: {target.upper()} has no place for them.")
    if source.dropped:
        notices.append(f"Not carried over: {'; '.join(source.dropped)}.")
    metadata = dataclasses.replace(
        source,
        exif=block,
        xmp=packet,
        xmp_extended=extended,
        photoshop=resources or None,
        iptc=source.iptc if target is Format.TIFF else None,
        dropped=(),
    )
    return metadata, notices


def _exif(block: bytes | None, orientation: int) -> tuple[bytes | None, bool]:
    if block is None or not exif.byte_order(block):
        return None, False
    cleaned, has_previews = exif.without_previews(block)
    return exif.with_orientation(cleaned, orientation), has_previews


def _xmp(
    source: Metadata, target: Format, orientation: int, notices: list[str]
) -> tuple[bytes | None, bytes | None, bool]:
    packet, extended, has_previews = source.xmp, source.xmp_extended, False
    if extended is not None and xmp.holds_pictures(extended):
        extended, has_previews = None, True
    if extended is not None and target is not Format.JPEG:
        notices.append("Extended XMP is not carried over: only JPEG has a place for it.")
        extended = None
    if packet is None:
        return None, None, has_previews
    cleaned, has_changed = xmp.without_pictures(packet)
    if cleaned is None:
        notices.append("The XMP metadata are damaged and were not carried over.")
        return None, None, has_previews
    if extended is None:
        cleaned = xmp.without_extension(cleaned)
    return xmp.with_orientation(cleaned, orientation), extended, has_previews or has_changed


def _fitting_jpeg(
    block: bytes | None, packet: bytes | None, options: WriteOptions, notices: list[str]
) -> tuple[bytes | None, bytes | None]:
    if block is not None and len(block) > _LONGEST_EXIF:
        notices.append("The EXIF data are too long for a JPEG and were not carried over.")
        block = None
    if packet is not None and len(packet) > _LONGEST_XMP:
        packet = xmp.without_padding(packet)
        if len(packet) > _LONGEST_XMP:
            notices.append("The XMP metadata are too long for a JPEG and were not carried over.")
            packet = xmp.marked(None) if options.mark_source else None
    return block, packet
