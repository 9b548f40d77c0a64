"""Photographs read in strips: the same pixels as read at once, as the file stores them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.photo.reading import read_photo, read_stored, turned_back
from engine.protocol import PhotoError


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp", "a.jpg"])
@pytest.mark.parametrize("orientation", [1, 6, 3, 5])
def test_strips_are_the_photo_as_it_is_stored(tmp_path: Path, name: str, orientation: int) -> None:
    path = tmp_path / name
    pixels = np.random.default_rng(0).integers(0, 256, (70, 45, 3), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(pixels).save(path, exif=exif, **({"lossless": True} if name.endswith("webp") else {}))
    whole = read_photo(path)
    photo, strips = read_stored(path, rows=32)
    assert photo.orientation == whole.orientation
    read = list(strips)
    assert [strip.shape[0] for strip in read] == [32, 32, 6]
    np.testing.assert_array_equal(np.concatenate(read), turned_back(whole.pixels, whole.orientation))


def test_gray_and_sixteen_bits_are_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "gray.png"
    levels = np.random.default_rng(0).integers(0, 65536, (40, 30), np.uint16)
    Image.fromarray(levels).save(path)
    np.testing.assert_array_equal(np.concatenate(list(read_stored(path, 16)[1])), read_photo(path).pixels)


def test_damage_is_found_when_it_is_reached(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (400, 300, 3), np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[:-9000])
    with pytest.raises(PhotoError, match="damaged"):
        list(read_stored(path, 64)[1])
