"""Metadata survive a fill, and nothing that still shows the erased object does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.photo import exif, photoshop, tiff, xmp
from engine.photo.metadata import PREVIEWS_REMOVED
from engine.photo.photo import WriteOptions
from engine.photo.reading import read_photo
from engine.photo.writing import write_photo
from tests.engine.photo import makers

PLAIN = WriteOptions(mark_source=False)
GPS_LATITUDE = 2


def _tags(block: bytes | None) -> dict[str, dict[int, tuple[int, bytes]]]:
    """Values by tag of the three directories, in little-endian order, orientation left out."""
    assert block is not None
    directory = tiff.parse_block(block)
    found = {"ifd0": directory} | {str(tag): sub for tag, sub in directory.subs.items()}
    return {
        name: {
            tag: (value.count, tiff._swapped(value, part.order, "<").data)
            for tag, value in part.values.items()
            if tag != exif.ORIENTATION
        }
        for name, part in found.items()
    }


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_no_written_byte_shows_a_preview(tmp_path: Path, suffix: str, order: str, orientation: int) -> None:
    path = makers.camera_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 60), orientation, order)
    assert path.read_bytes().count(makers.PREVIEW_MARK) >= 8
    photo = read_photo(path)
    written = write_photo(tmp_path / f"b{suffix}", photo.pixels, photo)
    data = written.path.read_bytes()
    assert makers.PREVIEW_MARK not in data
    assert data.count(b"\xff\xd8\xff") == (1 if suffix == ".jpg" else 0)
    assert PREVIEWS_REMOVED in written.notices
    assert any("previews, gain or depth maps" in notice for notice in written.notices)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
@pytest.mark.parametrize("order", ["<", ">"])
def test_camera_data_are_kept(tmp_path: Path, suffix: str, order: str) -> None:
    extra = makers.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp.marked(None))
    block = makers.exif_block(1, order, with_previews=False)
    path = makers.save_jpeg(
        tmp_path / "a.jpg", makers.smooth_pixels(40, 60), exif=block, profile=makers.p3(), extra=extra
    )
    photo = read_photo(path)
    written = write_photo(tmp_path / f"b{suffix}", photo.pixels, photo, PLAIN)
    again = read_photo(written.path)
    assert again.profile == makers.p3()
    assert again.metadata.xmp == photo.metadata.xmp
    assert _tags(again.metadata.exif) == _tags(block)
    assert written.notices == ()
    if suffix != ".tif":  # there the tags move into the file's own directories
        assert again.metadata.exif == block
    # And once more from the new format into a JPEG.
    last = read_photo(write_photo(tmp_path / "c.jpg", again.pixels, again, PLAIN).path)
    assert _tags(last.metadata.exif) == _tags(block)


def test_pillow_reads_what_a_tiff_was_given(tmp_path: Path) -> None:
    path = makers.camera_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 60), 6, ">")
    photo = read_photo(path)
    write_photo(tmp_path / "b.tif", photo.pixels, photo)
    with Image.open(tmp_path / "b.tif") as image:
        tags = image.getexif()
        assert tags[0x010F] == "Testmaker"
        assert tags[exif.ORIENTATION] == 1
        assert tags.get_ifd(exif.EXIF_IFD)[0x9003] == "2024:05:06 07:08:09"
        assert tuple(float(v) for v in tags.get_ifd(exif.GPS_IFD)[GPS_LATITUDE]) == (52.0, 31.0, 12.0)
        assert np.array_equal(np.asarray(image), photo.pixels)


def test_iptc_goes_from_jpeg_to_tiff_and_back(tmp_path: Path) -> None:
    path = makers.camera_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 60))
    photo = read_photo(path)
    assert photo.metadata.iptc == makers.IPTC
    kept = makers.resource_block(0x0404, makers.IPTC) + makers.resource_block(1005, b"dpi!")
    for suffix in (".jpg", ".tif"):
        again = read_photo(write_photo(tmp_path / f"b{suffix}", photo.pixels, photo).path)
        assert again.metadata.photoshop == kept
        assert again.metadata.iptc == makers.IPTC
    png = write_photo(tmp_path / "b.png", photo.pixels, photo)
    assert any("IPTC" in notice for notice in png.notices)


def test_comments_are_kept_where_there_is_a_place(tmp_path: Path) -> None:
    path = makers.camera_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 60))
    photo = read_photo(path)
    jpeg = read_photo(write_photo(tmp_path / "b.jpg", photo.pixels, photo).path)
    assert jpeg.metadata.comments == (("", "a comment"),)
    png = read_photo(write_photo(tmp_path / "b.png", photo.pixels, photo).path)
    assert png.metadata.comments == (("Comment", "a comment"),)


def test_only_pixels_and_profile_when_asked(tmp_path: Path) -> None:
    path = makers.camera_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 60))
    photo = read_photo(path)
    options = WriteOptions(keep_metadata=False, mark_source=False)
    again = read_photo(write_photo(tmp_path / "b.jpg", photo.pixels, photo, options).path)
    assert (again.metadata.exif, again.metadata.xmp, again.metadata.photoshop) == (None, None, None)
    assert again.profile == photo.profile


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_the_source_type_is_named_once(tmp_path: Path, suffix: str) -> None:
    photo = read_photo(makers.camera_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 60)))
    first = read_photo(write_photo(tmp_path / f"b{suffix}", photo.pixels, photo).path)
    second = read_photo(write_photo(tmp_path / f"c{suffix}", first.pixels, first).path)
    for photo in (first, second):
        assert photo.metadata.xmp is not None
        assert photo.metadata.xmp.count(xmp.DIGITAL_SOURCE_TYPE.encode()) == 1
        assert b"A &gt; B" in photo.metadata.xmp


def test_xmp_loses_pictures_and_nothing_else() -> None:
    cleaned, has_changed = xmp.without_pictures(makers.XMP)
    assert has_changed
    assert cleaned is not None
    start, stop = makers.XMP.index(b"<xap:Thumbnails>"), makers.XMP.index(b"</xap:Thumbnails>") + 17
    expected = makers.XMP[:start] + makers.XMP[stop:]
    expected = expected.replace(b' GDepth:Data="' + makers.PREVIEW_MARK + b'"', b"")
    assert cleaned == expected
    assert xmp.without_pictures(cleaned) == (cleaned, False)


def test_xmp_with_another_prefix_or_in_empty_elements() -> None:
    packet = (
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description '
        b'xmlns:q="http://ns.adobe.com/hdr-gain-map/1.0/" q:Version="1.0" r:about="">'
        b'<q:Map a="x>y"/><k>kept</k><q:Map><k>gone</k></q:Map></r:Description></r:RDF>'
    )
    cleaned, _ = xmp.without_pictures(packet)
    assert cleaned is not None
    assert b"q:Version" not in cleaned
    assert b"q:Map" not in cleaned
    assert b"<k>kept</k>" in cleaned
    assert b"gone" not in cleaned
    marked = xmp.marked(cleaned)
    assert xmp.DIGITAL_SOURCE_TYPE.encode() in marked
    assert xmp.without_pictures(marked) == (marked, False)


@pytest.mark.parametrize(
    "packet",
    [b"", b"<unclosed", b"\xff\xfe", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b"<a></b>"],
)
def test_xmp_that_cannot_be_read_is_not_trusted(packet: bytes) -> None:
    assert xmp.without_pictures(packet)[0] is None
    assert xmp.DIGITAL_SOURCE_TYPE.encode() in xmp.marked(packet)


@given(st.binary(max_size=300))
def test_garbage_never_breaks_the_parsers(garbage: bytes) -> None:
    for block in (garbage, b"II*\0" + garbage, b"MM\0*\0\0\0\x08" + garbage, b"II*\0\x08\0\0\0" + garbage):
        assert 1 <= exif.orientation_of(block) <= 8
        assert len(exif.without_previews(block)[0]) == len(block)
        assert len(exif.with_orientation(block, 3)) == len(block)
        tiff.parse_block(block)
    photoshop.without_thumbnails(b"8BIM" + garbage)
    xmp.without_pictures(garbage)


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_exif_block_is_still_written(position: int, value: int) -> None:
    block = bytearray(makers.exif_block(6))
    block[position % len(block)] = value
    cleaned, _ = exif.without_previews(bytes(block))
    assert makers.PREVIEW_MARK not in exif.without_previews(makers.exif_block(6))[0]
    assert len(cleaned) == len(block)


def test_extended_xmp_is_kept_unless_it_holds_pictures(tmp_path: Path) -> None:
    digits = b"0123456789ABCDEF0123456789ABCDEF"
    packet = xmp.marked(None).replace(
        b"Iptc4xmpExt:Digital",
        b'xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="' + digits + b'" Iptc4xmpExt:Digital',
    )

    def photo_with(extended: bytes) -> Path:
        parts = makers.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)
        for start in range(0, len(extended), 60000):
            head = digits + len(extended).to_bytes(4, "big") + start.to_bytes(4, "big")
            part = extended[start : start + 60000]
            parts += makers.segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + head + part)
        return makers.save_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 60), extra=parts)

    history = b"<x>" + b"edit " * 20000 + b"</x>"
    photo = read_photo(photo_with(history))
    again = read_photo(write_photo(tmp_path / "b.jpg", photo.pixels, photo).path)
    assert again.metadata.xmp_extended == history
    depth = b'<x xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/">' + makers.PREVIEW_MARK + b"</x>"
    photo = read_photo(photo_with(depth))
    again = read_photo(write_photo(tmp_path / "b.jpg", photo.pixels, photo).path)
    assert again.metadata.xmp_extended is None
    assert b"HasExtendedXMP" not in (again.metadata.xmp or b"")
