"""The risk: 0 where all variations agree, 1 where they are other things, blind to the texture's layout."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.batch.risk import risk_of
from engine.photo.color import from_srgb
from engine.protocol import HoleFill
from engine.regions import Box
from tests.engine.photo import makers


def _fill(pixels: np.ndarray, mask: np.ndarray | None = None) -> HoleFill:
    height, width = pixels.shape[:2]
    mask = np.ones((height, width), bool) if mask is None else mask
    return HoleFill(Box(0, 0, width, height), pixels, mask, mask, np.ones((height, width), np.float32))


def _flat(level: int, size: tuple[int, int] = (64, 64)) -> np.ndarray:
    return np.full((*size, 3), level, np.uint8)


def test_one_variation_has_no_risk() -> None:
    assert risk_of([[_fill(_flat(90))]], None) is None


def test_agreement_is_zero_and_other_things_are_one() -> None:
    assert risk_of([[_fill(_flat(90))], [_fill(_flat(90))]], None) == 0
    assert risk_of([[_fill(_flat(0))], [_fill(_flat(255))]], None) == 1


def test_the_closed_form() -> None:
    """Lightness 50 against 55 in a quarter of the hole: 5 * sqrt(1/4) / 20."""

    def gray(lightness: float) -> int:
        linear = ((lightness + 16) / 116) ** 3
        return round(65535 * (1.055 * linear ** (1 / 2.4) - 0.055))

    one = np.full((64, 64, 3), gray(50), np.uint16)
    other = one.copy()
    other[:32, :32] = gray(55)
    assert risk_of([[_fill(one)], [_fill(other)]], None) == pytest.approx(5 * 0.5 / 20, abs=3e-3)


def test_the_same_texture_laid_out_differently_hardly_counts() -> None:
    rng = np.random.default_rng(0)
    one, other = (rng.integers(100, 160, (256, 256, 3)).astype(np.uint8) for _ in range(2))
    moved = risk_of([[_fill(one)], [_fill(other)]], None)
    shape = one.copy()
    shape[64:192, 64:192] = 40
    assert moved is not None
    assert moved < 0.1
    assert (risk_of([[_fill(one)], [_fill(shape)]], None) or 0) > 4 * moved


def test_only_the_hole_counts() -> None:
    mask = np.zeros((64, 64), bool)
    mask[20:40, 20:40] = True
    one, other = _flat(90), _flat(90)
    other[~mask] = 255
    assert risk_of([[_fill(one, mask)], [_fill(other, mask)]], None) == 0


@pytest.mark.parametrize("profile", [makers.p3(), makers.prophoto()])
def test_the_profile_makes_no_difference(profile: bytes) -> None:
    rng = np.random.default_rng(1)
    shown = [rng.random((40, 40, 3)).astype(np.float32) * 0.8 + 0.1 for _ in range(2)]
    plain = risk_of([[_fill(from_srgb(one, None, np.uint16))] for one in shown], None)
    assert plain is not None
    other = risk_of([[_fill(from_srgb(one, profile, np.uint16))] for one in shown], profile)
    assert other == pytest.approx(plain, abs=1e-3)


@given(
    levels=st.lists(st.integers(0, 255), min_size=2, max_size=4),
    height=st.integers(1, 70),
    width=st.integers(1, 70),
)
def test_the_order_of_seeds_is_of_no_consequence(levels: list[int], height: int, width: int) -> None:
    variations = [[_fill(_flat(level, (height, width)))] for level in levels]
    risk = risk_of(variations, None)
    assert risk is not None
    assert 0 <= risk <= 1
    assert risk_of(variations[::-1], None) == pytest.approx(risk)
    assert (risk == 0) == (len(set(levels)) == 1)
