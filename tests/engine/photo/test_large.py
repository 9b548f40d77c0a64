"""Large TIFFs by regions give what whole reading gives, and the engine cannot tell the difference."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.api import composite
from engine.photo import large
from engine.photo.photo import WriteOptions
from engine.photo.proof import compare
from engine.photo.reading import read_photo
from engine.photo.writing import write_photo
from engine.protocol import HoleFill, PhotoError
from engine.regions import Box
from tests.engine.photo import makers


@pytest.fixture(params=[(1, False), (2, True), (3, False), (3, True), (4, True)], ids=str)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    channels, deep = request.param
    dtype = np.uint16 if deep else np.uint8
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, np.iinfo(dtype).max, (700, 300, channels), dtype, True)
    profile = makers.p3() if channels > 2 else None
    return makers.save_vips(tmp_path / "a.tif", pixels, profile, compression="deflate", tile=deep)


def _fill(box: Box, dtype: np.dtype) -> HoleFill:
    rng = np.random.default_rng(1)
    mask = rng.random((box.height, box.width)) < 0.7
    gray = rng.integers(0, np.iinfo(dtype).max, (box.height, box.width, 1)).astype(dtype)
    confidence = np.ones(mask.shape, np.float32)
    return HoleFill(box, np.repeat(gray, 3, axis=2), mask, mask, confidence)


def test_regions_are_parts_of_the_whole(path: Path) -> None:
    whole, view = read_photo(path), large.open_large(path)
    assert view.size == whole.size
    assert view.pixels.shape == whole.pixels.shape
    assert view.depth == whole.depth
    assert view.profile == whole.profile
    assert view.metadata == whole.metadata
    for box in (Box(10, 20, 200, 500), Box(50, 60, 70, 80), Box(0, 0, 300, 700), Box(299, 699, 300, 700)):
        assert np.array_equal(view.pixels[box.slices], whole.pixels[box.slices])


def test_the_streamed_file_is_the_composited_one(path: Path) -> None:
    whole, view = read_photo(path), large.open_large(path)
    fills = (
        _fill(Box(5, 10, 105, 90), whole.pixels.dtype),
        _fill(Box(200, 600, 300, 700), whole.pixels.dtype),
    )
    mask = np.zeros(whole.size, bool)
    for fill in fills:
        mask[fill.box.slices] |= fill.mask
    streamed, proof = large.write_large(path.with_name("s.tif"), fills, mask, view, WriteOptions())
    plain = write_photo(path.with_name("p.tif"), composite(whole.pixels, fills), whole)
    one, two = read_photo(streamed.path), read_photo(plain.path)
    assert np.array_equal(one.pixels, two.pixels)
    assert (one.profile, one.metadata) == (two.profile, two.metadata)
    assert (one.was_gray, one.compression) == (two.was_gray, two.compression)
    assert proof == compare(whole.pixels, one.pixels, mask)
    assert proof.outside_changed == 0


def test_only_large_upright_tiffs_go_by_regions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE_BYTES", 10_000)
    pixels = makers.smooth_pixels(100, 100)
    tall = makers.save_vips(tmp_path / "a.tif", pixels)
    small = makers.save_vips(tmp_path / "b.tif", pixels[:10])
    png = makers.save_vips(tmp_path / "c.png", pixels)
    assert large.is_read_by_regions(tall, tmp_path / "o.tif")
    assert not large.is_read_by_regions(tall, tmp_path / "o.png")
    assert not large.is_read_by_regions(small, tmp_path / "o.tif")
    assert not large.is_read_by_regions(png, tmp_path / "o.tif")


def test_a_real_run_sees_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line, by regions and whole: the same pixels."""
    from PIL import Image

    from engine import api
    from engine.cli import main
    from tests.fakes import FakeEngine

    monkeypatch.setattr(api, "load_engine", lambda device="auto", weights=None: FakeEngine())
    photo = makers.save_vips(tmp_path / "a.tif", makers.smooth_pixels(300, 200))
    hole = np.zeros((300, 200), np.uint8)
    hole[40:80, 50:90] = 255
    Image.fromarray(hole).save(tmp_path / "m.png")
    for name, limit in (("whole.tif", 10**9), ("regions.tif", 1000)):
        monkeypatch.setattr(large, "LARGE_BYTES", limit)
        arguments = ["fill", str(photo), "--mask", str(tmp_path / "m.png"), "-o", str(tmp_path / name)]
        assert main([*arguments, "--quiet"]) == 0
    one, two = read_photo(tmp_path / "whole.tif"), read_photo(tmp_path / "regions.tif")
    assert np.array_equal(one.pixels, two.pixels)
    assert not np.array_equal(one.pixels, read_photo(photo).pixels)
    # In place, too: the proof is taken before the old file goes.
    assert main(["fill", str(photo), "--mask", str(tmp_path / "m.png"), "-o", str(photo), "--overwrite"]) == 0
    assert np.array_equal(read_photo(photo).pixels, one.pixels)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_damaged_pixels_are_found_at_the_latest_when_writing(tmp_path: Path, share: float) -> None:
    path = makers.save_vips(tmp_path / "a.tif", makers.smooth_pixels(400, 300), compression="lzw")
    data = bytearray(path.read_bytes())
    at = int(share * int.from_bytes(data[4:8], "little"))  # the directory lies behind the pixels
    data[at : at + 64] = bytes(64)
    path.write_bytes(data)
    view = large.open_large(path)
    with pytest.raises(PhotoError, match="damaged"):
        large.write_large(tmp_path / "o.tif", (), np.zeros(view.size, bool), view, WriteOptions())
    assert [file.name for file in tmp_path.iterdir()] == ["a.tif"]
