"""RAW and HEIC come in by their extras, in full depth and upright; without the extra one sentence says so."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import tifffile

from engine.photo.color import srgb_to_linear, to_srgb
from engine.photo.heif import second_pictures
from engine.photo.large import is_read_by_regions
from engine.photo.masks import read_mask
from engine.photo.photo import Format
from engine.photo.raw import display_p3
from engine.photo.reading import read_photo
from engine.photo.writing import write_photo
from engine.protocol import PhotoError
from tests.engine.photo import makers

DATA = Path(__file__).resolve().parents[2] / "data"
"""`gradient-8bit.heic` (with a thumbnail and EXIF) and `gradient-10bit.heic`, 64 x 48 pixels, lossy."""

WHITE = 16383


def scene(height: int = 96, width: int = 128) -> np.ndarray:
    """Linear light as a sensor sees it (h, w, 3), 0..WHITE."""
    y, x = np.mgrid[:height, :width]
    return np.stack([2000 + 40 * x, 3000 + 50 * y, 9000 - 20 * x], axis=-1).astype(np.float64)


def save_dng(path: Path, orientation: int = 1) -> Path:
    """A DNG of `scene` behind a Bayer filter, by a camera whose colors are those of sRGB."""
    light = scene()
    sensor = light[..., 1].copy()
    sensor[0::2, 0::2] = light[0::2, 0::2, 0]
    sensor[1::2, 1::2] = light[1::2, 1::2, 2]

    def fractions(values: np.ndarray | list[float]) -> tuple[int, ...]:
        return tuple(part for value in np.ravel(values) for part in (round(float(value) * 10000), 10000))

    from_xyz = np.linalg.inv([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    tags = [
        (50706, 1, 4, b"\1\4\0\0", True),  # DNG version
        (50708, 2, 0, "Testmaker One", True),
        (33421, 3, 2, (2, 2), True),  # the filter repeats every two pixels
        (33422, 1, 4, b"\0\1\1\2", True),  # red, green; green, blue
        (50717, 4, 1, WHITE, True),
        (50721, 10, 9, fractions(from_xyz), True),
        (50728, 5, 3, fractions([1, 1, 1]), True),  # neutral as shot
        (50778, 3, 1, 21, True),  # daylight
        (271, 2, 0, "Testmaker", True),
        (274, 3, 1, orientation, True),
    ]
    tifffile.imwrite(path, sensor.astype(np.uint16), photometric=32803, extratags=tags)
    return path


@pytest.mark.parametrize("orientation", [1, 6])
def test_raw_is_developed_to_16_bits_with_the_light_of_the_scene(tmp_path: Path, orientation: int) -> None:
    photo = read_photo(save_dng(tmp_path / "a.dng", orientation))
    assert (photo.format, photo.depth, photo.orientation, photo.profile) == (Format.RAW, 16, 1, display_p3())
    upright = np.rot90(scene(), -1) if orientation == 6 else scene()
    light = srgb_to_linear(to_srgb(photo.pixels, photo.profile).astype(np.float64))
    inner = (slice(8, -8), slice(8, -8))  # at the borders the filter's colors cannot be interpolated
    assert np.abs(light[inner] - upright[inner] / WHITE).max() < 0.01
    assert (photo.pixels % 257 != 0).mean() > 0.9


def test_a_developed_raw_is_written_with_its_metadata_upright(tmp_path: Path) -> None:
    photo = read_photo(save_dng(tmp_path / "a.dng", 6))
    written = write_photo(tmp_path / "a.tif", photo.pixels, photo)
    again = read_photo(written.path)
    assert np.array_equal(again.pixels, photo.pixels)
    assert (again.profile, again.orientation, again.format) == (display_p3(), 1, Format.TIFF)
    assert b"Testmaker" in (again.metadata.exif or b"")
    with pytest.raises(PhotoError, match="should end in"):
        write_photo(tmp_path / "b.dng", photo.pixels, photo)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_raw_is_reported(tmp_path: Path, share: float) -> None:
    path = save_dng(tmp_path / "a.dng")
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    with pytest.raises(PhotoError, match="RAW file that is damaged"):
        read_photo(path)


def test_heic_of_8_bits() -> None:
    photo = read_photo(DATA / "gradient-8bit.heic")
    y, x = np.mgrid[:48, :64]
    expected = np.stack([40 + 3 * x, 40 + 4 * y, 200 - x - y], axis=-1)
    assert (photo.format, photo.depth, photo.profile) == (Format.HEIF, 8, makers.p3())
    assert np.abs(photo.pixels.astype(int) - expected).mean() < 2


def test_heic_of_10_bits_is_read_as_16() -> None:
    photo = read_photo(DATA / "gradient-10bit.heic")
    y, x = np.mgrid[:48, :64]
    expected = np.stack([8000 + 300 * x, 8000 + 300 * y, 40000 - 100 * (x + y)], axis=-1)
    assert photo.depth == 16
    assert np.abs(photo.pixels.astype(int) - expected).mean() < 100  # 64 is one level of ten bits
    # The levels between those of 8 bits are there.
    assert np.unique(photo.pixels >> 6).size > 2 * np.unique(photo.pixels >> 8).size


def test_nothing_of_a_heic_but_its_picture_is_carried_over(tmp_path: Path) -> None:
    photo = read_photo(DATA / "gradient-8bit.heic")
    for suffix in (".jpg", ".png", ".tif", ".webp"):
        written = write_photo(tmp_path / f"a{suffix}", photo.pixels, photo)
        again = read_photo(written.path)
        assert "Not carried over: a preview picture." in written.notices
        assert again.orientation == 1  # the block says 6, but the picture was turned on reading
        assert b"Testmaker" in (again.metadata.exif or b"")
        assert b"ftyp" not in written.path.read_bytes()


def test_second_pictures_are_named() -> None:
    apple = {
        "thumbnails": [320],
        "depth_images": [object()],
        "aux": {"urn:com:apple:photo:2020:aux:hdrgainmap": [3], "urn:com:apple:photo:2018:aux:skin": [4]},
    }
    assert list(second_pictures(apple, 2)) == [
        "a preview picture",
        "a depth map",
        "an HDR gain map",
        "auxiliary pictures (mattes, for instance)",
        "further pictures in the file",
    ]
    assert list(second_pictures({"thumbnails": [], "depth_images": [], "aux": {}}, 1)) == []


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_a_cut_heic_is_reported(tmp_path: Path, share: float) -> None:
    data = (DATA / "gradient-8bit.heic").read_bytes()
    path = tmp_path / "a.heic"
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(PhotoError, match="damaged"):
        read_photo(path)


@pytest.mark.parametrize(("module", "extra"), [("rawpy", "lacuna\\[raw\\]"), ("pi_heif", "lacuna\\[heic\\]")])
def test_without_its_extra_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, extra: str
) -> None:
    path = save_dng(tmp_path / "a.dng") if module == "rawpy" else DATA / "gradient-8bit.heic"
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(PhotoError, match=f"install the extra “{extra}”"):
        read_photo(path)


def test_they_are_photos_and_no_masks(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="a mask must be"):
        read_mask(DATA / "gradient-8bit.heic")
    raw = save_dng(tmp_path / "a.dng")
    assert not is_read_by_regions(raw, tmp_path / "o.tif")
    assert not is_read_by_regions(DATA / "gradient-8bit.heic", tmp_path / "o.tif")
