from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.crops import HoleCrop, WorkingView, closer_view, crop_around, working_view
from engine.field import Predictor, features_within
from engine.holes import Hole
from engine.model.generator import Painted
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
    return crop_around(FillRequest(id=0, photo=photo, mask=mask), mask, Hole.of(mask), working_px=64)


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


@pytest.fixture(scope="module")
def sharp_eyed() -> Predictor:
    torch.manual_seed(0)
    generator = replace(TINY.generator, second_look=True)
    return Predictor(Inpainter(replace(TINY, generator=generator, closest_px=128)), torch.device("cpu"))


@pytest.mark.parametrize(
    ("size", "cells"),
    [((60, 64), (32, 32)), ((75, 78), (32, 32)), ((90, 96), (48, 48)), ((300, 400), (48, 64))],
)
def test_large_crops_are_looked_at_from_closer_as_far_as_they_go(size, cells, sharp_eyed):
    photo = np.random.default_rng(0).random((*size, 3), dtype=np.float32)
    hole = np.zeros(size, dtype=bool)
    hole[10:34, 20:46] = True
    crop = HoleCrop(Box.whole(size), Box(20, 10, 46, 34), photo, hole, hole, ~hole)
    view = working_view(crop, 64, sharp_eyed.stride)

    field = sharp_eyed.field(view, sharp_eyed.semantics(view), crop)

    assert field.gaussians.offsets.shape[-2:] == cells
    assert field.correction.shape[:2] == (2 * cells[0], 2 * cells[1])
    whole = field.render(Box.whole(size))
    assert whole.shape == (*size, 3)
    assert (field.render(Box(7, 3, 31, 29)) == whole[3:29, 7:31]).all()


def test_labels_are_heard_in_every_look():
    torch.manual_seed(1)
    generator = replace(TINY.generator, second_look=True, label_dim=8)
    model = Inpainter(replace(TINY, generator=generator, closest_px=128)).eval()
    with torch.no_grad():
        for parameter in model.generator.parameters():
            if parameter.abs().sum() == 0:
                parameter.normal_(std=0.1)
    predictor = Predictor(model, torch.device("cpu"))
    crop = make_crop((260, 324), Box(90, 80, 190, 180))
    view = working_view(crop, 64, predictor.stride)
    closer = closer_view(crop, view, 2, predictor.stride)
    assert closer is not None
    semantics = predictor.semantics(view)
    labels = np.random.default_rng(0).integers(1, 7, view.hole.shape, dtype=np.uint8)

    found = predictor.field(view, semantics, crop, labels).gaussians

    def looked_at(view: WorkingView, labels: np.ndarray, before: Painted | None = None) -> Painted:
        image = torch.from_numpy(view.photo).permute(2, 0, 1)[None]
        mask = torch.from_numpy(view.hole.astype(np.float32))[None, None]
        codes = torch.from_numpy(labels.astype(np.int64))[None]
        with torch.inference_mode():
            return model.generator.painted(image, mask, semantics, codes, before=before)

    twice_as_large = labels.repeat(2, axis=0).repeat(2, axis=1)
    first = looked_at(view, labels)
    wanted = looked_at(closer, twice_as_large, first).field
    unheard = looked_at(closer, 0 * twice_as_large, first).field
    torch.testing.assert_close(found.colors, wanted.colors)
    assert not torch.allclose(unheard.colors, wanted.colors)
