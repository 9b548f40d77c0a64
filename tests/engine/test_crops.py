"""What is cut out around a hole."""

from __future__ import annotations

import numpy as np
import pytest

from engine.crops import LEAST_SOURCES_PX, crop_around
from engine.protocol import FillRequest
from engine.regions import Box

HOLE = Box(600, 500, 640, 540)


def request(sources: Box | None) -> FillRequest:
    photo = np.zeros((800, 1400, 3), np.uint8)
    mask = np.zeros(photo.shape[:2], np.bool_)
    mask[HOLE.slices] = True
    allowed = None
    if sources is not None:
        allowed = np.zeros_like(mask)
        allowed[sources.slices] = True
    return FillRequest(1, photo, mask, sources=allowed)


@pytest.mark.parametrize("sources", [Box(10, 10, 60, 60), Box(1300, 700, 1400, 800), Box(0, 400, 40, 440)])
def test_a_crop_reaches_as_far_as_the_source_area(sources: Box) -> None:
    asked = request(sources)
    crop = crop_around(asked, asked.mask, HOLE, 256)
    assert crop.sources.sum() >= LEAST_SOURCES_PX
    allowed = asked.sources
    assert allowed is not None
    np.testing.assert_array_equal(crop.sources, allowed[crop.box.slices])


def test_a_source_area_at_hand_changes_no_crop() -> None:
    near = Box(540, 440, 600, 500)
    plain, limited = request(None), request(near)
    assert crop_around(limited, limited.mask, HOLE, 256).box == crop_around(plain, plain.mask, HOLE, 256).box


def test_a_source_area_that_is_all_hole_ends_at_the_whole_photo() -> None:
    asked = request(HOLE)
    crop = crop_around(asked, asked.mask, HOLE, 256)
    assert crop.box == Box(0, 0, 1400, 800)
    assert not crop.sources.any()
