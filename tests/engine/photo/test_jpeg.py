"""JPEGs go back the way they came: tables, subsampling, orientation, and nearly every known pixel."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, JpegImagePlugin
from skimage import data

from engine.photo.photo import WriteOptions
from engine.photo.proof import compare
from engine.photo.reading import read_photo, turned_back, turned_upright
from engine.photo.writing import write_photo
from tests.engine.photo import makers


def _coding(path: Path) -> tuple[object, int, bool]:
    with Image.open(path) as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        return image.quantization, JpegImagePlugin.get_sampling(image), "progressive" in image.info


HOLE = (slice(96, 160), slice(160, 256))
"""Whole groups of blocks at every subsampling: 8 and 16 px divide its edges."""


@pytest.mark.parametrize("has_library", [True, False], ids=["spliced", "tables"])
@pytest.mark.parametrize(("subsampling", "share"), [(0, 0.01), (1, 0.10), (2, 0.10)])
@pytest.mark.parametrize("quality", [75, 92])
def test_pixels_outside_the_hole_stay(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    has_library: bool,
    subsampling: int,
    share: float,
    quality: int,
) -> None:
    if not has_library:
        monkeypatch.setitem(sys.modules, "jpeglib", None)
    original = np.asarray(data.chelsea())
    path = makers.save_jpeg(tmp_path / "a.jpg", original, quality=quality, subsampling=subsampling)
    photo = read_photo(path)
    mask = np.zeros(photo.size, bool)
    mask[HOLE] = True
    filled = photo.pixels.copy()
    filled[mask] = (120, 90, 60)
    written = write_photo(tmp_path / "b.jpg", filled, photo)
    assert _coding(written.path)[:2] == _coding(path)[:2]
    proof = compare(photo.pixels, read_photo(written.path).pixels, mask)
    assert proof.outside_share <= (0.01 if has_library else share)
    if has_library and subsampling == 0:
        assert proof.outside_changed == 0
    if has_library:
        # Half-resolution color is interpolated across the hole's edge, one or two pixels wide.
        mask[94:162, 158:258] = True
        assert compare(photo.pixels, read_photo(written.path).pixels, mask).outside_changed == 0


@pytest.mark.parametrize("subsampling", [0, 2])
@pytest.mark.parametrize("quality", [75, 85, 92, 97])
@pytest.mark.parametrize("picture", ["chelsea", "coffee"])
def test_a_photograph_comes_back_exactly(
    tmp_path: Path, picture: str, quality: int, subsampling: int
) -> None:
    """Coded anew, half of these pixels would change at quality 97, by up to 19 levels."""
    original = np.asarray(getattr(data, picture)())
    path = makers.save_jpeg(tmp_path / "a.jpg", original, quality=quality, subsampling=subsampling)
    photo = read_photo(path)
    again = read_photo(write_photo(tmp_path / "b.jpg", photo.pixels, photo).path)
    assert compare(photo.pixels, again.pixels, np.zeros(photo.size, bool)).outside_changed == 0


def test_where_memory_is_short_it_is_coded_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its memory a process is killed, with all that was not saved."""
    path = makers.save_jpeg(tmp_path / "a.jpg", np.asarray(data.chelsea()), quality=97, subsampling=2)
    photo = read_photo(path)
    # 451 x 300 px in groups of 16: 29 x 19 of 6 blocks, 2 bytes a coefficient, twice.
    needed = 29 * 19 * 6 * 64 * 2 * 2
    changed = []
    for free in (needed + 4096, needed // 2):
        monkeypatch.setattr("psutil.virtual_memory", lambda free=free: SimpleNamespace(available=free))
        written = write_photo(tmp_path / "b.jpg", photo.pixels, photo)
        monkeypatch.undo()
        again = read_photo(written.path).pixels
        changed.append(compare(photo.pixels, again, np.zeros(photo.size, bool)).outside_share)
    assert changed[0] == 0
    assert changed[1] > 0.1


def test_what_changed_may_be_said_where_the_photo_itself_was_changed(tmp_path: Path) -> None:
    path = makers.save_jpeg(tmp_path / "a.jpg", np.asarray(data.chelsea()), quality=92, subsampling=0)
    photo = read_photo(path)
    before, pixels = photo.pixels.copy(), photo.pixels.copy()
    changed = np.zeros(photo.size, bool)
    changed[HOLE] = True
    pixels[changed] = (120, 90, 60)
    written = write_photo(tmp_path / "b.jpg", pixels, replace(photo, pixels=pixels), changed=changed)
    again = read_photo(written.path).pixels
    assert np.abs(again[changed].astype(int) - (120, 90, 60)).max() < 5
    assert compare(before, again, changed).outside_changed == 0


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_nothing_changed_is_nothing_changed(tmp_path: Path, orientation: int, subsampling: int) -> None:
    stored = makers.smooth_pixels(45, 77)
    path = makers.save_jpeg(
        tmp_path / "a.jpg", stored, exif=makers.exif_block(orientation), subsampling=subsampling
    )
    photo = read_photo(path)
    again = read_photo(write_photo(tmp_path / "b.jpg", photo.pixels, photo).path)
    assert again.orientation == orientation
    assert np.array_equal(again.pixels, photo.pixels)


@settings(max_examples=40)
@given(
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
    corner=st.tuples(st.floats(0, 1, allow_subnormal=False), st.floats(0, 1, allow_subnormal=False)),
    extent=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    channels=st.sampled_from([1, 3]),
    orientation=st.integers(1, 8),
)
def test_spliced_blocks_are_those_of_a_plain_coding(
    size: tuple[int, int],
    corner: tuple[float, float],
    extent: tuple[int, int],
    channels: int,
    orientation: int,
) -> None:
    """At 4:4:4 every block stands for itself: new blocks as coded plainly, old blocks as they were."""
    stored = makers.smooth_pixels(*size)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = makers.save_jpeg(
            Path(folder, "a.jpg"),
            stored[..., 0] if channels == 1 else stored,
            exif=makers.exif_block(orientation),
            subsampling=0,
        )
        photo = read_photo(path)
        top, left = (int(share * (length - 1)) for share, length in zip(corner, photo.size, strict=True))
        filled = photo.pixels.copy()
        filled[top : top + extent[0], left : left + extent[1]] ^= 64
        spliced = read_photo(write_photo(Path(folder, "b.jpg"), filled, photo).path).pixels
        patch.setitem(sys.modules, "jpeglib", None)
        plain = read_photo(write_photo(Path(folder, "c.jpg"), filled, photo).path).pixels
    changed = turned_back((filled != photo.pixels).any(axis=2), orientation)
    touched = np.zeros_like(changed)
    for y in range(0, changed.shape[0], 8):
        for x in range(0, changed.shape[1], 8):
            block = slice(y, y + 8), slice(x, x + 8)
            touched[block] = changed[block].any()
    touched = turned_upright(touched, orientation)
    assert np.array_equal(spliced[touched], plain[touched])
    assert np.array_equal(spliced[~touched], photo.pixels[~touched])


def test_a_source_that_has_changed_since_gives_no_blocks(tmp_path: Path) -> None:
    path = makers.save_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(64, 64), subsampling=0)
    photo = read_photo(path)
    first = photo.pixels.copy()
    first[8:16, 8:16] = 200
    options = WriteOptions(overwrite=True)
    write_photo(path, first, photo, options)
    # The same source once more, but its file now holds the first result: nothing may come from there.
    write_photo(path, photo.pixels, photo, options)
    proof = compare(photo.pixels, read_photo(path).pixels, np.zeros(photo.size, bool))
    assert proof.outside_largest <= 4


