import tarfile
import threading
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from engine.protocol import InvalidRequestError, PhotoError
from engine.training.augmentation import random_crop, random_crop_at_two_sizes
from engine.training.data import Batches, PhotoShards
from tests.pictures import make_tiny_shard, synthetic_picture


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> PhotoShards:
    folder = tmp_path_factory.mktemp("shards")
    return PhotoShards(
        [make_tiny_shard(folder / "a.tar", 5, (48, 64)), make_tiny_shard(folder / "b.tar", 2, (24, 30), 1)]
    )


def test_shards_are_read_as_they_are(shards: PhotoShards) -> None:
    assert len(shards) == 7
    assert shards.sizes == [(48, 64)] * 5 + [(24, 30)] * 2
    decoded = shards.photo(0)
    drawn = synthetic_picture((48, 64), np.random.default_rng(0))
    assert decoded.shape == drawn.shape
    # Red, green, blue in this order: WebP's loss is far smaller than the colors' difference.
    assert np.abs(decoded.mean((0, 1)) - drawn.mean((0, 1))).max() < 2


def test_photos_smaller_than_the_crop_are_left_out(shards: PhotoShards) -> None:
    assert list(shards.at_least(32)) == [0, 1, 2, 3, 4]
    with pytest.raises(InvalidRequestError, match="64 pixels"):
        Batches(shards, 64, 2, seed=0)


def test_a_batch_has_the_promised_layout(shards: PhotoShards) -> None:
    images, masks, closer, has_closer, *_ = Batches(shards, 32, 3, seed=1).batch_at(0)
    assert closer is None
    assert has_closer is None
    assert images.shape == (3, 3, 32, 32)
    assert masks.shape == (3, 1, 32, 32)
    assert images.dtype == masks.dtype == torch.float32
    assert 0 <= images.min() < images.max() <= 1
    assert set(masks.unique().tolist()) == {0.0, 1.0}


@pytest.mark.parametrize("threads", [1, 4])
def test_a_resumed_stream_equals_the_one_that_never_stopped(shards: PhotoShards, threads: int) -> None:
    straight = list(islice(Batches(shards, 32, 2, seed=7).stream(), 6))
    resumed = list(islice(Batches(shards, 32, 2, seed=7).stream(3, threads), 3))
    for one, again in zip(straight[3:], resumed, strict=True):
        assert torch.equal(one.images, again.images)
        assert torch.equal(one.masks, again.masks)
    other = Batches(shards, 32, 2, seed=8).batch_at(3)
    assert not torch.equal(other.images, straight[3].images)


def test_every_photo_is_seen_once_before_any_is_seen_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards = PhotoShards([make_tiny_shard(tmp_path / "a.tar", 5, (48, 64))])
    seen: list[int] = []
    decode = shards.photo
    monkeypatch.setattr(shards, "photo", lambda index: seen.append(index) or decode(index))
    batches = Batches(shards, 32, 1, seed=2)
    for step in range(10):
        batches.batch_at(step)
    assert sorted(seen[:5]) == sorted(seen[5:]) == [0, 1, 2, 3, 4]
    assert seen[:5] != seen[5:]


@pytest.mark.parametrize("count", [1, 3])
def test_the_threads_end_with_the_stream(shards: PhotoShards, count: int) -> None:
    before = set(threading.enumerate())
    stream = Batches(shards, 32, 2, seed=0).stream(threads=count)
    next(stream)
    started = set(threading.enumerate()) - before
    assert len(started) == count
    stream.close()
    for thread in started:
        thread.join(timeout=5)
        assert not thread.is_alive()


def test_a_crop_never_shows_more_than_the_photo_has() -> None:
    # A checkerboard of single pixels turns gray where it is shrunk; where it is not it stays what it is.
    checker = (np.indices((40, 40)).sum(0) % 2 * 255).astype(np.uint8)[..., None].repeat(3, axis=2)
    for seed in range(20):
        crop = random_crop(checker, 40, np.random.default_rng(seed))
        assert crop.shape == (40, 40, 3)
        assert crop.std() > 0.3
    shrunk = [random_crop(checker, 16, np.random.default_rng(seed)).std() for seed in range(20)]
    assert max(shrunk) < 0.4


