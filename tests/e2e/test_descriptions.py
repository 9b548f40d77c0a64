"""What the shipped weights say of a hole in a picture of two textures: it looks like its own side of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch

from engine.crops import crop_around, working_view
from engine.field import Predictor
from engine.holes import Hole
from engine.model.checkpoint import load_checkpoint
from engine.protocol import FillRequest
from engine.regions import Box
from resources.locate import resource

SIDE = 256


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    checkpoint = load_checkpoint(resource("weights/lacuna.safetensors"))
    return Predictor(checkpoint.model, torch.device("cpu"))


def two_textures() -> np.ndarray:
    """Stripes on the left, blotches on the right, of the same mean color and contrast."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[:SIDE, :SIDE]
    stripes = np.sin((x + 2 * y) / 2.5)
    blotches = cv2.GaussianBlur(rng.standard_normal((SIDE, SIDE)), (0, 0), 5)
    gray = np.where(x < SIDE // 2, stripes / stripes.std(), blotches / blotches.std())
    return np.clip(128 + 36 * gray, 0, 255).astype(np.uint8)[..., None].repeat(3, axis=2)


@pytest.mark.parametrize("is_left", [True, False])
def test_a_hole_is_described_like_the_texture_that_it_lies_in(predictor: Predictor, is_left: bool) -> None:
    photo, mask = two_textures(), np.zeros((SIDE, SIDE), bool)
    x = 32 if is_left else SIDE // 2 + 32
    box = Box(x, 96, x + 64, 160)
    mask[box.slices] = True
    crop = crop_around(FillRequest(id=0, photo=photo, mask=mask), mask, Hole.of(mask), predictor.working_px)
    view = working_view(crop, predictor.working_px, predictor.stride)

    said = predictor.field(view, predictor.semantics(view), crop).appearance

    assert said is not None
    said = said / np.linalg.norm(said, axis=2, keepdims=True)
    rows, columns = said.shape[:2]
    center = (np.arange(columns) + 0.5) / columns * crop.box.width + crop.box.x0
    on_left = np.broadcast_to(center < SIDE / 2, (rows, columns))
    hole = cv2.resize(view.hole.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA) > 0.9
    known = cv2.resize(view.hole.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA) == 0
    expected, own, other = (
        part.mean(axis=0) / np.linalg.norm(part.mean(axis=0))
        for part in (said[hole], said[known & (on_left == is_left)], said[known & (on_left != is_left)])
    )
    # Cosines; what all places share is taken off, so two textures are about opposite.
    assert expected @ own > 0
    assert expected @ own > expected @ other + 0.25
