from pathlib import Path

import numpy as np
import pytest

from engine.evaluation.cases import LARGEST_SHARE, large_cases, share_class, small_cases
from engine.evaluation.structure import KINDS, edge_distance, structure_cases
from engine.training.data import PhotoShards
from engine.training.masks import FAMILIES
from tests.pictures import make_tiny_shard


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> PhotoShards:
    folder = tmp_path_factory.mktemp("cases")
    return PhotoShards(
        [make_tiny_shard(folder / "a.tar", 5, (270, 300)), make_tiny_shard(folder / "b.tar", 1, (200, 300))]
    )


def test_small_photos_are_shrunk_never_enlarged(shards: PhotoShards) -> None:
    cases = list(small_cases(shards, seed=0))
    assert sorted(case.name for case in cases) == sorted(shards.names[:5])
    assert all(case.truth.shape == (256, 256, 3) for case in cases)
    assert [case.family for case in cases] == [*FAMILIES, "thin"]
    assert all(0 < case.share <= LARGEST_SHARE for case in cases)


def test_the_seed_decides_the_holes(shards: PhotoShards) -> None:
    first, again, other = (next(iter(small_cases(shards, seed))) for seed in (1, 1, 2))
    assert np.array_equal(first.mask, again.mask)
    assert not np.array_equal(first.mask, other.mask)


def test_a_limit_keeps_the_first_cases_as_they_are(shards: PhotoShards) -> None:
    few, all_of_them = list(small_cases(shards, 0, limit=2)), list(small_cases(shards, 0))
    assert len(few) == 2
    assert all(np.array_equal(a.mask, b.mask) for a, b in zip(few, all_of_them, strict=False))


def test_all_four_families_on_each_photo(shards: PhotoShards) -> None:
    cases = list(small_cases(shards, 0, limit=1, families_each=4))
    assert sorted(case.family for case in cases) == sorted(FAMILIES)


def test_large_photos_keep_their_pixels_and_the_hole_stays_in_its_window(tmp_path: Path) -> None:
    shards = PhotoShards([make_tiny_shard(tmp_path / "large.tar", 2, (800, 1000))])
    for case in large_cases(shards, seed=3):
        assert np.array_equal(case.photo, shards.photo(shards.names.index(case.name)))
        assert case.window.width == case.window.height == 768
        assert case.mask.sum() == case.hole.sum() > 0


@pytest.mark.parametrize(
    ("share", "name"),
    [(0.01, "0-20 %"), (0.2, "20-40 %"), (0.399, "20-40 %"), (0.4, "40-60 %"), (0.6, "40-60 %")],
)
def test_share_classes(share: float, name: str) -> None:
    assert share_class(share) == name


def test_a_drawn_edge_is_found_where_it_was_drawn(shards: PhotoShards) -> None:
    seen = set()
    for item in structure_cases(shards, seed=0, each=2):
        seen.add(item.kind)
        assert item.case.hole.any()
        assert edge_distance(item.case.truth, item.below, item.case.hole) < 1.0
    assert seen == set(KINDS)


def test_an_edge_that_ends_at_the_hole_or_runs_elsewhere_is_far(shards: PhotoShards) -> None:
    item = next(iter(structure_cases(shards, seed=0, each=1)))
    hole = item.case.hole
    lost = item.case.truth.copy()
    lost[hole] = 190
    moved = np.where(hole[..., None], np.roll(item.case.truth, 12, axis=0), item.case.truth)
    assert edge_distance(lost, item.below, hole) > 8
    assert 6 < edge_distance(moved, item.below, hole) < 16
