"""Files that are damaged, cut off, of another kind or lies: one sentence, quickly, nothing allocated."""

from __future__ import annotations

import contextlib
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.photo import headers
from engine.photo.photo import WriteOptions
from engine.photo.reading import read_photo
from engine.photo.writing import write_photo
from engine.protocol import PhotoError
from tests.engine.photo import makers


def _png_header(width: int, height: int, bits: int, color: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    pixels = zlib.compress(b"\0")
    for kind, data in ((b"IDAT", pixels), (b"IEND", b"")):
        head += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return head


def _tiff_header(width: int, height: int) -> bytes:
    rows = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, height)]
    rows.append((279, min(width * height, 2**32 - 1)))
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in rows)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(rows)) + body + bytes(4)


def _jpeg_header(width: int, height: int) -> bytes:
    from io import BytesIO

    stream = BytesIO()
    Image.new("RGB", (16, 16)).save(stream, "JPEG")
    data = bytearray(stream.getvalue())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("deep.png", _png_header(60000, 60000, 16, 6)),
        ("gray.png", _png_header(2**31 - 1, 2**31 - 1, 8, 0)),
        ("wide.png", _png_header(2**31 - 1, 1, 16, 6)),
        ("huge.tif", _tiff_header(60000, 60000)),
        ("huge.jpg", _jpeg_header(65000, 65000)),
    ],
)
def test_bombs_are_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    from engine.photo import reading

    def decode(*_: object) -> None:
        raise AssertionError("a bomb reached the decoder")

    monkeypatch.setattr(reading, "decoded", decode)
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PhotoError, match=r"no photo|damaged"):
        read_photo(path)


def test_a_photo_that_does_not_fit_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = makers.save_vips(tmp_path / "a.png", makers.smooth_pixels(100, 100))

    class Little:
        available = 50_000

    monkeypatch.setattr(headers.psutil, "virtual_memory", Little)
    with pytest.raises(PhotoError, match=r"100 x 100 pixels\) needs about .* GB"):
        read_photo(path)


def _progressive(path: Path, pixels: np.ndarray) -> Path:
    Image.fromarray(pixels).save(path, progressive=True)
    return path


def _deep(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.uint16) * 257


MAKERS: tuple[tuple[str, Callable[[Path, np.ndarray], Path]], ...] = (
    ("a.png", makers.save_vips),
    ("deep.png", lambda path, pixels: makers.save_vips(path, _deep(pixels))),
    ("a.tif", lambda path, pixels: makers.save_vips(path, pixels, compression="none")),
    ("lzw.tif", lambda path, pixels: makers.save_vips(path, _deep(pixels), compression="lzw")),
    ("tiled.tif", lambda path, pixels: makers.save_vips(path, pixels, compression="deflate", tile=True)),
    ("a.webp", makers.save_vips),
    ("lossless.webp", lambda path, pixels: makers.save_vips(path, pixels, lossless=True)),
    ("a.jpg", makers.save_jpeg),
    ("camera.jpg", makers.camera_jpeg),
    ("progressive.jpg", _progressive),
)
KINDS = st.integers(0, len(MAKERS) - 1)


def _file(folder: str | Path, index: int) -> Path:
    name, make = MAKERS[index]
    return make(Path(folder, name), makers.smooth_pixels(64, 64))


