"""What is left of a selection that has islands and pinholes."""

from __future__ import annotations

import numpy as np
import pytest

from editor.selection.tidying import Bools, tidied


def box(x0: int, y0: int, x1: int, y1: int) -> Bools:
    mask = np.zeros((60, 80), np.bool_)
    mask[y0:y1, x0:x1] = True
    return mask


NOWHERE = box(0, 0, 0, 0)
BODY = box(10, 10, 40, 40)
CLICK = box(20, 20, 21, 21)


def test_an_island_that_nobody_clicked_goes() -> None:
    island = box(60, 5, 66, 11)
    np.testing.assert_array_equal(tidied(BODY | island, CLICK, NOWHERE), BODY)
    np.testing.assert_array_equal(tidied(BODY | island, CLICK | box(62, 7, 63, 8), NOWHERE), BODY | island)


def test_a_large_island_may_be_the_rest_of_the_object() -> None:
    rest = box(50, 10, 70, 40)
    np.testing.assert_array_equal(tidied(BODY | rest, CLICK, NOWHERE), BODY | rest)


def test_pinholes_are_filled_but_not_where_somebody_clicked() -> None:
    hole = box(30, 30, 33, 33)
    np.testing.assert_array_equal(tidied(BODY & ~hole, CLICK, NOWHERE), BODY)
    np.testing.assert_array_equal(tidied(BODY & ~hole, CLICK, box(31, 31, 32, 32)), BODY & ~hole)


def test_a_large_hole_can_be_looked_through() -> None:
    frame = BODY & ~box(22, 22, 36, 36)
    np.testing.assert_array_equal(tidied(frame, box(12, 12, 13, 13), NOWHERE), frame)


@pytest.mark.parametrize("notch", [box(10, 20, 14, 24), box(0, 20, 14, 24)])
def test_what_is_open_to_the_outside_is_no_hole(notch: Bools) -> None:
    np.testing.assert_array_equal(tidied(BODY & ~notch, CLICK, NOWHERE), BODY & ~notch)


def test_without_a_clicked_part_nothing_is_changed() -> None:
    np.testing.assert_array_equal(tidied(BODY, box(70, 50, 71, 51), NOWHERE), BODY)
    np.testing.assert_array_equal(tidied(NOWHERE, CLICK, NOWHERE), NOWHERE)
