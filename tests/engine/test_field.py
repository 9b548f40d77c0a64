from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.crops import HoleCrop, WorkingView, crop_around, working_view
from engine.field import Predictor
from engine.model.inpainter import Inpainter
from engine.protocol import FillRequest
from engine.regions import Box

from .model.conftest import TINY


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    torch.manual_seed(0)
    return Predictor(Inpainter(TINY), torch.device("cpu"))


def make_crop(size: tuple[int, int], hole_box: Box) -> HoleCrop:
    rng = np.random.default_rng(0)
    photo = rng.integers(0, 255, (*size, 3), dtype=np.uint8)
    mask = np.zeros(size, dtype=bool)
    mask[hole_box.slices] = True
    return crop_around(FillRequest(id=0, photo=photo, mask=mask), mask, hole_box, working_px=64)


@pytest.mark.parametrize("size", [(64, 64), (150, 210), (37, 91)])
def test_a_field_is_rendered_the_same_in_whichever_box_it_is_asked(predictor, size):
    crop = make_crop(size, Box(20, 10, 36, 24))
    view = working_view(crop, 64, predictor.stride)
    field = predictor.field(view, predictor.semantics(view), crop)
    height, width = crop.hole.shape

    whole = field.render(Box(0, 0, width, height))
    part = field.render(Box(7, 3, 31, 29))

    assert whole.shape == (height, width, 3)
    assert (whole[3:29, 7:31] == part).all()


def test_a_part_of_a_crop_has_the_features_that_it_had_in_the_whole(predictor):
    crop = make_crop((160, 224), Box(60, 50, 100, 90))
    view = working_view(crop, 64, predictor.stride)
    whole = predictor.semantics(view)
    grid = (view.hole.shape[0] // 16, view.hole.shape[1] // 16)

    everything = whole.within(Box.whole(grid), grid)
    part = whole.within(Box(1, 0, 3, 2), grid)

    assert (part.features.patches == everything.features.patches[..., :4, 2:6]).all()
    assert (part.grid == everything.grid[:2, 1:3]).all()
    assert (part.features.summary == whole.features.summary).all()
    half = view.hole.shape[0] // 8, view.hole.shape[1] // 8
    expected = torch.nn.functional.interpolate(whole.features.patches, size=half, mode="bilinear")
    torch.testing.assert_close(everything.features.patches, expected)


def test_the_working_view_averages_known_pixels_only():
    crop = make_crop((200, 200), Box(80, 80, 121, 121))
    bright = crop.photo.copy()
    bright[crop.hole] = 50.0

    view = working_view(crop, 64, 16)
    other = working_view(HoleCrop(crop.box, crop.inner, bright, crop.hole, crop.valid, crop.sources), 64, 16)

    np.testing.assert_allclose(view.photo[~view.hole], other.photo[~view.hole], atol=1e-6)
    assert view.hole.any()
    assert all(side % 16 == 0 for side in view.hole.shape)


def test_the_fields_rim_continues_a_ramp_unless_it_is_told_not_to(predictor):
    ramp = np.repeat(np.linspace(0.1, 0.9, 128, dtype=np.float32)[None, :, None], 96, axis=0).repeat(
        3, axis=2
    )
    hole = np.zeros((96, 128), dtype=bool)
    hole[:, 62:66] = True
    crop = HoleCrop(Box.whole(hole.shape), Box(62, 0, 66, 96), ramp, hole, ~hole | hole, ~hole)
    view = WorkingView(ramp, hole)

    def missed(bridges: bool) -> float:
        rendered = predictor.field(view, predictor.semantics(view), crop, bridges=bridges)
        return float(np.abs(rendered.render(Box.whole(hole.shape)) - ramp)[hole].mean())

    assert missed(bridges=True) < 0.7 * missed(bridges=False)


def test_semantics_have_no_common_part(predictor):
    view = WorkingView(np.random.default_rng(0).random((64, 64, 3), dtype=np.float32), np.eye(64) > 0)

    grid = predictor.semantics(view).grid

    np.testing.assert_allclose(grid.mean(axis=(0, 1)), 0, atol=1e-5)
