"""Which variations are asked for: unseen label maps first, then unseen seeds."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from editor.document.fills import FillRecord
from editor.document.stored_hole import StoredHole
from editor.inference.variation_plan import VariationPlan
from editor.painting.rect import Rect
from tests.editor.document.builders import Hole, hole_at, labels_at, open_document


def record(seed: int = 0, alternative: int = 0, holes: tuple[StoredHole, ...] = ()) -> FillRecord:
    return FillRecord(holes, seed=seed, alternative=alternative)


def taken(plan: VariationPlan) -> Iterator[tuple[int, int]]:
    while (planned := plan.take()) is not None:
        yield planned


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.integers(0, 6))
def test_without_labels_seeds_go_up_and_none_comes_twice(seeds: list[int], total: int) -> None:
    plan = VariationPlan([record(seed) for seed in seeds], total)
    asked = list(taken(plan))
    assert len(asked) == plan.total == plan.number == total
    assert [alternative for _, alternative in asked] == [0] * total
    new = [seed for seed, _ in asked]
    assert new == sorted(set(new))
    assert not set(new) & set(seeds)


def test_label_maps_that_were_seen_are_left_out() -> None:
    document = open_document()
    box = Rect(50, 50, 90, 90)
    plain = hole_at(document, box)
    hole = Hole(box, plain.pixels, plain.mask, plain.valid, plain.confidence, labels_at(box))
    first = document.apply_fill([hole], seed=3)
    assert first is not None
    assert list(taken(VariationPlan([first], 3))) == [(3, 1), (4, 0), (5, 0)]
    seen = record(seed=3, alternative=1)
    assert list(taken(VariationPlan([first, seen], 2))) == [(4, 0), (5, 0)]


def test_nothing_is_planned_of_nothing() -> None:
    assert VariationPlan().take() is None
