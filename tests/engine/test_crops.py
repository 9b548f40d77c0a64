"""What is cut out around a hole."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engine.crops import LEAST_SOURCES_PX, crop_around
from engine.holes import Hole
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
    crop = crop_around(asked, asked.mask, Hole.of(asked.mask), 256)
    assert crop.sources.sum() >= LEAST_SOURCES_PX
    allowed = asked.sources
    assert allowed is not None
    np.testing.assert_array_equal(crop.sources, allowed[crop.box.slices])


def test_a_source_area_at_hand_changes_no_crop() -> None:
    near = Box(540, 440, 600, 500)
    plain, limited = request(None), request(near)
    hole = Hole.of(plain.mask)
    assert crop_around(limited, limited.mask, hole, 256).box == crop_around(plain, plain.mask, hole, 256).box


def test_a_source_area_that_is_all_hole_ends_at_the_whole_photo() -> None:
    asked = request(HOLE)
    crop = crop_around(asked, asked.mask, Hole.of(asked.mask), 256)
    assert crop.box == Box(0, 0, 1400, 800)
    assert not crop.sources.any()


def test_other_holes_are_neither_filled_nor_known_nor_texture() -> None:
    asked = request(None)
    mask = asked.mask.copy()
    beside = Box(HOLE.x1 + 2, HOLE.y0, HOLE.x1 + 30, HOLE.y1)
    mask[beside.slices] = True
    crop = crop_around(asked, mask, Hole.of(asked.mask), 256)
    other = np.zeros_like(mask)
    other[beside.slices] = True
    other = other[crop.box.slices]
    assert other.any()
    assert crop.hole[other].all()
    assert not (crop.valid | crop.sources)[other].any()
    np.testing.assert_array_equal(crop.own, asked.mask[crop.box.slices])


def test_source_areas_may_be_coverage() -> None:
    asked = request(Box(540, 440, 600, 500))
    assert asked.sources is not None
    coverage = dataclasses.replace(asked, sources=np.where(asked.sources, 200, 100).astype(np.uint8))
    hole = Hole.of(asked.mask)
    one, other = crop_around(asked, asked.mask, hole, 256), crop_around(coverage, asked.mask, hole, 256)
    assert one.box == other.box
    np.testing.assert_array_equal(one.sources, other.sources)