def test_there_is_one_jfif_header(tmp_path: Path) -> None:
    path = makers.camera_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 40))
    photo = read_photo(path)
    written = write_photo(tmp_path / "b.jpg", photo.pixels, photo)
    assert written.path.read_bytes().count(b"JFIF\0") == 1


@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_progressive_files_keep_their_pixels(tmp_path: Path, subsampling: int) -> None:
    pixels = makers.smooth_pixels(50, 70)
    Image.fromarray(pixels).save(tmp_path / "a.jpg", progressive=True, subsampling=subsampling, quality=80)
    photo = read_photo(tmp_path / "a.jpg")
    again = read_photo(write_photo(tmp_path / "b.jpg", photo.pixels, photo).path)
    assert np.array_equal(again.pixels, photo.pixels)
    assert _coding(tmp_path / "a.jpg")[:2] == _coding(tmp_path / "b.jpg")[:2]


def test_three_tables_stay_with_their_components(tmp_path: Path) -> None:
    tables = [[value] * 64 for value in (3, 5, 7)]
    Image.fromarray(makers.smooth_pixels(32, 32)).save(tmp_path / "a.jpg", qtables=tables, subsampling=0)
    photo = read_photo(tmp_path / "a.jpg")
    write_photo(tmp_path / "b.jpg", photo.pixels, photo)
    for name in ("a.jpg", "b.jpg"):
        with Image.open(tmp_path / name) as image:
            assert isinstance(image, JpegImagePlugin.JpegImageFile)
            assert [image.quantization[layer[3]][0] for layer in image.layer] == [3, 5, 7], name


def test_gray_jpegs_stay_gray(tmp_path: Path) -> None:
    photo = read_photo(makers.save_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 40)[..., 0]))
    assert photo.was_gray
    written = write_photo(tmp_path / "b.jpg", photo.pixels, photo)
    with Image.open(written.path) as image:
        assert image.mode == "L"
    assert (
        compare(photo.pixels, read_photo(written.path).pixels, np.zeros(photo.size, bool)).outside_largest
        <= 2
    )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_stays_as_stored(tmp_path: Path, orientation: int) -> None:
    upright = makers.smooth_pixels(48, 80)
    stored = np.ascontiguousarray(turned_back(upright, orientation))
    path = makers.save_jpeg(tmp_path / "a.jpg", stored, exif=makers.exif_block(orientation), subsampling=0)
    photo = read_photo(path)
    assert photo.size == (48, 80)
    written = write_photo(tmp_path / "b.jpg", photo.pixels, photo)
    again = read_photo(written.path)
    assert again.orientation == orientation
    with Image.open(path) as before, Image.open(written.path) as after:
        assert before.size == after.size
    assert compare(photo.pixels, again.pixels, np.zeros(photo.size, bool)).outside_largest <= 4


def test_without_metadata_a_turned_jpeg_stands_upright(tmp_path: Path) -> None:
    path = makers.save_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 80), exif=makers.exif_block(6))
    photo = read_photo(path)
    options = WriteOptions(keep_metadata=False, mark_source=False)
    again = read_photo(write_photo(tmp_path / "b.jpg", photo.pixels, photo, options).path)
    assert again.metadata.exif is None
    assert again.size == photo.size == (80, 40)


def test_a_quality_may_be_asked_for(tmp_path: Path) -> None:
    photo = read_photo(makers.save_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(200, 200), quality=50))
    small = write_photo(tmp_path / "b.jpg", photo.pixels, photo, WriteOptions(quality=20))
    large = write_photo(tmp_path / "c.jpg", photo.pixels, photo, WriteOptions(quality=98))
    assert small.size_bytes < large.size_bytes
