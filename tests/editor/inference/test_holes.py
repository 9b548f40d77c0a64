"""What is asked when some holes are under way already."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from editor.inference.holes import Hole, hole_in, reaching, split_off, surroundings
from engine.api import Box

SIZE = (40, 50)


def hole(*parts: tuple[int, int, int, int]) -> Hole:
    mask = np.zeros(SIZE, np.bool_)
    for x0, y0, x1, y1 in parts:
        mask[y0:y1, x0:x1] = True
    found = hole_in(mask, Box.whole(SIZE))
    assert found is not None
    return found


def same(one: Hole | None, other: Hole) -> bool:
    return one is not None and one.box == other.box and bool((one.mask == other.mask).all())


def test_nothing_is_asked_for_what_is_under_way() -> None:
    painted = hole((5, 5, 10, 10), (30, 20, 35, 25))
    split = split_off(painted, [(1, hole((5, 5, 10, 10))), (2, hole((30, 20, 35, 25)))])
    assert split.hole is None
    assert split.displaced == frozenset()


def test_a_stroke_elsewhere_is_a_hole_of_its_own() -> None:
    split = split_off(hole((5, 5, 10, 10), (30, 20, 35, 25)), [(1, hole((5, 5, 10, 10)))])
    assert same(split.hole, hole((30, 20, 35, 25)))
    assert split.displaced == frozenset()


def test_a_stroke_at_the_edge_takes_the_run_over() -> None:
    for grown in ((5, 5, 12, 10), (10, 10, 12, 12), (3, 3, 12, 12)):
        painted = hole((5, 5, 10, 10), grown)
        split = split_off(painted, [(1, hole((5, 5, 10, 10)))])
        assert same(split.hole, painted)
        assert split.displaced == {1}


def test_erasing_takes_the_run_over() -> None:
    split = split_off(hole((5, 5, 10, 8)), [(1, hole((5, 5, 10, 10)))])
    assert same(split.hole, hole((5, 5, 10, 8)))
    assert split.displaced == {1}


def test_a_stroke_between_two_runs_joins_them() -> None:
    runs = [(1, hole((5, 5, 10, 10))), (2, hole((20, 5, 25, 10)))]
    split = split_off(hole((5, 5, 25, 10)), runs)
    assert same(split.hole, hole((5, 5, 25, 10)))
    assert split.displaced == {1, 2}


def test_no_hole_in_an_empty_mask() -> None:
    assert hole_in(np.zeros((3, 3), np.bool_), Box(5, 5, 8, 8)) is None


@given(
    x=st.integers(0, 900),
    y=st.integers(0, 600),
    width=st.integers(1, 400),
    height=st.integers(1, 300),
)
def test_surroundings_lie_in_the_photo_and_hold_what_the_engine_looks_at(
    x: int, y: int, width: int, height: int
) -> None:
    size = (700, 1000)
    box = Box(x, y, min(1000, x + width), min(700, y + height))
    part = surroundings(box, size)
    assert Box.whole(size).contains(part)
    wanted = box.grown(max(512, max(box.width, box.height))).intersection(Box.whole(size))
    assert part.contains(wanted)


def test_a_crop_reaches_as_far_as_the_source_area_and_no_further() -> None:
    size = (2000, 3000)
    crop = Box(1000, 900, 1400, 1200)
    sources = np.zeros(size, np.bool_)

    def count(box: Box) -> int:
        return int(sources[box.slices].sum())

    sources[1000:1050, 1100:1150] = True
    assert reaching(crop, count, size) == crop
    sources[:] = False
    sources[100:160, 100:160] = True
    reached = reaching(crop, count, size)
    assert count(reached) >= 32 * 32
    assert reached.union(crop) == reached
    sources[:] = False
    assert reaching(crop, count, size) == Box.whole(size)
