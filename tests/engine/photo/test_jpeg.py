"""JPEGs go back the way they came: tables, subsampling, orientation, and nearly every known pixel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, JpegImagePlugin
from skimage import data

from engine.photo.photo import WriteOptions
from engine.photo.proof import compare
from engine.photo.reading import read_photo, turned_back
from engine.photo.writing import write_photo
from tests.engine.photo import makers


def _coding(path: Path) -> tuple[object, int, bool]:
    with Image.open(path) as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        return image.quantization, JpegImagePlugin.get_sampling(image), "progressive" in image.info


@pytest.mark.parametrize(("subsampling", "share"), [(0, 0.01), (2, 0.10)], ids=["4:4:4", "4:2:0"])
@pytest.mark.parametrize("quality", [75, 92])
def test_pixels_outside_the_hole_stay(tmp_path: Path, subsampling: int, share: float, quality: int) -> None:
    original = np.asarray(data.chelsea())
    path = makers.save_jpeg(tmp_path / "a.jpg", original, quality=quality, subsampling=subsampling)
    photo = read_photo(path)
    mask = np.zeros(photo.size, bool)
    mask[96:160, 160:256] = True
    filled = photo.pixels.copy()
    filled[mask] = (120, 90, 60)
    written = write_photo(tmp_path / "b.jpg", filled, photo)
    assert _coding(written.path) == _coding(path)
    # A block that the hole cuts through has to be coded anew; those beyond it have not.
    beyond = np.zeros_like(mask)
    beyond[80:176, 144:272] = True
    proof = compare(photo.pixels, read_photo(written.path).pixels, beyond)
    assert proof.outside_share <= share
    assert proof.outside_largest <= 4


@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_progressive_files_stay_progressive(tmp_path: Path, subsampling: int) -> None:
    pixels = makers.smooth_pixels(50, 70)
    Image.fromarray(pixels).save(tmp_path / "a.jpg", progressive=True, subsampling=subsampling, quality=80)
    photo = read_photo(tmp_path / "a.jpg")
    write_photo(tmp_path / "b.jpg", photo.pixels, photo)
    assert _coding(tmp_path / "a.jpg") == _coding(tmp_path / "b.jpg")


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
    small = write_photo(tmp_path / "b.jpg", photo.pixels, photo, WriteOptions(jpeg_quality=20))
    large = write_photo(tmp_path / "c.jpg", photo.pixels, photo, WriteOptions(jpeg_quality=98))
    assert small.size_bytes < large.size_bytes
