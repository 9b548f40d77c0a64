"""What is read is what is in the file, and what is written is what was given, bit by bit."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.photo.photo import Format, WriteOptions
from engine.photo.reading import read_photo, turned_back, turned_upright
from engine.photo.writing import sha256_of, write_photo
from tests.engine.photo import makers


@given(
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    channels=st.integers(1, 4),
    deep=st.booleans(),
    source=st.sampled_from([".png", ".tif"]),
    target=st.sampled_from([".png", ".tif"]),
    has_profile=st.booleans(),
    seed=st.integers(0, 99),
)
def test_png_and_tiff_keep_every_bit(
    height: int,
    width: int,
    channels: int,
    deep: bool,
    source: str,
    target: str,
    has_profile: bool,
    seed: int,
) -> None:
    dtype = np.uint16 if deep else np.uint8
    pixels = np.random.default_rng(seed).integers(
        0, np.iinfo(dtype).max, (height, width, channels), dtype, True
    )
    profile = None
    if has_profile:
        profile = makers.gray_profile(2.2) if channels <= 2 else makers.p3()
    with tempfile.TemporaryDirectory() as folder:
        path = makers.save_vips(Path(folder, f"in{source}"), pixels, profile)
        photo = read_photo(path)
        assert photo.size == (height, width)
        assert photo.depth == (16 if deep else 8)
        assert photo.was_gray == (channels <= 2)
        assert photo.has_alpha == (channels in (2, 4))
        expected = (
            pixels if channels > 2 else np.concatenate([pixels[..., :1]] * 3 + [pixels[..., 1:]], axis=2)
        )
        assert np.array_equal(photo.pixels, expected)
        assert photo.profile == profile
        written = write_photo(Path(folder, f"out{target}"), photo.pixels, photo)
        again = read_photo(written.path)
        assert np.array_equal(again.pixels, photo.pixels)
        assert again.pixels.dtype == photo.pixels.dtype
        assert again.was_gray == photo.was_gray
        assert again.profile == photo.profile
        assert written.sha256 == sha256_of(written.path)
        assert written.notices == ()


@given(height=st.integers(1, 40), width=st.integers(1, 40), channels=st.sampled_from([1, 3, 4]))
def test_webp_is_written_without_loss(height: int, width: int, channels: int) -> None:
    pixels = np.random.default_rng(height).integers(0, 256, (height, width, channels)).astype(np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        photo = read_photo(makers.save_vips(Path(folder, "in.png"), pixels))
        again = read_photo(write_photo(Path(folder, "out.webp"), photo.pixels, photo).path)
        assert again.format is Format.WEBP
        if channels == 4:  # fully opaque alpha may be dropped
            assert np.array_equal(again.pixels, photo.pixels) or not (pixels[..., 3] != 255).any()
        else:
            assert np.array_equal(again.pixels, photo.pixels)


def test_webp_takes_a_quality(tmp_path: Path) -> None:
    photo = read_photo(makers.save_vips(tmp_path / "a.png", makers.smooth_pixels(120, 160, 4), makers.p3()))
    sizes = []
    for quality in (30, 90, None):
        options = WriteOptions(quality=quality)
        written = write_photo(tmp_path / f"{quality}.webp", photo.pixels, photo, options)
        again = read_photo(written.path)
        assert again.profile == photo.profile
        assert np.array_equal(again.pixels[..., 3], photo.pixels[..., 3])
        sizes.append(written.size_bytes)
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2] / 2


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_every_orientation_is_shown_upright(tmp_path: Path, orientation: int, order: str) -> None:
    upright = makers.smooth_pixels(24, 40)
    stored = np.ascontiguousarray(turned_back(upright, orientation))
    path = tmp_path / "turned.png"
    Image.fromarray(stored).save(path, exif=b"Exif\0\0" + makers.exif_block(orientation, order))
    photo = read_photo(path)
    assert photo.orientation == orientation
    assert np.array_equal(photo.pixels, upright)
    # Pillow's own idea of upright is the judge.
    from PIL import ImageOps

    with Image.open(path) as image:
        assert np.array_equal(np.asarray(ImageOps.exif_transpose(image)), photo.pixels)
    again = read_photo(write_photo(tmp_path / "upright.png", photo.pixels, photo).path)
    assert again.orientation == 1
    assert np.array_equal(again.pixels, upright)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turning_back_undoes_turning(orientation: int) -> None:
    pixels = makers.smooth_pixels(5, 9)
    assert np.array_equal(turned_back(turned_upright(pixels, orientation), orientation), pixels)


@pytest.mark.parametrize("compression", ["none", "lzw", "deflate"])
def test_tiff_keeps_its_compression(tmp_path: Path, compression: str) -> None:
    pixels = makers.smooth_pixels(30, 30)
    photo = read_photo(makers.save_vips(tmp_path / "a.tif", pixels, compression=compression))
    again = read_photo(write_photo(tmp_path / "b.tif", photo.pixels, photo).path)
    assert photo.compression == again.compression == compression
    assert np.array_equal(again.pixels, pixels)


def test_premultiplied_alpha_looks_the_same(tmp_path: Path) -> None:
    import tifffile

    pixels = makers.smooth_pixels(20, 20, 4)
    alpha = pixels[..., 3:] = np.maximum(pixels[..., 3:], 64)
    stored = pixels.copy()
    stored[..., :3] = np.rint(pixels[..., :3] * (alpha / 255.0))
    tifffile.imwrite(tmp_path / "a.tif", stored, photometric="rgb", extrasamples=["assocalpha"])
    photo = read_photo(tmp_path / "a.tif")
    assert np.abs(photo.pixels.astype(int) - pixels).max() <= 4  # one level at a quarter of opacity
    written = write_photo(tmp_path / "b.tif", photo.pixels, photo)
    assert np.array_equal(read_photo(written.path).pixels, photo.pixels)
    assert any("premultiplied" in notice for notice in written.notices)


@pytest.mark.parametrize("target", [".png", ".tif", ".jpg"])
def test_resolution_is_kept(tmp_path: Path, target: str) -> None:
    Image.fromarray(makers.smooth_pixels(20, 20)).save(tmp_path / "a.jpg", dpi=(300, 300))
    photo = read_photo(tmp_path / "a.jpg")
    again = read_photo(write_photo(tmp_path / f"b{target}", photo.pixels, photo).path)
    assert again.resolution == pytest.approx((300 / 25.4, 300 / 25.4), rel=1e-3)


def test_16_bits_into_an_8_bit_format_are_rounded_and_said(tmp_path: Path) -> None:
    pixels = np.arange(65536, dtype=np.uint16)[:49152].reshape(128, 128, 3)
    photo = read_photo(makers.save_vips(tmp_path / "a.png", pixels))
    written = write_photo(tmp_path / "b.webp", photo.pixels, photo)
    assert np.array_equal(read_photo(written.path).pixels, np.rint(pixels / 257).astype(np.uint8))
    assert any("8 bits" in notice for notice in written.notices)
