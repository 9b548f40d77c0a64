"""The algebra of masks: what selections do to one another, as properties of any masks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from editor.painting.morphology import feather, grow, shrink
from editor.selection.combining import Mode, combined, held_mode

MASKS = arrays(np.uint8, (7, 9))
HARD = arrays(np.uint8, (7, 9), elements=st.sampled_from([0, 255]))
ADD, SUBTRACT, REPLACE, INTERSECT = Mode.ADD, Mode.SUBTRACT, Mode.REPLACE, Mode.INTERSECT


@given(MASKS, MASKS, MASKS)
def test_adding_is_commutative_associative_and_done_once(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> None:
    np.testing.assert_array_equal(combined(a, b, ADD), combined(b, a, ADD))
    np.testing.assert_array_equal(
        combined(combined(a, b, ADD), c, ADD), combined(a, combined(b, c, ADD), ADD)
    )
    np.testing.assert_array_equal(combined(combined(a, b, ADD), b, ADD), combined(a, b, ADD))


@given(MASKS, MASKS)
def test_nothing_and_everything_are_neutral(a: np.ndarray, b: np.ndarray) -> None:
    nothing, everything = np.zeros_like(a), np.full_like(a, 255)
    np.testing.assert_array_equal(combined(a, nothing, ADD), a)
    np.testing.assert_array_equal(combined(a, nothing, SUBTRACT), a)
    np.testing.assert_array_equal(combined(a, everything, INTERSECT), a)
    assert not combined(a, everything, SUBTRACT).any()
    np.testing.assert_array_equal(combined(a, b, REPLACE), b)


@given(MASKS, MASKS)
def test_subtracting_is_adding_to_what_is_left_out(a: np.ndarray, b: np.ndarray) -> None:
    np.testing.assert_array_equal(255 - combined(a, b, SUBTRACT), combined(255 - a, b, ADD))
    np.testing.assert_array_equal(combined(a, b, SUBTRACT), combined(a, 255 - b, INTERSECT))


@given(HARD, HARD)
def test_hard_masks_are_sets(a: np.ndarray, b: np.ndarray) -> None:
    one, other = a > 0, b > 0
    for mode, expected in (
        (ADD, one | other),
        (SUBTRACT, one & ~other),
        (INTERSECT, one & other),
        (REPLACE, other),
    ):
        np.testing.assert_array_equal(combined(a, b, mode) > 0, expected)


@given(MASKS, MASKS, st.sampled_from(list(Mode)))
def test_joining_changes_neither_of_them(a: np.ndarray, b: np.ndarray, mode: Mode) -> None:
    before = a.copy(), b.copy()
    joined = combined(a, b, mode)
    joined[:] = 7
    np.testing.assert_array_equal(a, before[0])
    np.testing.assert_array_equal(b, before[1])


@given(MASKS, MASKS, st.integers(0, 4))
def test_growing_feathering_and_adding_keep_their_order(a: np.ndarray, b: np.ndarray, reach: int) -> None:
    larger = combined(a, b, ADD)
    for change in (grow, feather, shrink):
        assert (change(larger, reach) >= change(a, reach)).all()


@given(HARD, st.integers(1, 4))
def test_shrinking_a_grown_mask_never_goes_below_it(a: np.ndarray, radius: int) -> None:
    assert (grow(a, radius) >= a).all()
    assert (shrink(a, radius) <= a).all()


def test_held_keys_go_before_the_chosen_mode() -> None:
    for chosen in Mode:
        assert held_mode(chosen, False, False) is chosen
        assert held_mode(chosen, True, False) is ADD
        assert held_mode(chosen, False, True) is SUBTRACT
        assert held_mode(chosen, True, True) is INTERSECT
