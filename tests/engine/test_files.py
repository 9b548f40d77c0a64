"""From file to file, over sizes, depths, alpha, masks and formats: outside mask and ring every bit stays."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from engine.files import FileJob, FillSettings, fill_opened, open_job, write_filled
from engine.photo import large
from engine.photo.photo import WriteOptions
from engine.photo.proof import compare, ring_around
from engine.photo.reading import read_photo
from engine.protocol import InvalidRequestError
from tests.engine.photo import makers
from tests.fakes import FakeEngine


@settings(max_examples=60)
@given(
    size=st.tuples(st.integers(8, 70), st.integers(8, 70)),
    channels=st.integers(1, 4),
    deep=st.booleans(),
    source=st.sampled_from([".png", ".tif"]),
    target=st.sampled_from([".png", ".tif"]),
    ring_px=st.sampled_from([0, 0, 1, 3]),
    by_regions=st.booleans(),
    seed=st.integers(0, 999),
)
def test_outside_mask_and_ring_every_bit_stays(
    size: tuple[int, int],
    channels: int,
    deep: bool,
    source: str,
    target: str,
    ring_px: int,
    by_regions: bool,
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    dtype = np.uint16 if deep else np.uint8
    pixels = rng.integers(0, np.iinfo(dtype).max, (*size, channels), dtype, True)
    hole = rng.random(size) < rng.choice([0.003, 0.05, 0.5])
    hole[rng.integers(0, size[0]), rng.integers(0, size[1])] = True
    hole[0, 0] = False
    profile = makers.prophoto() if channels > 2 else makers.gray_profile(2.2)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "LARGE_BYTES", 1 if by_regions else 10**12)
        photo = makers.save_vips(Path(folder, f"in{source}"), pixels, profile)
        mask = makers.save_vips(Path(folder, "mask.png"), hole[..., None].astype(np.uint8) * 255)
        output = Path(folder, f"out{target}")
        opened = open_job(FileJob(photo, mask, output, FillSettings(seed=seed % 200, ring_px=ring_px)))
        assert opened.is_large == (by_regions and source == target == ".tif")
        finished = fill_opened(FakeEngine(rows=1), opened)
        written, proof = write_filled(opened, finished.fills)
        before, after = read_photo(photo), read_photo(written.path)
    ring = ~hole & (ndimage.distance_transform_edt(~hole) <= ring_px)
    beyond = ~(hole | ring)
    assert np.array_equal(after.pixels[beyond], before.pixels[beyond])
    assert np.array_equal(after.pixels[..., 3:], before.pixels[..., 3:])
    assert after.pixels.dtype == before.pixels.dtype
    assert after.profile == before.profile == profile
    assert (after.was_gray, after.has_alpha) == (before.was_gray, before.has_alpha)
    assert proof == compare(
        before.pixels, after.pixels, hole, ring_around(hole, ring_px) if ring_px else None
    )
    assert (proof.outside_changed, proof.outside_largest) == (0, 0)
    assert proof.ring == ring.sum()


def test_a_ring_that_is_too_wide_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    job = FileJob(tmp_path / "none", tmp_path / "none", tmp_path / "out.png", FillSettings(ring_px=65))
    with pytest.raises(InvalidRequestError, match="0 to 64"):
        open_job(job)


def test_the_source_type_and_the_quality_are_the_options(tmp_path: Path) -> None:
    photo = makers.save_jpeg(tmp_path / "a.jpg", makers.smooth_pixels(40, 60))
    hole = np.zeros((40, 60, 1), np.uint8)
    hole[10:20, 10:20] = 255
    mask = makers.save_vips(tmp_path / "m.png", hole)
    sizes = []
    for quality, mark in ((None, True), (30, False)):
        options = WriteOptions(quality=quality, mark_source=mark)
        opened = open_job(FileJob(photo, mask, tmp_path / f"{quality}.webp", options=options))
        written, _ = write_filled(opened, fill_opened(FakeEngine(rows=1), opened).fills)
        assert (b"compositeWithTrained" in written.path.read_bytes()) == mark
        sizes.append(written.size_bytes)
    assert sizes[1] < sizes[0]
