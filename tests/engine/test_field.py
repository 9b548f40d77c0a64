from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.crops import HoleCrop, WorkingView, crop_around, working_view
from engine.field import Predictor, features_within
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

    everything = features_within(whole, Box.whole(grid), grid)
    part = features_within(whole, Box(1, 0, 3, 2), grid)

    assert (part.patches == everything.patches[..., :4, 2:6]).all()
    assert (part.summary == whole.summary).all()
    half = view.hole.shape[0] // 8, view.hole.shape[1] // 8
    expected = torch.nn.functional.interpolate(whole.patches, size=half, mode="bilinear")
    torch.testing.assert_close(everything.patches, expected)


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


def test_appearance_has_no_common_part_and_a_model_may_do_without():
    torch.manual_seed(0)
    silent_config = replace(TINY, generator=replace(TINY.generator, appearance_dim=0))
    speaking, silent = (Predictor(Inpainter(c), torch.device("cpu")) for c in (TINY, silent_config))
    crop = make_crop((96, 128), Box(40, 30, 70, 60))
    view = working_view(crop, 64, speaking.stride)

    said = speaking.field(view, speaking.semantics(view), crop).appearance

    assert said is not None
    assert said.shape == (view.hole.shape[0] // 8, view.hole.shape[1] // 8, 12)
    assert said.std() > 0
    np.testing.assert_allclose(said.mean(axis=(0, 1)), 0, atol=1e-5)
    assert silent.field(view, silent.semantics(view), crop).appearance is None
