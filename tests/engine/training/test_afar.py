from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine.model.checkpoint import load_checkpoint
from engine.model.inpainter import Inpainter
from engine.training.afar import from_afar
from engine.training.config import PRESETS
from engine.training.generator_task import GeneratorTask
from engine.training.perceptual import load_teacher
from tests.engine.model.conftest import TINY
from tests.engine.training.test_train import run

SIDE = 128


@pytest.fixture
def masks() -> torch.Tensor:
    masks = torch.zeros(2, 1, SIDE, SIDE)
    masks[0, :, 33:78, 41:90] = 1
    masks[1, :, :20] = 1
    return masks


def test_sizes_are_multiples_of_the_stride_from_a_half_to_three_quarters(masks):
    torch.manual_seed(0)

    sizes = {from_afar(masks.expand(-1, 3, -1, -1), masks).images.shape[-1] for _ in range(60)}

    assert sizes == {64, 80, 96}


def test_what_a_hole_touches_is_unknown_and_its_content_is_seen_by_nobody(masks):
    torch.manual_seed(0)
    known = torch.tensor([0.2, 0.5, 0.7])[None, :, None, None].expand(2, 3, SIDE, SIDE)
    images = torch.where(masks > 0, torch.rand(2, 3, SIDE, SIDE), known)

    smaller = from_afar(images, masks)

    size = smaller.images.shape[-1]
    touched = torch.nn.functional.adaptive_max_pool2d(masks, size)
    assert torch.equal(smaller.masks, touched)
    seen = (smaller.masks == 0).expand(-1, 3, -1, -1)
    torch.testing.assert_close(smaller.images[seen], known[:, :, :size, :size][seen])


def test_labels_come_along(masks):
    labels = torch.zeros(2, SIDE, SIDE, dtype=torch.long)
    labels[:, :, SIDE // 2 :] = 7

    smaller = from_afar(masks.expand(-1, 3, -1, -1), masks, labels)

    assert smaller.labels is not None
    size = smaller.images.shape[-1]
    assert smaller.labels.shape == (2, size, size)
    assert (smaller.labels[..., : size // 2] == 0).all()
    assert (smaller.labels[..., size // 2 :] == 7).all()


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_share_of_second_looks_from_closer_is_what_was_asked(share, masks, teacher, monkeypatch):
    twice = replace(TINY, generator=replace(TINY.generator, second_look=True, appearance_dim=0))
    model = Inpainter(twice)
    task = GeneratorTask(
        model, load_teacher(teacher), replace(PRESETS["generator"], second_look=1.0, closer_look=share)
    )
    seen: list[tuple[int, ...]] = []
    painted = Inpainter.painted
    monkeypatch.setattr(
        Inpainter,
        "painted",
        lambda self, images, *rest, **asked: (
            seen.append(tuple(images.shape)),
            painted(self, images, *rest, **asked),
        )[1],
    )
    torch.manual_seed(0)

    for _ in range(40):
        picture, _ = task.painted(masks.expand(-1, 3, -1, -1), masks)
        assert picture.shape == (2, 3, SIDE, SIDE)

    from_closer = sum(shape[-1] < SIDE for shape in seen)
    assert sum(shape[-1] == SIDE for shape in seen) == 40
    assert abs(from_closer / 40 - share) < 0.2


@pytest.mark.parametrize(("share", "closest"), [("0", 0), ("0.5", 512)])
def test_a_model_that_learns_it_says_so(share, closest, tmp_path, data, teacher):
    assert run("smoke", tmp_path / "run", data, teacher, "--steps", "1", "--closer_look", share) == 0

    model = load_checkpoint(tmp_path / "run" / "weights.safetensors").model

    assert model.config.closest_px == closest
