"""Masks from any image: what counts as hole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.photo import headers
from engine.photo.masks import read_mask
from engine.protocol import InvalidRequestError, PhotoError
from tests.engine.photo import makers

HOLE = np.zeros((20, 30), bool)
HOLE[5:12, 8:20] = True


def _save(path: Path, pixels: np.ndarray) -> Path:
    Image.fromarray(pixels).save(path)
    return path


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp", ".jpg"])
@pytest.mark.parametrize("channels", [1, 3])
def test_white_is_hole_in_every_format(tmp_path: Path, suffix: str, channels: int) -> None:
    gray = np.where(HOLE, 255, 0).astype(np.uint8)
    pixels = gray if channels == 1 else np.repeat(gray[..., None], 3, axis=2)
    path = _save(tmp_path / f"m{suffix}", pixels)
    found = read_mask(path, HOLE.shape)
    if suffix in (".jpg", ".webp"):  # these may blur an edge
        assert (found != HOLE).mean() < 0.03
    else:
        assert np.array_equal(found, HOLE)


def test_the_threshold_lies_above_127(tmp_path: Path) -> None:
    path = _save(tmp_path / "m.png", np.array([[0, 127, 128, 255]], np.uint8))
    assert read_mask(path).tolist() == [[False, False, True, True]]


def test_16_bit_masks(tmp_path: Path) -> None:
    pixels = np.array([[0, 127 * 257, 128 * 257, 65535]], np.uint16)[..., None]
    path = makers.save_vips(tmp_path / "m.png", pixels)
    assert read_mask(path).tolist() == [[False, False, True, True]]


def test_one_bit_and_palette_masks(tmp_path: Path) -> None:
    image = Image.fromarray(np.where(HOLE, 255, 0).astype(np.uint8))
    image.convert("1").save(tmp_path / "bit.png")
    image.convert("P").save(tmp_path / "palette.png")
    assert np.array_equal(read_mask(tmp_path / "bit.png"), HOLE)
    assert np.array_equal(read_mask(tmp_path / "palette.png"), HOLE)


def test_transparent_parts_of_a_photo_are_hole(tmp_path: Path) -> None:
    pixels = makers.smooth_pixels(20, 30, 4)
    pixels[..., :3] = np.maximum(pixels[..., :3], 140)  # bright, as photos are in places
    pixels[..., 3] = np.where(HOLE, 0, 255)
    assert np.array_equal(read_mask(_save(tmp_path / "m.png", pixels)), HOLE)


def test_white_strokes_on_a_clear_layer_are_hole(tmp_path: Path) -> None:
    pixels = np.zeros((20, 30, 4), np.uint8)
    pixels[HOLE] = 255
    assert np.array_equal(read_mask(_save(tmp_path / "m.png", pixels)), HOLE)


def test_opaque_black_with_clear_and_white_parts(tmp_path: Path) -> None:
    pixels = np.zeros((20, 30, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[5:12, 8:14] = 255
    pixels[5:12, 14:20, 3] = 0
    assert np.array_equal(read_mask(_save(tmp_path / "m.png", pixels)), HOLE)


def test_fully_opaque_alpha_changes_nothing(tmp_path: Path) -> None:
    pixels = np.full((20, 30, 4), 255, np.uint8)
    pixels[~HOLE, :3] = 0
    assert np.array_equal(read_mask(_save(tmp_path / "m.png", pixels)), HOLE)


def test_masks_are_turned_upright_like_photos(tmp_path: Path) -> None:
    stored = np.where(HOLE, 255, 0).astype(np.uint8)
    Image.fromarray(stored).save(tmp_path / "m.png", exif=b"Exif\0\0" + makers.exif_block(6))
    assert np.array_equal(read_mask(tmp_path / "m.png", (30, 20)), np.rot90(HOLE, -1))


def test_another_size_is_said_in_numbers(tmp_path: Path) -> None:
    path = _save(tmp_path / "m.png", np.zeros((20, 30), np.uint8))
    with pytest.raises(InvalidRequestError, match=r"30 x 20 .* 40 x 20"):
        read_mask(path, (20, 40))


def test_a_mask_that_is_no_image(tmp_path: Path) -> None:
    path = tmp_path / "m.png"
    path.write_text("white")
    with pytest.raises(PhotoError, match="not an image"):
        read_mask(path)


def test_a_large_flat_mask_is_no_bomb_where_the_photo_has_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Masks compress a thousandfold; the photo vouches for the size."""
    monkeypatch.setattr(headers, "_ALWAYS_FINE_BYTES", 500_000)
    hole = np.zeros((1000, 1000), bool)
    hole[500:600, 700:800] = True
    Image.fromarray(np.where(hole, 255, 0).astype(np.uint8)).save(tmp_path / "m.png", compress_level=9)
    assert np.array_equal(read_mask(tmp_path / "m.png", hole.shape), hole)
    with pytest.raises(PhotoError, match="no photo"):
        read_mask(tmp_path / "m.png")
    with pytest.raises(PhotoError, match="no photo"):
        read_mask(tmp_path / "m.png", (100, 100))
