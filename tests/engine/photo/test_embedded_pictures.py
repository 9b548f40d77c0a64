"""What phones and editors hide in a file besides the photo still shows the erased object: none of it stays.

Every case plants a second picture the way a real maker does; the written bytes are then searched for
anything that a decoder would take for a picture, plain, in base64 and in whatever zlib stream they hold.
"""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engine.photo.reading import read_photo
from engine.photo.writing import write_photo
from tests.engine.photo import makers

SIZE = (48, 64)
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"ftypheic", b"II*\0", b"MM\0*")


def preview() -> bytes:
    """A small JPEG with enough detail to be known again."""
    stream = io.BytesIO()
    Image.fromarray(makers.smooth_pixels(24, 32, seed=7)).save(stream, "JPEG", quality=80)
    return stream.getvalue()


def pictures_in(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Everything in some bytes that opens as a picture, the bytes themselves excepted."""
    for start in {match.start() for mark in _STARTS for match in re.finditer(re.escape(mark), data)}:
        if depth == 0 and start == 0:
            continue
        try:
            with Image.open(io.BytesIO(data[start:])) as image:
                image.load()
        except (OSError, SyntaxError, ValueError, struct.error):
            continue
        yield data[start : start + 16]
    if depth < 2:
        for match in re.finditer(rb"[A-Za-z0-9+/\s]{120,}={0,2}", data):
            text = re.sub(rb"\s", b"", match[0])
            yield from pictures_in(base64.b64decode(text[: len(text) // 4 * 4]), depth + 1)
        for match in re.finditer(rb"\x78[\x01\x9c\xda]", data):
            try:
                inflated = zlib.decompressobj().decompress(data[match.start() :], 1 << 20)
            except zlib.error:
                continue
            yield from pictures_in(inflated, depth + 1)


def _xmp(attributes: str, inside: str = "") -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="image/jpeg" '
        f"{attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def _jpeg(path: Path, *, xmp: bytes = b"", extra: bytes = b"", exif: bytes = b"", tail: bytes = b"") -> Path:
    segments = makers.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp) if xmp else b""
    makers.save_jpeg(path, makers.smooth_pixels(*SIZE), extra=segments + extra, exif=exif)
    with path.open("ab") as file:
        file.write(tail)
    return path


def _mpf(size: int) -> bytes:
    """A Multi-Picture index of two pictures, as CIPA DC-007 lays it out."""
    entries = struct.pack("<IIIHH", 0x030000, 0, 0, 0, 0) + struct.pack("<IIIHH", 0, size, 0, 0, 0)
    index = struct.pack("<HHI4s", 0xB000, 7, 4, b"0100") + struct.pack("<HHII", 0xB001, 4, 1, 2)
    index += struct.pack("<HHII", 0xB002, 7, len(entries), 8 + 2 + 36 + 4)
    return makers.segment(0xE2, b"MPF\0II*\0\x08\0\0\0" + struct.pack("<H", 3) + index + bytes(4) + entries)


def camera_with_mpf_preview(folder: Path) -> Path:
    return _jpeg(folder / "a.jpg", extra=_mpf(len(preview())), tail=preview())


def ultra_hdr(folder: Path) -> Path:
    container = (
        'xmlns:Container="http://ns.google.com/photos/1.0/container/" '
        'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"'
    )
    directory = "<Container:Directory><rdf:Seq><rdf:li>GainMap</rdf:li></rdf:Seq></Container:Directory>"
    iso = makers.segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + bytes(4))
    return _jpeg(
        folder / "a.jpg", xmp=_xmp(container, directory), extra=iso + _mpf(len(preview())), tail=preview()
    )


def apple_gain_map(folder: Path) -> Path:
    space = 'xmlns:HDRGainMap="http://ns.apple.com/HDRGainMap/1.0/" HDRGainMap:HDRGainMapVersion="65536"'
    return _jpeg(folder / "a.jpg", xmp=_xmp(space), extra=_mpf(len(preview())), tail=preview())


def google_depth_map(folder: Path) -> Path:
    text = base64.b64encode(preview()).decode()
    spaces = (
        'xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/" GDepth:Mime="image/jpeg" '
        f'GDepth:Data="{text}" xmlns:GImage="http://ns.google.com/photos/1.0/image/" GImage:Data="{text}"'
    )
    return _jpeg(folder / "a.jpg", xmp=_xmp(spaces))


def exif_thumbnail(folder: Path) -> Path:
    return _jpeg(folder / "a.jpg", exif=makers.exif_block(6))


def photoshop_thumbnail(folder: Path) -> Path:
    head = struct.pack(">IIIIIIHH", 1, 32, 24, 96, 2304, len(preview()), 24, 1)
    block = makers.resource_block(1036, head + preview())
    return _jpeg(folder / "a.jpg", extra=makers.segment(0xED, b"Photoshop 3.0\0" + block))


def png_with_exif_thumbnail(folder: Path) -> Path:
    path = folder / "a.png"
    Image.fromarray(makers.smooth_pixels(*SIZE)).save(path, exif=b"Exif\0\0" + makers.exif_block(1))
    return path


def png_with_a_packed_profile(folder: Path) -> Path:
    path, texts = folder / "a.png", PngInfo()
    block = makers.exif_block(1)
    texts.add_text("Raw profile type exif", f"\nexif\n{len(block)}\n{block.hex()}\n", zip=True)
    Image.fromarray(makers.smooth_pixels(*SIZE)).save(path, pnginfo=texts)
    return path


def webp_with_exif_thumbnail(folder: Path) -> Path:
    path = folder / "a.webp"
    Image.fromarray(makers.smooth_pixels(*SIZE)).save(path, exif=makers.exif_block(1), lossless=True)
    return path


def tiff_with_a_second_page_and_a_reduced_copy(folder: Path) -> Path:
    path = folder / "a.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(makers.smooth_pixels(*SIZE), photometric="rgb", subifds=1)
        file.write(makers.smooth_pixels(24, 32, seed=7), photometric="rgb", subfiletype=1)
        file.write(makers.smooth_pixels(24, 32, seed=7), photometric="rgb")
    return path


CASES: tuple[Callable[[Path], Path], ...] = (
    camera_with_mpf_preview,
    ultra_hdr,
    apple_gain_map,
    google_depth_map,
    exif_thumbnail,
    photoshop_thumbnail,
    png_with_exif_thumbnail,
    webp_with_exif_thumbnail,
)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
@pytest.mark.parametrize("make", CASES)
def test_no_second_picture_is_written(tmp_path: Path, make: Callable[[Path], Path], suffix: str) -> None:
    path = make(tmp_path)
    assert list(pictures_in(path.read_bytes())), "the search must find what was planted"
    photo = read_photo(path)
    written = write_photo(tmp_path / f"out{suffix}", photo.pixels, photo)
    assert list(pictures_in(written.path.read_bytes())) == []
    assert written.notices, "whoever loses a picture hears of it"


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_a_tiff_leaves_its_other_pages_behind(tmp_path: Path, suffix: str) -> None:
    photo = read_photo(tiff_with_a_second_page_and_a_reduced_copy(tmp_path))
    written = write_photo(tmp_path / f"out{suffix}", photo.pixels, photo)
    with Image.open(written.path) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert image.size == SIZE[::-1]
    assert any("further pages" in notice for notice in written.notices)
    if suffix == ".tif":
        with tifffile.TiffFile(written.path) as file:
            assert len(file.pages) == 1
            assert not file.pages[0].subifds


def test_a_packed_exif_profile_is_not_carried_over(tmp_path: Path) -> None:
    photo = read_photo(png_with_a_packed_profile(tmp_path))
    written = write_photo(tmp_path / "out.png", photo.pixels, photo)
    assert b"Raw profile" not in written.path.read_bytes()
    assert any("ImageMagick" in notice for notice in written.notices)


def test_the_photo_itself_is_as_it_was(tmp_path: Path) -> None:
    photo = read_photo(ultra_hdr(tmp_path))
    again = read_photo(write_photo(tmp_path / "out.jpg", photo.pixels, photo).path)
    assert np.array_equal(again.pixels, photo.pixels)