def test_the_second_size_shows_the_same_crop_and_the_first_is_its_mean() -> None:
    photo = synthetic_picture((60, 70), np.random.default_rng(0))

    for seed in range(6):
        small, large = random_crop_at_two_sizes(photo, 24, 48, np.random.default_rng(seed))
        assert large is not None
        assert large.shape == (48, 48, 3)
        means = large.reshape(24, 2, 24, 2, 3).mean(axis=(1, 3))
        assert np.allclose(small, means, atol=1e-5)


def test_a_photo_without_the_pixels_has_no_second_size() -> None:
    photo = synthetic_picture((40, 70), np.random.default_rng(0))

    small, large = random_crop_at_two_sizes(photo, 24, 41, np.random.default_rng(3))

    assert large is None
    assert np.array_equal(small, random_crop(photo, 24, np.random.default_rng(3)))


def test_batches_come_at_ever_other_second_sizes_where_the_photos_have_them(shards: PhotoShards) -> None:
    # Photographs of 24 and of 48 px, crops of 20 px: twice that is there in some of them only.
    batches = Batches(shards, 20, 7, seed=3, magnify=2.0)
    sides, known = set(), []
    for step in range(5):
        batch = batches.batch_at(step)
        assert batch.closer is not None
        assert batch.has_closer is not None
        side = batch.closer.shape[-1]
        assert 20 <= side <= 40
        black = batch.closer.flatten(1).amax(dim=1) == 0
        assert torch.equal(black, ~batch.has_closer)
        assert int(batch.has_closer.sum()) == (7 if side <= 24 else 5)
        sides.add(side)
        known.append(batch.closer)
    assert len(sides) >= 3
    again = Batches(shards, 20, 7, seed=3, magnify=2.0).batch_at(4).closer
    assert again is not None
    assert torch.equal(again, known[4])


def test_crops_differ_in_scale_place_side_and_color() -> None:
    ramp = np.zeros((64, 64, 3), dtype=np.uint8)
    ramp[..., 0] = np.arange(64) * 3 + 20
    ramp[..., 1] = np.arange(64)[:, None] * 3 + 20
    ramp[..., 2] = 128
    crops = [random_crop(ramp, 32, np.random.default_rng(seed)) for seed in range(40)]
    slopes = np.array([crop[:, -1, 0].mean() - crop[:, 0, 0].mean() for crop in crops])
    assert 0.2 < np.mean(slopes > 0) < 0.8
    assert np.abs(slopes).max() / np.abs(slopes).min() > 1.4
    assert np.std([crop[..., 2].mean() for crop in crops]) > 0.01


def test_a_missing_or_broken_shard_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="does not exist"):
        PhotoShards([tmp_path / "none.tar"])
    broken = tmp_path / "broken.tar"
    broken.write_bytes(b"not a shard" * 100)
    with pytest.raises(PhotoError, match="cannot be read"):
        PhotoShards([broken])
    empty = tmp_path / "empty.tar"
    tarfile.open(empty, "w").close()
    with pytest.raises(PhotoError, match="no photographs"):
        PhotoShards([empty])


def test_a_damaged_photo_reaches_the_reader_of_the_stream(tmp_path: Path) -> None:
    shards = PhotoShards([make_tiny_shard(tmp_path / "a.tar", 1, (40, 40))])
    shards._encoded[0] = shards._encoded[0][:60]
    with pytest.raises(PhotoError, match=r"tiny_00000\.webp"):
        next(Batches(shards, 32, 1, seed=0).stream())


def test_decoding_gives_rgb_not_bgr(tmp_path: Path) -> None:
    red = np.zeros((16, 16, 3), dtype=np.uint8)
    red[..., 0] = 250
    path = tmp_path / "red.png"
    cv2.imwrite(str(path), red[..., ::-1])
    with tarfile.open(tmp_path / "red.tar", "w") as shard:
        shard.add(path, "red.png")
    assert np.array_equal(PhotoShards([tmp_path / "red.tar"]).photo(0), red)