@given(kept=st.floats(0, 1, allow_subnormal=False), index=KINDS)
def test_cut_files_are_reported(kept: float, index: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = _file(folder, index)
        data = path.read_bytes()
        end = len(data)
        if path.suffix == ".jpg":
            # A JPEG is whole once its last pixel is coded; what phones append is not the picture's.
            end -= 2 + (len(makers.preview_jpeg()) if path.name == "camera.jpg" else 0)
        length = int(kept * (end - 1))
        path.write_bytes(data[:length])
        with pytest.raises(PhotoError):
            read_photo(path)


@pytest.mark.parametrize("index", range(len(MAKERS)))
def test_the_same_files_whole_are_read(tmp_path: Path, index: int) -> None:
    assert read_photo(_file(tmp_path, index)).size == (64, 64)


@given(index=KINDS, seed=st.integers(0, 10**6))
def test_damage_ends_in_a_photo_or_a_sentence(index: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = _file(folder, index)
        data = bytearray(path.read_bytes())
        for position in rng.integers(0, len(data), 6):
            data[position] = rng.integers(0, 256)
        path.write_bytes(data)
        # Anything but a photo or a PhotoError fails the test by itself.
        with contextlib.suppress(PhotoError):
            assert read_photo(path).pixels.dtype in (np.uint8, np.uint16)


def test_missing_empty_folder_and_text(tmp_path: Path) -> None:
    for path, data, words in (
        (tmp_path / "none.png", None, "There is no file"),
        (tmp_path, None, "is a folder"),
        (tmp_path / "empty.png", b"", "is empty"),
        (tmp_path / "text.png", b"hello there, this is text", "not an image"),
        (tmp_path / "a.gif", b"GIF89a" + bytes(20), "is a GIF"),
        (tmp_path / "a.heic", b"\0\0\0\x18ftypheic" + bytes(20), "is damaged"),
        (tmp_path / "a.avif", b"\0\0\0\x18ftypavif" + bytes(20), "an AVIF picture"),
    ):
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(PhotoError, match=words):
            read_photo(path)


def test_other_colors_are_refused_with_their_name(tmp_path: Path) -> None:
    import tifffile

    Image.new("CMYK", (20, 20)).save(tmp_path / "a.jpg")
    Image.new("CMYK", (20, 20)).save(tmp_path / "a.tif")
    for name in ("a.jpg", "a.tif"):
        with pytest.raises(PhotoError, match="CMYK"):
            read_photo(tmp_path / name)
    tifffile.imwrite(tmp_path / "float.tif", np.zeros((20, 20, 3), np.float32), photometric="rgb")
    with pytest.raises(PhotoError, match="floating-point"):
        read_photo(tmp_path / "float.tif")
    tifffile.imwrite(tmp_path / "lab.tif", np.zeros((20, 20, 3), np.uint8), photometric="cielab")
    with pytest.raises(PhotoError, match="a kind of TIFF that cannot be read"):
        read_photo(tmp_path / "lab.tif")
    tifffile.imwrite(tmp_path / "five.tif", np.zeros((20, 20, 5), np.uint8), photometric="rgb")
    with pytest.raises(PhotoError, match="5 channels"):
        read_photo(tmp_path / "five.tif")


@pytest.mark.parametrize("name", ["a.jpg", "a.tif"])
def test_cmyk_is_converted_when_asked(tmp_path: Path, name: str) -> None:
    inks = np.zeros((20, 30, 4), np.uint8)
    inks[:, :10, 0] = inks[:, 10:20, 1] = inks[:, 20:, 2] = 255
    Image.fromarray(inks, "CMYK").save(tmp_path / name)
    photo = read_photo(tmp_path / name, to_rgb=True)
    cyan, magenta, yellow = (photo.pixels[10, x].astype(int) for x in (5, 15, 25))
    assert cyan[2] > cyan[0] + 80
    assert magenta[0] > magenta[1] + 80
    assert yellow[0] > yellow[2] + 80
    for suffix in (".jpg", ".tif"):
        written = write_photo(tmp_path / f"out{suffix}", photo.pixels, photo)
        bare = write_photo(tmp_path / f"bare{suffix}", photo.pixels, photo, WriteOptions(keep_metadata=False))
        again = read_photo(written.path)
        assert "Converted from CMYK to sRGB." in written.notices
        assert "Converted from CMYK to sRGB." in bare.notices
        assert again.profile == photo.profile
        assert np.abs(again.pixels.astype(int) - photo.pixels)[10, [5, 15, 25]].max() <= 8


def test_raw_files_do_not_pass_for_their_previews(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tifffile

    monkeypatch.setitem(sys.modules, "rawpy", None)

    preview = np.zeros((20, 20, 3), np.uint8)
    tifffile.imwrite(
        tmp_path / "a.dng", preview, photometric="rgb", extratags=[(50706, 1, 4, b"\1\4\0\0", True)]
    )
    with tifffile.TiffWriter(tmp_path / "a.nef") as file:
        file.write(preview, photometric="rgb", subfiletype=1, subifds=1)
        file.write(np.zeros((40, 40), np.uint16), photometric="minisblack")
    (tmp_path / "a.cr2").write_bytes(b"II*\0\x10\0\0\0CR\2\0" + bytes(20))
    (tmp_path / "a.raf").write_bytes(b"FUJIFILMCCD-RAW 0201")
    (tmp_path / "a.cr3").write_bytes(b"\0\0\0\x18ftypcrx " + bytes(20))
    for name in ("a.dng", "a.nef", "a.cr2", "a.raf", "a.cr3"):
        with pytest.raises(PhotoError, match="RAW file"):
            read_photo(tmp_path / name)
