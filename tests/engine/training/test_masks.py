import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.training.masks import FAMILIES, LARGEST_SHARE, draw_mask, draw_training_mask
from engine.training.outlines import FIGURES

SIDES = st.integers(2, 300)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(FAMILIES), SIDES, SIDES, st.integers(0, 2**32 - 1))
def test_a_mask_is_never_empty_and_never_too_large(family: str, height: int, width: int, seed: int) -> None:
    mask = draw_mask(family, (height, width), np.random.default_rng(seed))
    assert mask.shape == (height, width)
    assert mask.dtype == np.bool_
    assert 0 < mask.mean() <= LARGEST_SHARE


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_chance_draws_the_same_mask_and_another_one_another(family: str) -> None:
    first = draw_mask(family, (64, 96), np.random.default_rng(3))
    assert np.array_equal(first, draw_mask(family, (64, 96), np.random.default_rng(3)))
    assert not np.array_equal(first, draw_mask(family, (64, 96), np.random.default_rng(4)))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_mask_is_the_same_shape_at_every_size(family: str) -> None:
    differing = []
    for seed in range(12):
        small = draw_mask(family, (128, 160), np.random.default_rng(seed))
        large = draw_mask(family, (512, 640), np.random.default_rng(seed)).astype(np.float32)
        shrunk = cv2.resize(large, (160, 128), interpolation=cv2.INTER_AREA) > 0.5
        differing.append(np.mean(small != shrunk))
    assert np.median(differing) < 0.04


def test_the_training_mix_covers_three_tenths_of_the_picture_on_average() -> None:
    shares = [draw_training_mask((96, 96), np.random.default_rng(seed)).mean() for seed in range(600)]
    assert 0.27 < np.mean(shares) < 0.33


def test_thin_holes_are_thin_and_wide_ones_wide() -> None:
    def thickness(family: str) -> float:
        masks = [draw_mask(family, (256, 256), np.random.default_rng(seed)) for seed in range(20)]
        return float(
            np.median([cv2.distanceTransform(m.astype(np.uint8), cv2.DIST_L2, 3).max() for m in masks])
        )

    assert thickness("thin") < 12
    assert thickness("wide") > 24


def test_objects_are_more_than_ellipses() -> None:
    hollows = []
    for seed in range(40):
        mask = draw_mask("object", (256, 256), np.random.default_rng(seed)).astype(np.uint8)
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        outline = max(contours, key=cv2.contourArea)
        hollows.append(1 - cv2.contourArea(outline) / cv2.contourArea(cv2.convexHull(outline)))
    assert np.mean(np.array(hollows) > 0.08) > 0.6


@pytest.mark.parametrize("figure", set(FIGURES), ids=lambda figure: figure.__name__)
def test_figures_are_about_one_unit_high_or_long(figure) -> None:
    for seed in range(20):
        drawn = figure(np.random.default_rng(seed))
        points = np.concatenate([*drawn.curves, *[limb for limb, _ in drawn.limbs]])
        assert 0.35 < np.ptp(points, axis=0).max() < 2.6


def test_an_unknown_family_or_a_picture_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown mask family 'star'"):
        draw_mask("star", (64, 64), np.random.default_rng(0))
    with pytest.raises(ValueError, match="at least 2 x 2"):
        draw_mask("box", (1, 64), np.random.default_rng(0))
